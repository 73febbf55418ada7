import { DocumentError } from './document-error.ts';
import { type JavaCommand, type JavaOption, mainClass, type ScriptProblem } from './java-command.ts';
import { lineOf } from './line-of.ts';
import type { TextEdit } from './text-edit.ts';

interface Assignment {
  readonly words: readonly JavaOption[];
  /** Where the value ends, before blanks and the quote around the assignment. */
  readonly end: number;
}

const variable = '%CMD_LINE_ARGS%';

/**
 * Reads the java command of `bin/wso2server.bat` and the lines that set its arguments.
 * @throws {DocumentError} when there is no such command or no such line.
 */
export function readBatchCommand(text: string): JavaCommand {
  const command = /^(?![ \t]*(?:rem\b|::)).*%CMD_LINE_ARGS%.*[ \t]org\.wso2\.carbon\.bootstrap\.Bootstrap\b/im.exec(
    text,
  );
  if (command === null) throw new DocumentError('there is no java command that starts the server', 1);
  const assignments = [...text.matchAll(/^([ \t]*@?set[ \t]+("?)CMD_LINE_ARGS=)(.*)$/gim)].map(
    ({ index, 1: head = '', 2: quote = '', 3: rest = '' }): Assignment => {
      const value = quote === '' ? rest.trimEnd() : rest.slice(0, Math.max(0, rest.lastIndexOf('"')));
      const start = index + head.length;
      return { words: wordsOf(value, start), end: start + value.length };
    },
  );
  const last = assignments.at(-1);
  if (last === undefined)
    throw new DocumentError('nothing sets the arguments of the java command', lineOf(text, command.index));
  const own = wordsOf(command[0], command.index);
  const main = own.findIndex((word) => word.text.toLowerCase() === mainClass.toLowerCase());
  const given = assignments.reduce<readonly JavaOption[]>((before, { words }) => expand(words, before), []);
  return {
    options: expand(own.slice(1, main), given),
    problems: problemsOf(text),
    insertion: (option) => ({ start: last.end, end: last.end, text: ` ${option}` }),
    removal: (option) => removalOf(text, option),
  };
}

function expand(words: readonly JavaOption[], value: readonly JavaOption[]): readonly JavaOption[] {
  return words.flatMap((word) => (word.text.toUpperCase() === variable ? value : [word]));
}

function wordsOf(value: string, start: number): readonly JavaOption[] {
  return [...value.matchAll(/(?:[^\s"]|"[^"]*(?:"|$))+/g)].map(({ 0: word, index }) => ({
    text: word.replaceAll('"', ''),
    start: start + index,
    end: start + index + word.length,
  }));
}

/** What makes the arguments depend on more than the lines that are read here. */
function problemsOf(text: string): readonly ScriptProblem[] {
  return [...text.matchAll(/^(.*)\bset[ \t]+"?CMD_LINE_ARGS=.*$/gim)].flatMap(({ 0: line, 1: before = '', index }) => {
    const prefix = before.trim().toLowerCase();
    if (/^@?(?:rem\b|::|echo\b)/.test(prefix)) return [];
    const problem =
      (prefix !== '' && prefix !== '@') || isInBlock(text.slice(0, index))
        ? 'this line sets the arguments of java only under a condition'
        : line.endsWith('^') || line.split('"').length % 2 === 0
          ? 'the arguments of java go on behind this line, or a quote is open'
          : undefined;
    return problem === undefined ? [] : [{ line: lineOf(text, index), problem }];
  });
}

function isInBlock(before: string): boolean {
  return (before.match(/\([ \t]*$/gm)?.length ?? 0) > (before.match(/^[ \t]*\)/gm)?.length ?? 0);
}

function removalOf(text: string, { start, end }: JavaOption): TextEdit {
  const behind = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  if (behind > 0) return { start, end: end + behind, text: '' };
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - before, end, text: '' };
}
