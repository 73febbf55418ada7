import { hash } from 'node:crypto';
import { later } from '../later.ts';
import { importBcrypt } from '../packages.ts';
import type { BackupStore } from './backup-store.ts';
import { replaceDurably } from './durable-file.ts';
import { unlessAbsent } from './file-system.ts';
import { readPlainFile } from './plain-file.ts';

const fileName = 'chosen-secrets.json';
const cost = 10;
const maximumSize = 1 << 16;

/** That a person chose this secret, and when; of no use to whoever reads it. */
interface SecretRecord {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly set: string;
  readonly hash: string;
}

/** `unrecorded`: nobody chose this secret through harden. `unknown`: somebody did, and its value cannot be known here. */
export type Recognition =
  | { readonly kind: 'unrecorded' }
  | { readonly kind: 'same' | 'changed' | 'unknown'; readonly set: string };

const bcrypt = later(async () => (await importBcrypt()).default);

/** Keeps one record for each secret beside the backup sets, in place of an older one of its name. */
export async function rememberSecrets(
  store: BackupStore,
  secrets: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  if (secrets.size === 0) return;
  const { hash } = await bcrypt();
  const records = await Promise.all(
    [...secrets].map(async ([name, secret]) => ({
      name,
      set: now.toISOString(),
      hash: await hash(digest(secret), cost),
    })),
  );
  const others = readRecords(store).filter(({ name }) => !secrets.has(name));
  const text = `${JSON.stringify({ version: 1, records: [...others, ...records] }, undefined, 2)}\n`;
  replaceDurably(store.fs, store.folder, fileName, Buffer.from(text));
}

/** Tells whether a secret is still the one that was chosen. @param secret none where it cannot be known. */
export async function recogniseSecret(
  store: BackupStore,
  name: string,
  secret: () => string | undefined,
): Promise<Recognition> {
  const record = readRecords(store).find((each) => each.name === name);
  if (record === undefined) return { kind: 'unrecorded' };
  const value = secret();
  if (value === undefined) return { kind: 'unknown', set: record.set };
  const { compare } = await bcrypt();
  return { kind: (await compare(digest(value), record.hash)) ? 'same' : 'changed', set: record.set };
}

/** bcrypt looks at 72 bytes only: two long secrets that begin alike would be taken for one. */
function digest(secret: string): string {
  return hash('sha256', secret, 'base64');
}

function readRecords(store: BackupStore): readonly SecretRecord[] {
  const file = unlessAbsent(() => readPlainFile(store.fs, store.folder, fileName, maximumSize));
  if (file === undefined) return [];
  try {
    const { records } = JSON.parse(Buffer.from(file.bytes).toString());
    return Array.isArray(records) ? records.filter(isRecord) : [];
  } catch {
    // A damaged record tells nothing; the next secret that is chosen replaces it.
    return [];
  }
}

function isRecord(value: unknown): value is SecretRecord {
  if (typeof value !== 'object' || value === null) return false;
  return ['name', 'set', 'hash'].every((key) => typeof Reflect.get(value, key) === 'string');
}
