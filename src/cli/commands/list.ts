import type { Argv } from 'yargs';
import { exitStatus } from '../../harden-error.ts';
import { registry } from '../registry.ts';

export function options(argv: Argv): Argv {
  return argv.option('format', {
    choices: ['text', 'json', 'ids'] as const,
    default: 'text',
    describe: 'How to print',
  });
}

export async function run(args: { readonly [name: string]: unknown }): Promise<typeof exitStatus.ok> {
  const rows = registry.map(({ id, transform: { meta } }) => ({
    id,
    title: meta.title,
    severity: meta.severity,
    risk: meta.risk,
  }));
  if (args['format'] === 'json') console.log(JSON.stringify(rows, null, 2));
  else if (args['format'] === 'ids') console.log(rows.map(({ id }) => id).join('\n'));
  else {
    const width = Math.max(...rows.map(({ id }) => id.length));
    for (const { id, title, severity } of rows) console.log(`${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`);
  }
  return exitStatus.ok;
}
