import { isJavaList, isJavaMap, type JavaValue } from '../carbon/effective/java-value.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { onceFor } from '../once-for.ts';
import type { Context } from './context.ts';
import type { Params } from './params.ts';

const secretKey = /(?:password|passwd|passphrase|pass|(?:^|[._])secret|_key|encryption\.key)'?$/i;
const ofDatabase = /^(?:database|datasource)\b/;

interface InForce {
  readonly databases: ReadonlySet<string> | undefined;
  readonly others: ReadonlySet<string> | undefined;
}

/**
 * The texts that the next start puts in the place of secrets into one generated file. Databases are kept apart: the
 * published password of theirs may be in force where that of a keystore is not.
 * @returns `undefined` where the environment of the service decides one of them.
 */
export function secretsInForce<P extends Params>(
  { configuration }: Context<P>,
  path: string,
): ReadonlySet<string> | undefined {
  const inForce = secretsOf(configuration);
  return path.includes('/datasources/') ? inForce.databases : inForce.others;
}

/** Worked out once for a configuration, however many files ask. */
const secretsOf = onceFor((configuration: EffectiveConfiguration): InForce => {
  const databases = new Set<string>();
  const others = new Set<string>();
  configuration.forEach((value, key) => {
    addSecrets(key, value, ofDatabase.test(key) ? databases : others);
  });
  return { databases: unlessUnknown(databases), others: unlessUnknown(others) };
});

function addSecrets(key: string, value: JavaValue, secrets: Set<string>): void {
  if (typeof value === 'string') {
    if (secretKey.test(key)) secrets.add(value);
  } else if (isJavaList(value)) {
    for (const item of value) addSecrets(key, item, secrets);
  } else if (isJavaMap(value)) {
    for (const [name, item] of value) addSecrets(`${key}.${name}`, item, secrets);
  }
}

function unlessUnknown(secrets: ReadonlySet<string>): ReadonlySet<string> | undefined {
  return [...secrets].some((value) => /\$(?:env|sys)\{/.test(value)) ? undefined : secrets;
}
