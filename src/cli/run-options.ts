import type { Argv } from 'yargs';
import { releaseVersions } from '../carbon/releases.ts';
import { profiles } from '../engine/profile.ts';
import { formats } from './report-formats.ts';

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
    .option('verbose', {
      type: 'boolean',
      alias: 'v',
      default: false,
      describe: 'Also why, what passed, and how long each step took',
    });
}

/** Options of every command that plans. */
export function planOptions(argv: Argv) {
  return homeOptions(argv)
    .option('only', { ...idList, describe: 'Only these transforms, disruptive ones too (repeatable, comma lists)' })
    .option('skip', { ...idList, describe: 'Not these transforms' })
    .option('answers', { type: 'string', requiresArg: true, describe: 'A TOML file of answers, choices and waivers' })
    .option('profile', { choices: profiles, requiresArg: true, describe: 'How much to ask for; default recommended' })
    .option('format', { choices: formats, default: 'text' as const, describe: 'What to print' });
}

/** Options of every command that reports what it found or did. */
export function reportOptions<T>(argv: Argv<T>) {
  return argv
    .option('report', {
      type: 'string',
      array: true,
      default: [] as string[],
      requiresArg: true,
      describe: 'Also a new file, FORMAT:FILE, such as html:report.html (repeatable)',
    })
    .option('sign', {
      type: 'string',
      requiresArg: true,
      describe: 'A PEM file with the private key that signs each report, into FILE.sig',
    });
}

export function backupOption<T>(argv: Argv<T>) {
  return argv.option('backup-dir', {
    type: 'string',
    requiresArg: true,
    describe: 'Where backup sets lie; else HARDEN_BACKUP_DIR, or a folder of the machine or user',
  });
}

/** Options of every command that brings secrets of the pages in step. */
export function endpointDirOption<T>(argv: Argv<T>) {
  return argv.option('endpoint-dir', {
    type: 'string',
    array: true,
    default: [] as string[],
    requiresArg: true,
    describe: 'Also a folder of login or recovery pages that are hosted elsewhere (repeatable)',
  });
}

/** A list of ids that may be repeated, and be written with commas. */
export const idList = {
  type: 'string',
  array: true,
  default: [] as string[],
  requiresArg: true,
  coerce: (given: readonly string[]) => given.flatMap((ids) => ids.split(',')).filter((id) => id !== ''),
} as const;

export type HomeArguments = Awaited<ReturnType<typeof homeOptions>['argv']>;
export type PlanArguments = Awaited<ReturnType<typeof planOptions>['argv']>;
export interface ReportArguments {
  readonly home: string | undefined;
  readonly 'endpoint-dir': readonly string[];
  readonly report: readonly string[];
  readonly sign: string | undefined;
}
export interface EndpointArguments {
  readonly 'endpoint-dir': readonly string[];
}
export interface BackupArguments {
  readonly 'backup-dir': string | undefined;
}
