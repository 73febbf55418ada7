import type { JavaCommand, JavaOption, ScriptProblem } from './java-command.ts';
import { lineEndOf } from './line-end.ts';
import { lineOf } from './line-of.ts';
import { PropertiesDocument } from './properties-document.ts';
import type { PropertyEntry } from './property-entries.ts';

interface Numbered {
  readonly number: number;
  readonly entry: PropertyEntry;
}

/**
 * Reads the java command of `bin/yajsw/wrapper.conf`, which starts the server as a service: a numbered list of options.
 * @throws {DocumentError} when the text is no properties file.
 */
export function readWrapperConf(text: string): JavaCommand {
  const { entries } = PropertiesDocument.parse(text);
  const numbered = entries
    .flatMap((entry): readonly Numbered[] => {
      const number = /^wrapper\.java\.additional\.(\d{1,9})$/.exec(entry.key)?.[1];
      return number === undefined ? [] : [{ number: Number(number), entry }];
    })
    .sort((one, other) => one.number - other.number);
  const last = numbered.at(-1);
  return {
    options: numbered.map(({ entry }) => ({ text: entry.value, start: entry.valueStart, end: entry.end })),
    problems: problemsOf(text, numbered),
    insertion(option) {
      const end = last?.entry.end ?? text.length;
      const lineEnd = lineEndOf(text);
      const line = `wrapper.java.additional.${(last?.number ?? 0) + 1} = ${option}`;
      if (last !== undefined) return { start: end, end, text: `${lineEnd}${line}` };
      return { start: end, end, text: /(?:^|[\r\n])$/.test(text) ? `${line}${lineEnd}` : `${lineEnd}${line}` };
    },
    removal({ start, end }: JavaOption) {
      const line = numbered.find(({ entry }) => entry.valueStart === start)?.entry.start ?? start;
      const lineEnd = /^(?:\r\n|\r|\n)?/.exec(text.slice(end))?.[0].length ?? 0;
      return { start: line, end: end + lineEnd, text: '' };
    },
  };
}

function problemsOf(text: string, numbered: readonly Numbered[]): readonly ScriptProblem[] {
  const second = numbered.find(({ number }, index) => number === numbered[index - 1]?.number);
  return second === undefined
    ? []
    : [{ line: lineOf(text, second.entry.start), problem: 'this number is used a second time' }];
}
