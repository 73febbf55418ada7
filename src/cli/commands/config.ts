import type { Argv } from 'yargs';
import { originsOf } from '../../engine/origins-of.ts';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { escapeOutput } from '../../report/escape-output.ts';
import { readAnswerFile } from '../read-answer-file.ts';
import { registry } from '../registry.ts';
import { backupOption, planOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return backupOption(planOptions(argv));
}

/** Shows places of secrets and no secret: the answer file holds none. */
export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const { home, profile, only, skip } = args;
  const settings = originsOf({
    transforms: registry,
    answers: readAnswerFile(args.answers),
    commandLine: { home, profile, only, skip, backupDir: args['backup-dir'] },
    environment: process.env,
    now: new Date(),
  });
  if (args.format === 'json') {
    process.stdout.write(`${JSON.stringify({ version: 1, settings }, null, 2)}\n`);
    return exitStatus.ok;
  }
  const shown = args.verbose
    ? settings
    : settings.filter(({ name, origin }) => origin !== 'default' || !name.includes('.'));
  const width = Math.max(...shown.map(({ name }) => name.length));
  for (const { name, value, origin } of shown) {
    console.log(escapeOutput(`${name.padEnd(width)}  ${JSON.stringify(value) ?? 'unanswered'}  (${origin})`));
  }
  if (shown.length < settings.length && !args.quiet) {
    console.error(`${settings.length - shown.length} more have their defaults; --verbose shows them.`);
  }
  return exitStatus.ok;
}
