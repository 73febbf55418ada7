import { diffArrays } from 'diff';
import { DocumentError } from '../documents/document-error.ts';
import type { EffectiveConfiguration } from './effective/effective-value.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './effective/java-value.ts';
import { templateReads } from './jinja/consumed-keys.ts';
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

/** The files whose templates take something from a key, by itself or through what refers to it or is inferred from it. */
export function filesReadingKey(
  key: string,
  templates: ReadonlyMap<string, string>,
  configuration: EffectiveConfiguration,
): readonly string[] {
  const keys = [key, ...dependentKeys(key, configuration)];
  return [...templates].filter(([, text]) => keys.some((each) => templateReads(text, each))).map(([path]) => path);
}

/**
 * Finds the lines that a key decides by trying: each template that reads the key is rendered with its value, without it,
 * and with another one.
 * @throws {DocumentError} where harden cannot render such a template.
 */
export function reachedLines(
  key: string,
  templates: ReadonlyMap<string, string>,
  configuration: EffectiveConfiguration,
): readonly ReachedFile[] {
  const { data } = configuration;
  const affected = new Set([key, ...dependentKeys(key, configuration)]);
  const without: JavaMap = new Map([...data].filter(([name]) => !affected.has(name)));
  const other: JavaMap = new Map([...data].map(([name, value]) => [name, affected.has(name) ? another(value) : value]));
  return filesReadingKey(key, templates, configuration).map((path) => {
    const template = templates.get(path) ?? '';
    const text = renderTemplate({ name: path, template, configuration });
    const lines = new Set<number>();
    for (const probe of [without, other]) {
      const tried = tryRender(path, template, probe);
      for (const line of tried === undefined ? [] : differingLines(text, tried)) lines.add(line);
    }
    return { path, text, lines: [...lines].sort((a, b) => a - b) };
  });
}

function dependentKeys(key: string, configuration: EffectiveConfiguration): readonly string[] {
  return configuration.entries().flatMap(([name, value]) => {
    if (value.kind === 'absent') return [];
    const isInferred = value.origin.kind === 'inferred' && value.origin.from === key;
    return isInferred || value.references.some((reference) => reference.key === key) ? [name] : [];
  });
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
