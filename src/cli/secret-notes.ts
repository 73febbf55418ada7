import { configurationReader } from '../engine/configuration-of.ts';
import { closeStore } from '../io/backup-store.ts';
import { recogniseSecret } from '../io/secret-records.ts';
import { lookIntoStore } from './hold-home.ts';
import type { Run } from './open-run.ts';
import { registry } from './registry.ts';
import type { BackupArguments } from './run-options.ts';

/** Says of each secret that was given to harden once whether it is still in use; one in Secure Vault cannot be told. */
export async function secretNotes({ files, read }: Run, args: BackupArguments): Promise<readonly string[]> {
  const store = lookIntoStore(files, args);
  if (store === undefined) return [];
  try {
    const configuration = configurationReader()(read.home);
    const notes: string[] = [];
    for (const { id, transform } of registry) {
      for (const [name, param] of Object.entries(transform.params)) {
        if (param.kind !== 'secret') continue;
        const effective = configuration.get(param.key);
        if (effective.kind !== 'value' || effective.secrets.length > 0) continue;
        const known = await recogniseSecret(store, `${id}.${name}`, String(effective.value));
        if (known.kind === 'unrecorded') continue;
        const day = known.set.slice(0, 10);
        notes.push(
          known.kind === 'same'
            ? `${param.key} is still what you gave on ${day}.`
            : `${param.key} is no longer what you gave on ${day}.`,
        );
      }
    }
    return notes;
  } finally {
    closeStore(store);
  }
}
