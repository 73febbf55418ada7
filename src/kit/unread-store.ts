import { layout } from '../carbon/layout.ts';
import type { Finding } from './finding.ts';
import type { StoreReading } from './store-content.ts';
import { fileNameOf, type StoreInUse } from './store-in-use.ts';

/** Says that a store which the configuration names could not be checked, why, and what to do; nothing where it was read. */
export function unreadStore(at: string, { path, reading }: Pick<StoreInUse, 'path' | 'reading'>): readonly Finding[] {
  const name = fileNameOf(path);
  if (reading.kind === 'read') return [];
  if (reading.kind === 'absent') {
    const message = `${name} could not be checked, because it is not in ${layout.security}. Put the store there that the server uses, or name the one that it uses.`;
    return [{ at, status: 'error', message }];
  }
  const message = `${name} could not be read: ${reading.problem}. ${remedy(reading)}`;
  return [{ at, status: 'error', unreadable: path, message }];
}

function remedy({ cause }: Extract<StoreReading, { kind: 'unreadable' }>): string {
  switch (cause) {
    case 'password':
      return 'Write the password that does where the configuration names the store, or look at the store with harden keystore list, which takes one.';
    case 'unsupported':
      return 'Convert it with keytool -importkeystore to a store of type PKCS12.';
    case 'outside':
      return 'Put the store there and name it without a path.';
    default:
      return 'Put the store back from a backup.';
  }
}
