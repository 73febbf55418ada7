import { DocumentError } from './document-error.ts';
import { type JavaCommand, type JavaOption, mainClass } from './java-command.ts';
import { lineEndOf } from './line-end.ts';
import { lineOf } from './line-of.ts';
import { lineStartOf } from './line-start.ts';
import { type ShellCommand, shellWords } from './shell-words.ts';
import type { TextEdit } from './text-edit.ts';

interface Command extends ShellCommand {
  readonly start: number;
}

const commandStart = /^[ \t]*(?:exec[ \t]+|nohup[ \t]+)?(?="?\$\{?JAVACMD\}?"?[ \t\\])/gm;

/**
 * Reads the java command of `bin/wso2server.sh`, whose lines are joined by backslashes.
 * @throws {DocumentError} when there is none, or more than one.
 */
export function readShellCommand(text: string): JavaCommand {
  const commands = commandsOf(text);
  const complete = commands.filter(({ words }) => words.some(isMainClass));
  const [command, second] = complete;
  if (second !== undefined) throw new DocumentError('there is more than one java command', lineOf(text, second.start));
  if (command === undefined) return cutCommand(text, commands.at(-1));
  const main = command.words.findIndex(isMainClass);
  const words = command.words.slice(1, main);
  const { start } = command.words[main] ?? command;
  return {
    options: words.flatMap((word) => (/^\$\{?JVM_MEM_OPTS\}?$/.test(word.text) ? memoryOptions(text) : [word])),
    problems: [],
    insertion: (option) => insertionBefore(text, start, option),
    removal: (option) => removalOf(text, option),
  };
}

function commandsOf(text: string): readonly Command[] {
  const commands: Command[] = [];
  commandStart.lastIndex = 0;
  for (let found = commandStart.exec(text); found !== null; found = commandStart.exec(text)) {
    const start = found.index + found[0].length;
    const command = { start, ...shellWords(text, start) };
    commands.push(command);
    commandStart.lastIndex = command.end;
  }
  return commands;
}

function isMainClass({ text }: JavaOption): boolean {
  return text === mainClass;
}

/** What is left when a comment or a missing backslash keeps the main class, and all options before it, from java. */
function cutCommand(text: string, command: Command | undefined): JavaCommand {
  const rest = text.slice(command?.end);
  const isStarted = (line: string): boolean => line.replace(/#.*/, '').includes(mainClass);
  if (command === undefined || !rest.includes(mainClass) || !rest.split(/[\r\n]/).some(isStarted)) {
    throw new DocumentError('there is no java command that starts the server', 1);
  }
  const character = text[command.end] ?? '\n';
  const cause = character === '#' ? 'a comment' : /\s/.test(character) ? 'the end of this line' : 'a sign of the shell';
  const problem = `${cause} cuts the java command: nothing behind it reaches java`;
  const refuse = () => {
    throw new DocumentError(problem, lineOf(text, command.end));
  };
  return {
    options: command.words.slice(1),
    problems: [{ line: lineOf(text, command.end), problem }],
    insertion: refuse,
    removal: refuse,
  };
}

/** What JVM_MEM_OPTS is set to where the environment does not set it; a line that does not repeat it starts anew. */
function memoryOptions(text: string): readonly JavaOption[] {
  let options: readonly JavaOption[] = [];
  for (const { index, 1: head = '', 2: value = '' } of text.matchAll(/^([ \t]*JVM_MEM_OPTS=)(.*)$/gm)) {
    const words = [...value.matchAll(/(?<=^|["'\s])-[^\s"']+/g)].map(({ 0: word, index: offset }): JavaOption => {
      const start = index + head.length + offset;
      return { text: word, start, end: start + word.length };
    });
    options = /\$\{?JVM_MEM_OPTS\b/.test(value) ? [...options, ...words] : words;
  }
  return options;
}

function insertionBefore(text: string, start: number, option: string): TextEdit {
  const lineStart = lineStartOf(text, start);
  if (lineStart === undefined) return { start, end: start, text: `${option} ` };
  const indent = text.slice(lineStart, start);
  return { start: lineStart, end: lineStart, text: `${indent}${option} \\${lineEndOf(text)}` };
}

/** Removes the whole line of an option that is alone on it, unless that would join its neighbours to one word. */
function removalOf(text: string, { start, end }: JavaOption): TextEdit {
  const lineStart = lineStartOf(text, start);
  const rest = /[ \t]*\\(?:\r\n|\r|\n)(?=[ \t])/y;
  rest.lastIndex = end;
  if (lineStart !== undefined && rest.test(text)) return { start: lineStart, end: rest.lastIndex, text: '' };
  const blanks = /[ \t]*/y;
  blanks.lastIndex = end;
  return { start, end: end + (blanks.exec(text)?.[0].length ?? 0), text: '' };
}
