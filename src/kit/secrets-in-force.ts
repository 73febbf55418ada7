import { isJavaList, isJavaMap, type JavaValue } from '../carbon/effective/java-value.ts';
import type { Context } from './context.ts';
import type { Params } from './params.ts';

const secretKey = /(?:password|passwd|passphrase|pass|(?:^|[._])secret|_key|encryption\.key)'?$/i;
const ofDatabase = /^(?:database|datasource)\b/;

/**
 * The texts that the next start puts in the place of secrets into one generated file. Databases are kept apart: the
 * published password of theirs may be in force where that of a keystore is not.
 * @returns `undefined` where the environment of the service decides one of them.
 */
export function secretsInForce<P extends Params>(
  { configuration }: Context<P>,
  path: string,
): ReadonlySet<string> | undefined {
  const isDatabase = path.includes('/datasources/');
  const values = [...configuration.data].flatMap(([key, value]) =>
    ofDatabase.test(key) === isDatabase ? secretsAt(key, value) : [],
  );
  return values.some((value) => /\$(?:env|sys)\{/.test(value)) ? undefined : new Set(values);
}

function secretsAt(key: string, value: JavaValue): readonly string[] {
  if (isJavaList(value)) return value.flatMap((item) => secretsAt(key, item));
  if (isJavaMap(value)) return [...value].flatMap(([name, item]) => secretsAt(`${key}.${name}`, item));
  return typeof value === 'string' && secretKey.test(key) ? [value] : [];
}
