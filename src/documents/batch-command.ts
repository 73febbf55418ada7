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
const maximumAssignments = 64;

/**
 * Reads the java command of `bin/wso2server.bat` and the lines that set its arguments.
 * @throws {DocumentError} when there is no such command or no such line.
 */
export function readBatchCommand(text: string): JavaCommand {
  const command = linesWith(text, mainClass).find(
    ({ line }) => !/^\s*(?:rem\b|::)/i.test(line) && line.toUpperCase().includes(variable),
  );
  if (command === undefined) throw new DocumentError('there is no java command that starts the server', 1);
  const assignments = [...text.matchAll(/^([ \t]*@?set[ \t]+("?)CMD_LINE_ARGS=)(.*)$/gim)].map(
    ({ index, 1: head = '', 2: quote = '', 3: rest = '' }): Assignment => {
      const value = quote === '' ? rest.trimEnd() : rest.slice(0, Math.max(0, rest.lastIndexOf('"')));
      const start = index + head.length;
      return { words: wordsOf(value, start), end: start + value.length };
    },
  );
  const last = assignments.at(-1);
  if (last === undefined || assignments.length > maximumAssignments) {
    throw new DocumentError(
      'no line sets the arguments of the java command, or too many do',
      lineOf(text, command.index),
    );
  }
  const own = wordsOf(command.line, command.index);
  const main = own.findIndex(({ text: word }) => word === mainClass);
  const given = assignments.reduce<readonly JavaOption[]>((before, { words }) => expand(words, before), []);
  return {
    options: expand(own.slice(1, main), given),
    problems: problemsOf(text),
    insertion: (option) => ({ start: last.end, end: last.end, text: ` ${option}` }),
    removal: (option) => removalOf(text, option),
  };
}

/** The lines that hold a text, in order. */
function linesWith(text: string, part: string): readonly { readonly line: string; readonly index: number }[] {
  const lines: { line: string; index: number }[] = [];
  let end = 0;
  for (let found = text.indexOf(part); found !== -1; found = text.indexOf(part, end)) {
    let index = found;
    while (index > end && !isLineEnd(text, index - 1)) index--;
    end = found;
    while (end < text.length && !isLineEnd(text, end)) end++;
    lines.push({ line: text.slice(index, end), index });
  }
  return lines;
}

function isLineEnd(text: string, index: number): boolean {
  return '\r\n\u2028\u2029'.includes(text.charAt(index));
}

function expand(words: readonly JavaOption[], value: readonly JavaOption[]): readonly JavaOption[] {
  // Lines that repeat the variable more than once would double the words again and again.
  const first = words.findIndex(({ text }) => text.toUpperCase() === variable);
  return first === -1 ? words : words.toSpliced(first, 1, ...value);
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
  const problems: ScriptProblem[] = [];
  let depth = 0;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (/^[ \t]*\)/.test(line)) depth = Math.max(0, depth - 1);
    const problem = problemOf(line, depth);
    if (problem !== undefined) problems.push({ line: index + 1, problem });
    if (/\([ \t]*$/.test(line)) depth++;
  }
  return problems;
}

function problemOf(line: string, depth: number): string | undefined {
  const before = /^(.*)\bset[ \t]+"?CMD_LINE_ARGS=/i.exec(line)?.[1]?.trim();
  if (before === undefined || /^@?(?:rem\b|::|echo\b)/i.test(before)) return undefined;
  if (depth > 0 || (before !== '' && before !== '@'))
    return 'this line sets the arguments of java only under a condition';
  const isOpen = line.endsWith('^') || line.split('"').length % 2 === 0;
  return isOpen ? 'the arguments of java go on behind this line, or a quote is open' : undefined;
}

function removalOf(text: string, { start, end }: JavaOption): TextEdit {
  const behind = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  if (behind > 0) return { start, end: end + behind, text: '' };
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - before, end, text: '' };
}
