import type { Argv } from 'yargs';
import { releaseVersions } from '../carbon/releases.ts';
import { profiles } from '../kit/context.ts';

/** Options of every command that looks at an installation. */
export function homeOptions(argv: Argv) {
  return argv
    .option('home', {
      type: 'string',
      requiresArg: true,
      describe: 'The installation; else CARBON_HOME, IS_HOME, or the working directory',
    })
    .option('assume-version', {
      choices: releaseVersions,
      requiresArg: true,
      describe: 'The release, where the installation does not tell or harden does not know it',
    })
    .option('quiet', { type: 'boolean', alias: 'q', default: false, describe: 'Only what matters' })
    .option('verbose', { type: 'boolean', alias: 'v', default: false, describe: 'Also what passed' });
}

/** Options of every command that plans. */
export function planOptions(argv: Argv) {
  return homeOptions(argv)
    .option('only', { ...idList, describe: 'Only these transforms, disruptive ones too (repeatable, comma lists)' })
    .option('skip', { ...idList, describe: 'Not these transforms' })
    .option('answers', { type: 'string', requiresArg: true, describe: 'A TOML file of answers, choices and waivers' })
    .option('profile', { choices: profiles, requiresArg: true, describe: 'How much to ask for; default recommended' })
    .option('format', { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'What to print' });
}

export function backupOption<T>(argv: Argv<T>) {
  return argv.option('backup-dir', {
    type: 'string',
    requiresArg: true,
    describe: 'Where backup sets lie; else HARDEN_BACKUP_DIR, or a folder of the machine or user',
  });
}

const idList = {
  type: 'string',
  array: true,
  default: [] as string[],
  requiresArg: true,
  coerce: (given: readonly string[]) => given.flatMap((ids) => ids.split(',')).filter((id) => id !== ''),
} as const;

export type HomeArguments = Awaited<ReturnType<typeof homeOptions>['argv']>;
export type PlanArguments = Awaited<ReturnType<typeof planOptions>['argv']>;
export interface BackupArguments {
  readonly 'backup-dir': string | undefined;
}
