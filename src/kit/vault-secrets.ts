import { isPlainSecret } from '../carbon/secret-settings.ts';
import { readersWithoutVault } from '../carbon/secure-vault.ts';
import type { KeyPath, TomlDocument } from '../documents/toml-document.ts';
import { isTomlArray, isTomlTable, type TomlValue } from '../documents/toml-value.ts';
import type { Context } from './context.ts';
import type { Params } from './params.ts';
import { templateReads } from './template-reads.ts';

/** A secret that stands in deployment.toml as it is. */
export interface PlainSecret {
  readonly path: KeyPath;
  readonly value: string;
  /** Under which the vault will know it. */
  readonly alias: string;
}

/** Secrets that could lie in Secure Vault, in the order of the file. */
export function plainSecrets(document: TomlDocument): readonly PlainSecret[] {
  const taken = new Set(Object.keys(tableOf(document.get(['secrets']))));
  return Object.entries(document.values)
    .filter(([table]) => table !== 'secrets' && table !== 'runtime_secrets')
    .flatMap(([table, value]) => leavesOf([table], value))
    .map(({ path, value }) => {
      const alias = freeAlias(aliasOf(path), taken);
      taken.add(alias);
      return { path, value, alias };
    });
}

/** Secrets that are already in `[secrets]`, in brackets because they wait to be encrypted. */
export function bracketedSecrets(document: TomlDocument): readonly PlainSecret[] {
  return Object.entries(tableOf(document.get(['secrets']))).flatMap(([alias, value]) => {
    const [, plain] = (typeof value === 'string' ? /^\[(.*)\]$/s.exec(value) : undefined) ?? [];
    return plain === undefined ? [] : [{ path: ['secrets', alias], value: plain, alias }];
  });
}

/** Keys that a program without access to the vault reads, with those that they refer to: these stay in clear text. */
export function keysReadWithoutVault<P extends Params>({ home, configuration }: Context<P>): ReadonlySet<string> {
  const readers = readersWithoutVault.filter(({ file }) => templateReads(home, file, 'secretProvider') === false);
  return new Set(
    readers
      .flatMap(({ keys }) => keys)
      .flatMap((key) => {
        const effective = configuration.get(key);
        return effective.kind === 'absent' ? [] : [key, ...configuration.referenceChain(key)];
      }),
  );
}

function leavesOf(path: KeyPath, value: TomlValue): readonly { readonly path: KeyPath; readonly value: string }[] {
  if (isTomlArray(value)) return value.flatMap((item, index) => leavesOf([...path, index], item));
  if (isTomlTable(value)) return Object.entries(value).flatMap(([name, item]) => leavesOf([...path, name], item));
  return typeof value === 'string' && isPlainSecret(path.join('.'), value) ? [{ path, value }] : [];
}

/** Dots would need quotes in an alias, and the vendor's tool mistakes some other characters. */
function aliasOf(path: KeyPath): string {
  const name = path
    .join('_')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
  return name.replaceAll(/^_+|_+$/g, '') || 'secret';
}

function freeAlias(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function tableOf(value: TomlValue | undefined): Readonly<Record<string, TomlValue>> {
  return isTomlTable(value) ? value : {};
}
