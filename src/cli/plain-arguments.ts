import type { Argv } from 'yargs';
import type { CommandModule } from './command-modules.ts';

/** Arguments by the names of options and positional words, as the commands declare them to yargs. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * Reads the command lines that scripts write: known options in full, each with its value, and positional words. Loading and
 * asking yargs takes longer than all else of a start, so it is left for help, for what is wrong, and for any rarer way of
 * writing.
 * @returns `undefined` for a command line that is yargs' to read.
 */
export function plainArguments(words: readonly string[], declare: CommandModule['options']): Arguments | undefined {
  const { options, positionals } = declared(declare);
  const given = new Map<string, unknown[]>();
  const free: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) {
      free.push(word);
      continue;
    }
    const [, dashes = '', name = '', joined] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const found = [...options].find(([full, { alias }]) => name === (dashes === '--' ? full : alias));
    if (found === undefined) return undefined;
    const [option, declaration] = found;
    const isArray = declaration.array === true;
    if (given.has(option) && !isArray) return undefined;
    const isSwitch = declaration.type === 'boolean';
    if (isSwitch && (joined !== undefined || isTruth(words[index + 1]))) return undefined;
    const text = isSwitch || joined !== undefined ? joined : words[++index];
    const value = isSwitch ? true : textValue(text, declaration);
    // An array of yargs takes all words up to the next option.
    if (value === undefined || (isArray && words[index + 1]?.startsWith('-') === false)) return undefined;
    given.set(option, [...(given.get(option) ?? []), value]);
  }
  const places = [...positionals];
  for (const [index, text] of free.entries()) {
    const [name, declaration] = places[index] ?? [];
    const value = declaration && textValue(text, declaration);
    if (name === undefined || value === undefined) return undefined;
    given.set(name, [value]);
  }
  const all = new Map([...options, ...positionals]);
  const isMissing = [...all].some(([name, { demandOption }]) => demandOption === true && !given.has(name));
  return isMissing ? undefined : argumentsOf(all, given);
}

/** What the commands say of an option or a positional word. */
interface Declaration {
  readonly type?: string;
  readonly choices?: readonly string[];
  readonly array?: boolean;
  readonly alias?: string;
  readonly default?: unknown;
  readonly demandOption?: boolean;
  readonly coerce?: (given: unknown) => unknown;
}

type Declarations = ReadonlyMap<string, Declaration>;

function declared(declare: CommandModule['options']): {
  readonly options: Declarations;
  readonly positionals: Declarations;
} {
  const options = new Map<string, Declaration>();
  const positionals = new Map<string, Declaration>();
  const recorder = {
    option(name: string, declaration: Declaration) {
      options.set(name, declaration);
      return recorder;
    },
    positional(name: string, declaration: Declaration) {
      positionals.set(name, declaration);
      return recorder;
    },
  };
  // The commands declare by these two alone.
  declare(recorder as unknown as Argv);
  return { options, positionals };
}

/** The value of a text as yargs reads it; `undefined` for one that it may read otherwise, or refuse. */
function textValue(text: string | undefined, { type, choices }: Declaration): string | number | undefined {
  if (text === undefined || /^(?:-|["']|$)/.test(text)) return undefined;
  if (choices !== undefined) return choices.includes(text) ? text : undefined;
  if (type === 'number') return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  return type === 'string' ? text : undefined;
}

function isTruth(word: string | undefined): boolean {
  return word === 'true' || word === 'false';
}

function argumentsOf(declarations: Declarations, given: ReadonlyMap<string, readonly unknown[]>): Arguments {
  const values = [...declarations].map(([name, { array, coerce, default: byDefault }]) => {
    const all = given.get(name);
    const value = all === undefined ? byDefault : array === true ? all : all[0];
    return [name, coerce === undefined || value === undefined ? value : coerce(value)];
  });
  return Object.fromEntries(values);
}
