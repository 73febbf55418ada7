import { isJavaList, isJavaMap, type JavaValue } from '../carbon/effective/java-value.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import type { Context } from './context.ts';
import type { Params } from './params.ts';

const secretKey = /(?:password|passwd|passphrase|pass|(?:^|[._])secret|_key|encryption\.key)'?$/i;
const ofDatabase = /^(?:database|datasource)\b/;

interface InForce {
  readonly databases: ReadonlySet<string> | undefined;
  readonly others: ReadonlySet<string> | undefined;
}

/** Worked out once for a configuration, however many files ask. */
const known = new WeakMap<EffectiveConfiguration, InForce>();

/**
 * The texts that the next start puts in the place of secrets into one generated file. Databases are kept apart: the
 * published password of theirs may be in force where that of a keystore is not.
 * @returns `undefined` where the environment of the service decides one of them.
 */
export function secretsInForce<P extends Params>(
  { configuration }: Context<P>,
  path: string,
): ReadonlySet<string> | undefined {
  const inForce = known.get(configuration) ?? secretsOf(configuration);
  known.set(configuration, inForce);
  return path.includes('/datasources/') ? inForce.databases : inForce.others;
}

function secretsOf(configuration: EffectiveConfiguration): InForce {
  const setOf = (entries: readonly (readonly [string, JavaValue])[]): ReadonlySet<string> | undefined => {
    const values = entries.flatMap(([key, value]) => secretsAt(key, value));
    return values.some((value) => /\$(?:env|sys)\{/.test(value)) ? undefined : new Set(values);
  };
  const databases: (readonly [string, JavaValue])[] = [];
  const others: (readonly [string, JavaValue])[] = [];
  for (const entry of configuration.values()) (ofDatabase.test(entry[0]) ? databases : others).push(entry);
  return { databases: setOf(databases), others: setOf(others) };
}

function secretsAt(key: string, value: JavaValue): readonly string[] {
  if (isJavaList(value)) return value.flatMap((item) => secretsAt(key, item));
  if (isJavaMap(value)) return [...value].flatMap(([name, item]) => secretsAt(`${key}.${name}`, item));
  return typeof value === 'string' && secretKey.test(key) ? [value] : [];
}
