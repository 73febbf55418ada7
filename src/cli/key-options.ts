import type { Argv } from 'yargs';
import type { KeyContext } from '../engine/context-of.ts';
import { type OwnStore, openOwnStore, requireStore, type StorePasswords } from '../engine/own-store.ts';
import { storeInUse } from '../kit/store-in-use.ts';
import { keyPurposes } from '../kit/store-recipe.ts';
import { askSecret, readReference } from './secret-reference.ts';

/** Options of every command that works on one key of the server. */
export function keyOptions<T>(argv: Argv<T>) {
  return argv
    .option('store', {
      choices: keyPurposes,
      demandOption: true,
      requiresArg: true,
      describe: 'The keystore, by what the server uses it for',
    })
    .option('password', {
      type: 'string',
      requiresArg: true,
      describe: 'env:NAME or file:PATH of its password, where deployment.toml does not tell it',
    })
    .option('key-password', { type: 'string', requiresArg: true, describe: 'The same of its key, where it differs' });
}

export function truststoreOption<T>(argv: Argv<T>) {
  return argv.option('truststore-password', {
    type: 'string',
    requiresArg: true,
    describe: 'env:NAME or file:PATH of the password of the truststore, where deployment.toml does not tell it',
  });
}

export function nameOption<T>(argv: Argv<T>) {
  return argv.option('name', {
    type: 'string',
    array: true,
    default: [] as string[],
    requiresArg: true,
    describe: 'A further name or address of the server (repeatable)',
  });
}

interface KeyArguments {
  readonly store: (typeof keyPurposes)[number];
  readonly password: string | undefined;
  readonly 'key-password': string | undefined;
}

/** What the command line refers to, fetched before root becomes another account. */
export interface GivenPasswords {
  readonly store: string | undefined;
  readonly key: string | undefined;
}

export function givenPasswords(args: KeyArguments): GivenPasswords {
  return {
    store: optionalReference(args.password, '--password'),
    key: optionalReference(args['key-password'], '--key-password'),
  };
}

export function optionalReference(place: string | undefined, option: string): string | undefined {
  return place === undefined ? undefined : readReference(place, option);
}

/** Opens the store with the passwords that were given, that the configuration tells, or that somebody types. */
export async function openKey(context: KeyContext, args: KeyArguments, given: GivenPasswords): Promise<OwnStore> {
  return openOwnStore(context, args.store, await passwordsOf(context, args, given));
}

async function passwordsOf(context: KeyContext, args: KeyArguments, given: GivenPasswords): Promise<StorePasswords> {
  const inUse = requireStore(context, args.store);
  const hint = 'Name its place with --password env:NAME or file:PATH.';
  const store = given.store ?? inUse.password ?? (await askSecret(`The password of ${inUse.path}`, hint));
  return { store, key: given.key ?? inUse.keyPassword ?? store };
}

/** Certificates that the server trusts, where its truststore can be read. */
export function trustedCertificates(context: KeyContext): readonly Uint8Array[] {
  const reading = storeInUse(context, 'truststore')?.reading;
  return reading?.kind === 'read' ? reading.entries.flatMap(({ chain }) => chain.slice(0, 1)) : [];
}
