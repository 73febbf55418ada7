import type { TomlDocument } from '../../documents/toml-document.ts';
import { tomlRuntimeProblems } from '../../documents/toml-runtime.ts';
import { type KeyPath, type TomlValue, tomlTable } from '../../documents/toml-value.ts';
import { secretsIn } from './check-secrets.ts';
import type { ConfigurationProblem, EffectiveConfiguration, EffectiveValue, Origin } from './effective-value.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './java-value.ts';
import { type Cause, type ResolvedSettings, referencedKeys, type SettingProblem } from './setting.ts';

/** Tells of each setting its value and the lines of deployment.toml that it comes from. */
export function describeConfiguration(toml: TomlDocument, resolved: ResolvedSettings): EffectiveConfiguration {
  const { settings } = resolved;
  const lineOf = (path: KeyPath) => toml.lineOf(path) ?? 1;
  const originOf = (cause: Cause): Origin => {
    const path = filePath(cause);
    if (path === undefined) return { kind: 'default' };
    if (cause.kind === 'inferred') return { kind: 'inferred', from: cause.from, line: lineOf(path) };
    return { kind: 'file', path, line: lineOf(path) };
  };
  const get = (key: string): EffectiveValue => {
    const setting = settings.get(key);
    if (!setting || setting.value === null) return { kind: 'absent' };
    const origin = originOf(setting.cause);
    const reason = resolved.unknown.get(key);
    if (reason !== undefined) return { kind: 'unknown', reason, origin };
    return { kind: 'value', value: plainValue(setting.value), origin, secrets: secretsIn(setting.value) };
  };
  const located = ({ line, key, path, message }: SettingProblem): ConfigurationProblem => {
    if (line !== undefined) return { line, message };
    const cause = key === undefined ? undefined : settings.get(key)?.cause;
    const place = path ?? (cause && filePath(cause));
    return place ? { line: lineOf(place), message } : { message };
  };
  const parserProblems = (): readonly ConfigurationProblem[] =>
    tomlRuntimeProblems(toml).map(({ line, problem }) => ({ line, message: `the server's own parser ${problem}` }));
  // What few ask for is worked out when it is asked for: a run resolves the configuration again after each change.
  let keys: readonly string[] | undefined;
  let data: JavaMap | undefined;
  let entries: ReturnType<EffectiveConfiguration['entries']> | undefined;
  let problems: readonly ConfigurationProblem[] | undefined;
  const allKeys = (): readonly string[] => {
    keys ??= settings.keys();
    return keys;
  };
  return {
    get,
    references: resolved.references,
    referenceChain: (key) => referencedKeys(resolved, key),
    keys: allKeys,
    keysBelow: settings.keysBelow,
    writtenKeys: () => resolved.written.keys(),
    forEach: settings.forEach,
    writtenAt: (key) => resolved.written.get(key) ?? [],
    entries() {
      entries ??= allKeys()
        .toSorted()
        .map((key) => [key, get(key)] as const)
        .filter(([, value]) => value.kind !== 'absent');
      return entries;
    },
    get problems() {
      problems ??= [...parserProblems(), ...resolved.problems.map(located)];
      return problems;
    },
    get data() {
      data ??= new Map(resolved.inHashOrder(allKeys()).map((key) => [key, settings.get(key)?.value ?? null]));
      return data;
    },
  };
}

function filePath(cause: Cause): KeyPath | undefined {
  if (cause.kind === 'inferred') return filePath(cause.cause);
  return cause.kind === 'file' ? cause.path : undefined;
}

function plainValue(value: JavaValue): TomlValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (isJavaList(value)) return value.flatMap((item) => (item === null ? [] : [plainValue(item)]));
  if (isJavaMap(value)) {
    return tomlTable([...value].flatMap(([key, item]) => (item === null ? [] : [[key, plainValue(item)] as const])));
  }
  return value ?? '';
}
