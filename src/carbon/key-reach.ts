import { differingLines } from './changed-lines.ts';
import type { EffectiveConfiguration } from './effective/effective-value.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './effective/java-value.ts';
import { consumedKeys, namesCovering } from './jinja/consumed-keys.ts';
import { renderTemplate } from './jinja/render-template.ts';
import { tryRender } from './jinja/try-render.ts';
import { changePart, type ValuePath } from './value-part.ts';

/** A generated file that a key reaches. */
export interface ReachedFile {
  readonly path: string;
  /** What the next start writes. */
  readonly text: string;
  /**
   * One-based lines that another value would change; where another value would add lines, the one behind them. None
   * where the template asks for the key, but other values keep it from mattering.
   */
  readonly lines: readonly number[];
}

/** Tells where the keys of a configuration end up. */
export interface KeyReach {
  /** The files whose templates take something from a key, by itself or through what refers to it or is inferred from it. */
  filesOf(key: string): readonly string[];
  /**
   * Finds the lines that a key, or a part of its value, decides by trying: each template that reads the key is rendered
   * with its value, without it, and with another one.
   * @throws {DocumentError} where harden cannot render such a template.
   */
  linesOf(key: string, part?: ValuePath): readonly ReachedFile[];
}

export function keyReach(templates: ReadonlyMap<string, string>, configuration: EffectiveConfiguration): KeyReach {
  const { data } = configuration;
  let index: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  const readers = readersOf(templates);
  const filesOf = (key: string): readonly string[] => {
    index ??= reachedFiles(configuration, readers);
    const reached = index.get(key) ?? new Set(directReaders(key, readers));
    return [...templates.keys()].filter((path) => reached.has(path));
  };
  return {
    filesOf,
    linesOf: (key, part = []) => {
      const affected = part.length === 0 ? dependentsOf(configuration)([key]) : new Set([key]);
      const changed = (change: (value: JavaValue) => JavaValue | undefined): JavaMap =>
        new Map(
          [...data].flatMap(([name, value]) => {
            const made = affected.has(name) ? changePart(value, name === key ? part : [], change) : value;
            return made === undefined ? [] : [[name, made] as const];
          }),
        );
      const [without, other] = [changed(() => undefined), changed(another)];
      return filesOf(key).map((path) => {
        const template = templates.get(path) ?? '';
        const text = renderTemplate({ name: path, template, configuration });
        const lines = new Set(
          [without, other].flatMap((probe) => {
            const tried = tryRender({ name: path, template, configuration: { data: probe } });
            // A value that the template cannot do without shows nothing.
            return 'text' in tried ? differingLines(text, tried.text) : [];
          }),
        );
        return { path, text, lines: [...lines].sort((a, b) => a - b) };
      });
    },
  };
}

/** Tells some keys and all that takes its value from one of them, by reference or by inference, directly or through others. */
export function dependentsOf(configuration: EffectiveConfiguration): (keys: readonly string[]) => ReadonlySet<string> {
  const dependents = new Map<string, string[]>();
  for (const [name] of configuration.entries()) {
    for (const source of sourcesOf(configuration, name)) {
      const known = dependents.get(source);
      if (known === undefined) dependents.set(source, [name]);
      else known.push(name);
    }
  }
  return (keys) => {
    // A set visits what is added to it on the way.
    const reached = new Set(keys);
    for (const at of reached) for (const name of dependents.get(at) ?? []) reached.add(name);
    return reached;
  };
}

/** What a key takes its value from. */
function sourcesOf(configuration: EffectiveConfiguration, key: string): readonly string[] {
  const effective = configuration.get(key);
  const references = configuration.references.get(key) ?? [];
  return effective.kind !== 'absent' && effective.origin.kind === 'inferred'
    ? [...references, effective.origin.from]
    : references;
}

/** The files whose templates take something from a name, `key` or `key.*`. */
type Readers = ReadonlyMap<string, readonly string[]>;

function readersOf(templates: ReadonlyMap<string, string>): Readers {
  const readers = new Map<string, string[]>();
  for (const [path, text] of templates) {
    for (const name of consumedKeys(text)) {
      const known = readers.get(name);
      if (known === undefined) readers.set(name, [path]);
      else known.push(path);
    }
  }
  return readers;
}

function directReaders(key: string, readers: Readers): readonly string[] {
  return namesCovering(key).flatMap((name) => readers.get(name) ?? []);
}

/** For each key of the configuration, and what its values refer to, the files that it reaches. */
function reachedFiles(
  configuration: EffectiveConfiguration,
  readers: Readers,
): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map<string, Set<string>>();
  const filesOf = (key: string): Set<string> => {
    const known = reached.get(key) ?? new Set(directReaders(key, readers));
    reached.set(key, known);
    return known;
  };
  const waiting = configuration.entries().map(([key]) => key);
  // A list visits what is added to it on the way: what a key has come to reach, its sources reach too.
  for (const key of waiting) {
    const files = filesOf(key);
    for (const source of sourcesOf(configuration, key)) {
      const known = filesOf(source);
      const before = known.size;
      for (const file of files) known.add(file);
      if (known.size > before) waiting.push(source);
    }
  }
  return reached;
}

/** Another value of the same type. */
function another(value: JavaValue): JavaValue {
  if (typeof value === 'string') return `${value}-`;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'bigint') return value + 1n;
  if (typeof value === 'number') return value + 1;
  if (isJavaMap(value)) return new Map([...value].map(([name, item]) => [name, another(item)]));
  return isJavaList(value) ? value.map(another) : null;
}
