import type { Argv } from 'yargs';
import { exitStatus } from '../../harden-error.ts';
import { commandWords, transformIds } from '../completion-words.ts';

export function options(argv: Argv) {
  return argv.positional('shell', { choices: ['bash', 'zsh'] as const, demandOption: true, describe: 'The shell' });
}

/** What can follow a command, words with blanks between. */
export interface CommandWords {
  readonly options: string;
  /** The values of each option that takes one of a few. */
  readonly choices: Readonly<Record<string, string>>;
  /** Options that take some other text, a path as a rule. */
  readonly texts: string;
}

/** Prints a script that knows all words by itself: completing a word starts no process. */
export async function run(args: { readonly shell: 'bash' | 'zsh' }): Promise<typeof exitStatus.ok> {
  process.stdout.write(args.shell === 'bash' ? bashScript() : zshScript());
  return exitStatus.ok;
}

function bashScript(): string {
  const names = Object.keys(commandWords);
  const firsts = [...new Set(names.map((name) => name.split(' ')[0]))].join(' ');
  const seconds = names.map((name) => name.split(' ')).filter(([, second]) => second !== undefined);
  const groups = [...new Set(seconds.map(([first]) => first))].map((group) => {
    const members = seconds.filter(([first]) => first === group).map(([, second]) => second);
    return `    ${group}) words='${members.join(' ')}' ;;`;
  });
  // The longer name of two that begin alike has to be looked at first.
  const longestFirst = Object.entries(commandWords).toSorted(([a], [b]) => (a < b ? 1 : -1));
  const cases = longestFirst.map(
    ([name, { options }]) => `    '${name}'*) words='${options.replaceAll(/\S+/g, '--$&')}' ;;`,
  );
  const values = longestFirst.flatMap(([name, { choices }]) =>
    Object.entries(choices).map(([option, few]) => `    '${name}'*'|--${option}') words='${few}' ;;`),
  );
  const texts = new Set(Object.values(commandWords).flatMap((words) => words.texts.split(' ')));
  texts.delete('');
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
    `    --only|--skip|explain) words='${transformIds}' ;;`,
    `    ${[...texts].map((option) => `--${option}`).join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;`,
    `    completion) words='bash zsh' ;;`,
    ...groups,
    '  esac',
    '  case "$line|$before" in',
    ...values,
    '  esac',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words='${firsts}'; fi`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -F _harden harden',
  ].join('\n')}\n`;
}

/** zsh understands the completions of bash once it is told to. */
function zshScript(): string {
  return `#compdef harden\n# For zsh: source <(harden completion zsh)\nautoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bashScript()}`;
}
