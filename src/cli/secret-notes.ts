import { isTomlTable } from '../documents/toml-value.ts';
import { configurationReader } from '../engine/configuration-of.ts';
import { closeStore } from '../io/backup-store.ts';
import { type Recognition, recogniseSecret } from '../io/secret-records.ts';
import { publishedSecrets } from '../keystore/published-secrets.ts';
import { deploymentToml } from '../kit/deployment-toml.ts';
import type { Home } from '../kit/home.ts';
import { openSecret } from '../kit/open-vault.ts';
import { lookIntoStore } from './home-store.ts';
import type { Run } from './open-run.ts';
import { registry } from './registry.ts';
import type { BackupArguments } from './run-options.ts';

/** A secret that a person may have chosen through harden, and its value where it can be known here. */
interface ChosenSecret {
  /** Under which it is remembered. */
  readonly name: string;
  /** For the reader. */
  readonly label: string;
  value(): string | undefined;
}

/** Says of each secret that was given to harden once whether it is still in use. */
export async function secretNotes({ files, read }: Run, args: BackupArguments): Promise<readonly string[]> {
  const store = lookIntoStore(files, args);
  if (store === undefined) return [];
  try {
    const notes = await Promise.all(
      chosenSecrets(read.home).map(async (secret) =>
        noteOf(secret, await recogniseSecret(store, secret.name, secret.value)),
      ),
    );
    return notes.flat();
  } finally {
    closeStore(store);
  }
}

function chosenSecrets(home: Home): readonly ChosenSecret[] {
  const configuration = configurationReader()(home);
  const answers = registry.flatMap(({ id, transform }) =>
    Object.entries(transform.params).flatMap(([name, param]): readonly ChosenSecret[] => {
      const effective = param.kind === 'secret' ? configuration.get(param.key) : undefined;
      if (param.kind !== 'secret' || effective === undefined || effective.kind === 'absent') return [];
      const [alias] = effective.kind === 'value' ? effective.secrets : [];
      const plain = effective.kind === 'value' ? String(effective.value) : undefined;
      const value = (): string | undefined => (alias === undefined ? plain : openSecret(home, alias));
      return [{ name: `${id}.${name}`, label: param.key, value }];
    }),
  );
  return [...answers, ...vaultSecrets(home)];
}

/** What `vault set` was given. */
function vaultSecrets(home: Home): readonly ChosenSecret[] {
  const table = deploymentToml(home)?.get(['secrets']);
  return Object.keys(isTomlTable(table) ? table : {}).map((alias) => ({
    name: `vault ${alias}`,
    label: `[secrets] ${alias}`,
    value: () => openSecret(home, alias),
  }));
}

function noteOf({ label, value }: ChosenSecret, known: Recognition): readonly string[] {
  if (known.kind === 'unrecorded') return [];
  const given = `what you gave on ${known.set.slice(0, 10)}`;
  if (known.kind === 'unknown') return [`Whether ${label} is still ${given} cannot be told here.`];
  if (known.kind === 'same') return [`${label} is still ${given}.`];
  const present = value();
  const isPublished = publishedSecrets.some((secret) => secret.value === present);
  return [`${label} is ${isPublished ? 'a published default and ' : ''}no longer ${given}.`];
}
