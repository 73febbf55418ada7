import type { EffectiveConfiguration } from '../carbon/effective/effective-value.ts';
import { type JavaValue, javaText } from '../carbon/effective/java-value.ts';
import { tryRender } from '../carbon/jinja/try-render.ts';
import type { KeyReach } from '../carbon/key-reach.ts';
import { culpritsAmong } from './culprits.ts';

/** Finds the key of deployment.toml that turns a line of a generated file into another one. */
export type KeyOfLine = (own: EditedLine, instead: readonly string[]) => string | undefined;

interface EditedLine {
  readonly text: string;
  /** One-based; of lines that are alike the nearest is meant. */
  readonly line: number;
}

interface Place {
  readonly key: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** Each trial renders the file. */
const trialsAtMost = 60;

/** Proves each key by rendering: texts and numbers all at once, with marks in their place, truth values by turning them. */
export function keysOfLines(
  path: string,
  template: string,
  configuration: EffectiveConfiguration,
  reach: KeyReach,
): KeyOfLine {
  const { data } = configuration;
  const render = (changed: ReadonlyMap<string, JavaValue>): readonly string[] => {
    const rendered = tryRender({ name: path, template, configuration: { data: new Map([...data, ...changed]) } });
    return 'text' in rendered ? rendered.text.split('\n') : [];
  };
  const keys = [...data.keys()].filter((key) => reach.filesOf(key).includes(path));
  const marked = keys.filter((key) => /^(?:string|number|bigint)$/.test(typeof data.get(key)));
  const truths = keys.filter((key) => typeof data.get(key) === 'boolean');
  const places = placesOf(
    render(new Map(marked.map((key, index) => [key, mark(index)]))),
    marked.map((key) => ({ key, text: javaText(data.get(key) ?? null) })),
  );
  let left = trialsAtMost;
  return ({ text: own, line }, instead) => {
    const [place] = instead
      .flatMap((each) => places.get(each) ?? [])
      .filter(
        ({ before, after }) =>
          own.length >= before.length + after.length && own.startsWith(before) && own.endsWith(after),
      )
      .sort((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line));
    if (place !== undefined) return place.key;
    if (!/true|false/.test(own)) return undefined;
    const now = count(own, render(new Map()));
    const [found] = culpritsAmong(truths, (items) => {
      if (left-- <= 0) return 'untold';
      const turned = render(new Map(items.map((key) => [key, data.get(key) !== true])));
      return count(own, turned) > now ? { fault: own } : 'none';
    });
    return found?.count === 1 ? found.first : undefined;
  };
}

/** A mark is no text of a file, and holds nothing that a template or XML could take for its own. */
function mark(index: number): string {
  return `\u27e6${index}\u27e7`;
}

/** The lines with the values in the place of the marks, and the keys that have a mark in each. */
function placesOf(
  lines: readonly string[],
  values: readonly { readonly key: string; readonly text: string }[],
): ReadonlyMap<string, readonly Place[]> {
  const fill = (text: string) =>
    text.replace(/\u27e6(\d+)\u27e7/g, (_, index: string) => values[Number(index)]?.text ?? '');
  const places = new Map<string, Place[]>();
  for (const [index, line] of lines.entries()) {
    const found = [...line.matchAll(/\u27e6(\d+)\u27e7/g)].map(
      (match): Place => ({
        key: values[Number(match[1])]?.key ?? '',
        line: index + 1,
        before: fill(line.slice(0, match.index)),
        after: fill(line.slice(match.index + match[0].length)),
      }),
    );
    if (found.length === 0) continue;
    const alike = places.get(fill(line));
    if (alike === undefined) places.set(fill(line), found);
    else alike.push(...found);
  }
  return places;
}

function count(line: string, lines: readonly string[]): number {
  return lines.filter((each) => each === line).length;
}
