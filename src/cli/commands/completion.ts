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
  const options = await Promise.all(commands.map(async (command) => [command.name, await optionsOf(command)] as const));
  process.stdout.write(args.shell === 'bash' ? bashScript(options) : zshScript(options));
  return exitStatus.ok;
}

type Words = readonly (readonly [command: string, options: readonly string[]])[];

async function optionsOf({ load, positional }: (typeof commands)[number]): Promise<readonly string[]> {
  const parser = (await load()).options(yargs([])) as unknown as {
    getOptions(): { readonly key: Readonly<Record<string, unknown>> };
  };
  const isOption = (name: string): boolean => name !== 'version' && positional.replaceAll(/[<>[\]]/g, '') !== name;
  const names = Object.keys(parser.getOptions().key).filter(isOption);
  return [...new Set(names)].map((name) => `--${name}`);
}

const ids = registry.map(({ id }) => id).join(' ');

function bashScript(words: Words): string {
  const names = [...new Set(words.map(([name]) => name.split(' ')[0]))].join(' ');
  const seconds = [...new Set(words.map(([name]) => name.split(' ')).filter(([, second]) => second !== undefined))].map(
    ([first, second]) => [first, second] as const,
  );
  const groups = [...new Set(seconds.map(([first]) => first))].map((group) => {
    const members = seconds.filter(([first]) => first === group).map(([, second]) => second);
    return `    ${group}) words='${members.join(' ')}' ;;`;
  });
  const cases = words.map(([name, options]) => `    '${name}'*) words='${options.join(' ')}' ;;`);
  return `${[
    '# For bash: source <(harden completion bash)',
    '_harden() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=',
    '  local line="${COMP_WORDS[*]:1}"',
    '  COMPREPLY=()',
    '  case "$line" in',
    ...cases.toSorted().toReversed(),
    '  esac',
    '  case "$before" in',
    `    --only|--skip|explain) words='${ids}' ;;`,
    '    --home|--answers|--out|--backup-dir|--secrets-out) COMPREPLY=($(compgen -f -- "$word")); return ;;',
    `    completion) words='bash zsh' ;;`,
    ...groups,
    '  esac',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words='${names}'; fi`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -F _harden harden',
  ].join('\n')}\n`;
}

/** zsh understands the completions of bash once it is told to. */
function zshScript(words: Words): string {
  return `#compdef harden\n# For zsh: source <(harden completion zsh)\nautoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(words)}`;
}
