import { nearest } from '../engine/nearest.ts';
import { wrap } from '../report/wrap.ts';
import { commands } from './commands.ts';
import { wrongUsage } from './wrong-usage.ts';

/**
 * What `harden` says for words that name no command: the help of all commands, or of those that share their first word.
 * @throws {HardenError} usage, where no help is asked for.
 */
export function overview([first, ...rest]: readonly string[], width: number): string {
  const members = commands.filter(({ name }) => name.startsWith(`${first} `));
  const [wish, known, title] =
    members.length > 0
      ? ([rest[0], members, `harden ${first} <command>`] as const)
      : ([first, commands, 'harden <command>\n\nHardens WSO2 Identity Server installations, 5.9.0 to 7.3.0.'] as const);
  if (wish !== undefined && ['--help', '-h', 'help'].includes(wish)) return helpOf(known, title, width);
  if (wish === undefined || wish.startsWith('-')) throw wrongUsage('No command is given.');
  const names = known.map(({ name }) => (known === members ? name.slice(`${first} `.length) : name));
  const close = nearest(wish, [...names, ...names.map((name) => name.split(' ')[0] ?? name)]);
  throw wrongUsage(`There is no command ${wish}.${close === undefined ? '' : ` Did you mean ${close}?`}`);
}

function helpOf(listed: typeof commands, title: string, width: number): string {
  const rows = [
    ...listed.map(({ name, positional, summary }) => [`harden ${name} ${positional}`.trim(), summary] as const),
    ['--version', 'Show the version'],
    ['--help', 'Show help, also of a command'],
  ] as const;
  const column = Math.max(...rows.map(([left]) => left.length)) + 4;
  const lines = rows.map(([left, right]) => {
    const rest = ' '.repeat(column);
    return wrap(right, width, { first: `  ${left}`.padEnd(column), rest });
  });
  return [
    title,
    '',
    ...lines,
    '',
    wrap('Start with `harden audit`, then `harden apply --dry-run`.', width, { first: '', rest: '' }),
    wrap('docs/exit-status.md lists the exit statuses.', width, { first: '', rest: '' }),
  ].join('\n');
}
