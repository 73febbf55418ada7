import type { Argv } from 'yargs';
import yargs from 'yargs';
import { exitStatus } from '../../harden-error.ts';
import { commands } from '../commands.ts';
import { registry } from '../registry.ts';

export function options(argv: Argv) {
  return argv.positional('shell', { choices: ['bash', 'zsh'] as const, demandOption: true, describe: 'The shell' });
}

/** Prints a script that knows all words by itself: completing a word starts no process. */
export async function run(args: { readonly shell: 'bash' | 'zsh' }): Promise<typeof exitStatus.ok> {
  const known = await Promise.all(commands.map(knownOf));
  process.stdout.write(args.shell === 'bash' ? bashScript(known) : zshScript(known));
  return exitStatus.ok;
}

/** What can follow a command. */
interface Known {
  readonly name: string;
  readonly options: readonly string[];
  /** The values of each option that takes one of a few. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** Options that take some other text, a path as a rule. */
  readonly texts: readonly string[];
}

async function knownOf({ name, load, positional }: (typeof commands)[number]): Promise<Known> {
  const parser = (await load()).options(yargs([])) as unknown as {
    getOptions(): {
      readonly key: Readonly<Record<string, unknown>>;
      readonly choices: Readonly<Record<string, readonly string[]>>;
      readonly string: readonly string[];
    };
  };
  const { key, choices, string } = parser.getOptions();
  const isOption = (option: string): boolean =>
    option !== 'version' && positional.replaceAll(/[<>[\]]/g, '') !== option;
  const options = [...new Set(Object.keys(key).filter(isOption))];
  const isText = (option: string): boolean => string.includes(option) && choices[option] === undefined;
  return { name, options, choices, texts: options.filter(isText) };
}

const ids = registry.map(({ id }) => id).join(' ');

function bashScript(known: readonly Known[]): string {
  const names = [...new Set(known.map(({ name }) => name.split(' ')[0]))].join(' ');
  const seconds = known.map(({ name }) => name.split(' ')).filter(([, second]) => second !== undefined);
  const groups = [...new Set(seconds.map(([first]) => first))].map((group) => {
    const members = seconds.filter(([first]) => first === group).map(([, second]) => second);
    return `    ${group}) words='${members.join(' ')}' ;;`;
  });
  // The longer name of two that begin alike has to be looked at first.
  const longestFirst = known.toSorted((a, b) => (a.name < b.name ? 1 : -1));
  const cases = longestFirst.map(
    ({ name, options }) => `    '${name}'*) words='${options.map((option) => `--${option}`).join(' ')}' ;;`,
  );
  const values = longestFirst.flatMap(({ name, choices }) =>
    Object.entries(choices).map(([option, few]) => `    '${name}'*'|--${option}') words='${few.join(' ')}' ;;`),
  );
  const texts = [...new Set(known.flatMap((each) => each.texts))].filter(
    (option) => !['only', 'skip'].includes(option),
  );
  return `${[
    '# For bash: source <(harden completion bash)',
    '_harden() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=',
    '  local line="${COMP_WORDS[*]:1}"',
    '  COMPREPLY=()',
    '  case "$line" in',
    ...cases,
    '  esac',
    '  case "$before" in',
    `    --only|--skip|explain) words='${ids}' ;;`,
    `    ${texts.map((option) => `--${option}`).join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;`,
    `    completion) words='bash zsh' ;;`,
    ...groups,
    '  esac',
    '  case "$line|$before" in',
    ...values,
    '  esac',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words='${names}'; fi`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -F _harden harden',
  ].join('\n')}\n`;
}

/** zsh understands the completions of bash once it is told to. */
function zshScript(known: readonly Known[]): string {
  return `#compdef harden\n# For zsh: source <(harden completion zsh)\nautoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(known)}`;
}
