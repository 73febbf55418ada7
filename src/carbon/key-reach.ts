import { diffArrays } from 'diff';
import { DocumentError } from '../documents/document-error.ts';
import type { EffectiveConfiguration } from './effective/effective-value.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './effective/java-value.ts';
import { consumedKeys, includesKey } from './jinja/consumed-keys.ts';
import { renderTemplate } from './jinja/render-template.ts';

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
   * Finds the lines that a key decides by trying: each template that reads the key is rendered with its value, without
   * it, and with another one.
   * @throws {DocumentError} where harden cannot render such a template.
   */
  linesOf(key: string): readonly ReachedFile[];
}

export function keyReach(templates: ReadonlyMap<string, string>, configuration: EffectiveConfiguration): KeyReach {
  const { data } = configuration;
  const dependents = dependentKeys(configuration);
  const consumed = [...templates].map(([path, text]) => [path, consumedKeys(text)] as const);
  const affectedBy = (key: string): readonly string[] => [key, ...(dependents.get(key) ?? [])];
  const filesOf = (key: string): readonly string[] => {
    const affected = affectedBy(key);
    return consumed.filter(([, keys]) => affected.some((each) => includesKey(keys, each))).map(([path]) => path);
  };
  return {
    filesOf,
    linesOf: (key) => {
      const affected = new Set(affectedBy(key));
      const without: JavaMap = new Map([...data].filter(([name]) => !affected.has(name)));
      const other: JavaMap = new Map(
        [...data].map(([name, value]) => [name, affected.has(name) ? another(value) : value]),
      );
      return filesOf(key).map((path) => {
        const template = templates.get(path) ?? '';
        const text = renderTemplate({ name: path, template, configuration });
        const tried = [without, other].map((probe) => tryRender(path, template, probe) ?? text);
        const lines = new Set(tried.flatMap((probe) => differingLines(text, probe)));
        return { path, text, lines: [...lines].sort((a, b) => a - b) };
      });
    },
  };
}

/** For each key those that take their value from it, by reference or by inference. */
export function dependentKeys(configuration: EffectiveConfiguration): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const [name, value] of configuration.entries()) {
    if (value.kind === 'absent') continue;
    const sources = value.references.map(({ key }) => key);
    if (value.origin.kind === 'inferred') sources.push(value.origin.from);
    for (const source of sources) {
      const known = dependents.get(source);
      if (known === undefined) dependents.set(source, [name]);
      else known.push(name);
    }
  }
  return dependents;
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

/** A value that a template cannot do without shows nothing. */
function tryRender(name: string, template: string, data: JavaMap): string | undefined {
  try {
    return renderTemplate({ name, template, configuration: { data } });
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

/** The lines of a text that are not in the other; where the other has lines more, the line behind them. */
export function differingLines(text: string, other: string): readonly number[] {
  const lines: number[] = [];
  let line = 1;
  let replaced = false;
  for (const part of diffArrays(text.split('\n'), other.split('\n'))) {
    if (part.added) {
      if (!replaced) lines.push(line);
      replaced = false;
      continue;
    }
    replaced = part.removed;
    if (part.removed) for (let index = 0; index < part.count; index++) lines.push(line + index);
    line += part.count;
  }
  return lines;
}
