import { lineEndOf } from './line-end.ts';
import { lineOf } from './line-of.ts';
import { lineEndAt, type PropertyEntry, propertyEntries } from './property-entries.ts';
import { escapePropertyKey, escapePropertyValue } from './property-escape.ts';
import type { TextEdit } from './text-edit.ts';

const remembered = new Map<string, PropertiesDocument>();
const rememberedAtMost = 40;

/**
 * A `.properties` file, read as java.util.Properties does and edited without loss. The text is the file in Latin-1; what
 * is written is ASCII with `\u` escapes.
 */
export class PropertiesDocument {
  readonly text: string;
  /** All definitions in the order of the text; of several for one key the last one counts. */
  readonly entries: readonly PropertyEntry[];
  readonly #last: ReadonlyMap<string, PropertyEntry>;

  /**
   * Reads a text, or tells again what it read: a plan and its proof look at the same few files.
   * @throws {DocumentError} when Java refuses the text.
   */
  static parse(text: string): PropertiesDocument {
    const document = remembered.get(text) ?? new PropertiesDocument(text);
    if (remembered.size >= rememberedAtMost) remembered.clear();
    remembered.set(text, document);
    return document;
  }

  private constructor(text: string) {
    this.text = text;
    this.entries = propertyEntries(text);
    this.#last = new Map(this.entries.map((entry) => [entry.key, entry]));
  }

  get(key: string): string | undefined {
    return this.#last.get(key)?.value;
  }

  keys(): readonly string[] {
    return [...this.#last.keys()];
  }

  /** One-based line of the definition that counts. */
  lineOf(key: string): number | undefined {
    const entry = this.#last.get(key);
    return entry && lineOf(this.text, entry.start);
  }

  /** Changes the value of the definition that counts, or appends a definition; no edit when the value is there. */
  set(key: string, value: string): readonly TextEdit[] {
    const entry = this.#last.get(key);
    if (entry === undefined) return [this.#append(`${escapePropertyKey(key)}=${escapePropertyValue(value)}`)];
    if (entry.value === value) return [];
    const { separator, valueStart: start, end } = entry;
    const written = escapePropertyValue(value);
    if (separator === 'sign') return [{ start, end, text: written }];
    return [{ start, end, text: separator === 'none' ? `=${written}` : written.replace(/^[=:]/, '\\$&') }];
  }

  /** Removes all definitions of a key with their lines. */
  remove(key: string): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    for (const entry of this.entries.filter((candidate) => candidate.key === key)) {
      const previous = edits.at(-1);
      const joined = previous?.end === entry.start ? edits.pop() : undefined;
      edits.push({ start: joined?.start ?? entry.start, end: entry.end + lineEndAt(this.text, entry.end), text: '' });
    }
    const last = edits.at(-1);
    const isUnended = last?.end === this.text.length && !/[\r\n]$/.test(this.text);
    return isUnended ? edits.with(-1, { ...last, start: last.start - lineEndsBefore(this.text, last.start) }) : edits;
  }

  /** A new last line; the text ends with a line end as before, or without one as before. */
  #append(line: string): TextEdit {
    const { length } = this.text;
    const lineEnd = lineEndOf(this.text);
    const last = this.entries.at(-1);
    const isOpen = last !== undefined && endsOpen(this.text.slice(last.start));
    const closing = isOpen ? lineEnd : '';
    const isEnded = length === 0 || /[\r\n]$/.test(this.text);
    const text = isEnded ? `${closing}${line}${lineEnd}` : `${closing}${lineEnd}${line}`;
    return { start: length, end: length, text };
  }
}

/** Whether a last backslash would join the next line. */
function endsOpen(text: string): boolean {
  return /(?<!\\)(?:\\\\)*\\(?:\r\n|\r|\n)?$/.test(text);
}

function lineEndsBefore(text: string, offset: number): number {
  return /[\r\n]*$/.exec(text.slice(0, offset))?.[0].length ?? 0;
}
