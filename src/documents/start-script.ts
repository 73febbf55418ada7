import { readBatchCommand } from './batch-command.ts';
import { DocumentError } from './document-error.ts';
import type { JavaCommand, JavaOption, ScriptProblem } from './java-command.ts';
import { lineOf } from './line-of.ts';
import { readShellCommand } from './shell-command.ts';
import type { TextEdit } from './text-edit.ts';
import { readWrapperConf } from './wrapper-conf.ts';

/** The language of a script: `shell` is `wso2server.sh`, `batch` is `wso2server.bat`, `wrapper` is `wrapper.conf`. */
export type ScriptSyntax = 'shell' | 'batch' | 'wrapper';

/** `-Xms` is what the heap has at the start, `-Xmx` what it may grow to. */
export type HeapOption = '-Xms' | '-Xmx';

const readers = { shell: readShellCommand, batch: readBatchCommand, wrapper: readWrapperConf } as const;

/** A script that starts the server, as the options that it gives to java. Of several for one thing the last counts. */
export class StartScript {
  readonly text: string;
  readonly problems: readonly ScriptProblem[];
  readonly #command: JavaCommand;

  /** @throws {DocumentError} when it starts no server, or in a way that is not understood. */
  static parse(text: string, syntax: ScriptSyntax): StartScript {
    return new StartScript(text, readers[syntax](text));
  }

  private constructor(text: string, command: JavaCommand) {
    this.text = text;
    this.problems = command.problems;
    this.#command = command;
  }

  /** The value of `-Dname=value` as it is written, variables included; empty for `-Dname`. */
  getSystemProperty(name: string): string | undefined {
    const option = this.#properties(name).at(-1);
    return option?.text.slice(`-D${name}=`.length);
  }

  /** One-based. */
  lineOfSystemProperty(name: string): number | undefined {
    const option = this.#properties(name).at(-1);
    return option && lineOf(this.text, option.start);
  }

  /**
   * Sets a property where it is set, else behind all other options; no edit when it has the value.
   * @throws {DocumentError} when something keeps options from reaching java.
   * @throws {RangeError} when name or value needs quotes in one of the script languages: a defect of the caller.
   */
  setSystemProperty(name: string, value: string): readonly TextEdit[] {
    return this.getSystemProperty(name) === value
      ? []
      : this.#set(this.#properties(name), value === '' ? `-D${name}` : `-D${name}=${value}`);
  }

  /**
   * Removes a property wherever it is set, and lines that hold nothing else.
   * @throws {DocumentError} when something keeps options from reaching java.
   */
  removeSystemProperty(name: string): readonly TextEdit[] {
    const options = this.#properties(name);
    if (options.length > 0) this.#assertEditable();
    let position = 0;
    return options
      .map((option) => this.#command.removal(option))
      .sort((one, other) => one.start - other.start)
      .map((edit) => {
        // Two neighbours may both claim the blanks between them.
        const start = Math.max(edit.start, position);
        position = edit.end;
        return { ...edit, start };
      });
  }

  /** In bytes. */
  getHeap(option: HeapOption): number | undefined {
    const size = this.#heap(option).at(-1);
    return size && bytesOf(size.text.slice(option.length));
  }

  /** One-based. */
  lineOfHeap(option: HeapOption): number | undefined {
    const size = this.#heap(option).at(-1);
    return size && lineOf(this.text, size.start);
  }

  /**
   * Sets a size where it is set, else behind all other options; no edit when it has the value.
   * @throws {DocumentError} when something keeps options from reaching java.
   */
  setHeap(option: HeapOption, bytes: number): readonly TextEdit[] {
    return this.getHeap(option) === bytes ? [] : this.#set(this.#heap(option), `${option}${sizeOf(bytes)}`);
  }

  #properties(name: string): readonly JavaOption[] {
    const flag = `-D${name}`;
    const assignment = `${flag}=`;
    return this.#command.options.filter(({ text }) => text === flag || text.startsWith(assignment));
  }

  #heap(option: HeapOption): readonly JavaOption[] {
    return this.#command.options.filter(({ text }) => text.startsWith(option));
  }

  #set(present: readonly JavaOption[], option: string): readonly TextEdit[] {
    this.#assertEditable();
    if (!/^-[\w.:/@+=-]+$/.test(option)) throw new RangeError('an option must hold nothing that a script would read');
    const last = present.at(-1);
    if (last === undefined) return [this.#command.insertion(option)];
    const { start, end } = last;
    return [{ start, end, text: quoteAs(this.text.slice(start, end), option) }];
  }

  #assertEditable(): void {
    const [problem] = this.problems;
    if (problem !== undefined) throw new DocumentError(problem.problem, problem.line);
  }
}

/** Keeps quotes around the whole option, or around what stands behind the sign. */
function quoteAs(before: string, option: string): string {
  const quote = /(["'])$/.exec(before)?.[1] ?? '';
  if (quote !== '' && before.startsWith(quote)) return `${quote}${option}${quote}`;
  const sign = option.indexOf('=') + 1;
  const isQuotedBehind =
    quote !== '' && sign > 0 && before.slice(0, sign) === option.slice(0, sign) && before[sign] === quote;
  return isQuotedBehind ? `${option.slice(0, sign)}${quote}${option.slice(sign)}${quote}` : option;
}

const units = ['', 'k', 'm', 'g', 't'];

function bytesOf(size: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,15})([kmgt]?)$/i.exec(size) ?? [];
  return number === undefined ? undefined : Number(number) * 1024 ** units.indexOf(unit.toLowerCase());
}

/** In megabytes where that is exact, as the product writes sizes. */
function sizeOf(bytes: number): string {
  return bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2}m` : `${bytes}`;
}
