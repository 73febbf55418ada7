import { type HomeFiles, readFile, statEntry } from './home-files.ts';

/** The database of users that the product brings along, in the forms of H2 1 and 2. */
const databases = ['WSO2SHARED_DB.mv.db', 'WSO2SHARED_DB.h2.db'].map((name) => `repository/database/${name}`);

/** Shipped ones stay below 3 MB; what is larger has been used, and is not read. */
const most = 8 << 20;

/** The digest of a password, of which the shipped database holds none: the first start makes the administrator. */
const passwordDigest = /[A-Za-z0-9+/]{43}=/;

/**
 * The path of the shipped database where it holds users: an installation whose folders were laid anew beside it, as a
 * volume of a container, has no other trace of a start.
 */
export function usedDatabase(home: HomeFiles): string | undefined {
  return databases.find((path) => {
    const stat = statEntry(home, path);
    if (stat?.kind !== 'file') return false;
    if (stat.size > most) return true;
    return passwordDigest.test(Buffer.from(readFile(home, path)?.bytes ?? []).toString('latin1'));
  });
}
