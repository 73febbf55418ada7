import type { TomlDocument } from '../../documents/toml-document.ts';
import { isTomlTable, type TomlTable } from '../../documents/toml-value.ts';
import type { MapperTraits } from '../mapper-traits.ts';
import { joinKeys } from './flatten-toml.ts';
import { isJavaList, isJavaMap, type JavaValue } from './java-value.ts';
import type { LayeredSettings } from './layered-settings.ts';
import { placeholdersIn, substringsBetween } from './placeholders.ts';
import type { SettingProblem } from './setting.ts';

/** The entries of `[secrets]` and what else stands for an alias, as the product names them. */
export function secretsOf(
  { values }: TomlDocument,
  mapper: MapperTraits,
  problems: SettingProblem[],
): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  for (const name of mapper.runtimeSecrets === 'known' ? ['secrets', 'runtime_secrets'] : ['secrets']) {
    const table = values[name];
    if (table === undefined) continue;
    if (!isTomlTable(table)) problems.push({ key: name, message: `${name} must be a table` });
    else collect(table, [], name, secrets, problems);
  }
  if (mapper.quotedAliases === 'with their quotes') return secrets;
  return new Map([...secrets].map(([alias, value]) => [/^"(.*)"$/s.exec(alias)?.[1] ?? alias, value]));
}

/** Checks that each `$secret{alias}` has its encrypted value in deployment.toml: else the server does not start. */
export function checkSecrets(
  settings: LayeredSettings,
  keys: readonly string[],
  secrets: ReadonlyMap<string, string>,
  problems: SettingProblem[],
): void {
  const anyAlias = secrets.get('enable')?.toLowerCase() === 'true';
  for (const key of keys) {
    for (const alias of secretsIn(settings.get(key)?.value ?? null)) {
      const secret = secrets.get(alias);
      if (secret === undefined && !anyAlias) {
        const reason = secrets.has(`"${alias}"`)
          ? 'which this release does not find in [secrets] under quotation marks'
          : 'which [secrets] does not hold';
        problems.push({ key, message: `${key} asks for the secret ${alias}, ${reason}` });
      } else if (secret !== undefined && substringsBetween(secret, '[', ']').length > 0) {
        problems.push({ key: `secrets.${alias}`, message: `the secret ${alias} is not encrypted yet` });
      }
    }
  }
}

/** Aliases in a text, in a list, and in the tables of a list: the product looks no deeper. */
export function secretsIn(value: JavaValue): readonly string[] {
  if (typeof value === 'string') return placeholdersIn(value, 'secret');
  if (!isJavaList(value)) return [];
  return value
    .flatMap((item) => (isJavaMap(item) ? [...item.values()] : [item]))
    .flatMap((item) => (typeof item === 'string' ? placeholdersIn(item, 'secret') : []));
}

function collect(
  table: TomlTable,
  path: readonly string[],
  root: string,
  secrets: Map<string, string>,
  problems: SettingProblem[],
): void {
  for (const [part, value] of Object.entries(table)) {
    const alias = joinKeys([...path, part]);
    if (isTomlTable(value)) collect(value, [...path, part], root, secrets, problems);
    else if (typeof value === 'string') secrets.set(alias, value);
    else problems.push({ key: `${root}.${alias}`, message: `${root}.${alias} must be a text` });
  }
}
