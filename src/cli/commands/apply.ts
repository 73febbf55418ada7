import type { Argv } from 'yargs';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { later } from '../../later.ts';
import { choicesOfPlan, type PlanFileArguments, readPlanFile, requireApproved } from '../approved-plan.ts';
import { dryRun } from '../dry-run.ts';
import { openInstallation } from '../open-installation.ts';
import { openRun } from '../open-run.ts';
import { readAnswerFile } from '../read-answer-file.ts';
import { readSecrets } from '../read-secrets.ts';
import { type ReportFiles, withReportFiles } from '../report-files.ts';
import { backupOption, endpointDirOption, planOptions, reportOptions } from '../run-options.ts';
import { makeSecretsFile } from '../secrets-file.ts';

const applyPlanModule = later(() => import('../apply-plan.ts'));

export function options(argv: Argv) {
  return reportOptions(runOptions(argv))
    .option('plan', {
      type: 'string',
      requiresArg: true,
      describe: 'Apply exactly what this file of `harden plan` holds, or nothing',
    })
    .option('plan-digest', {
      type: 'string',
      requiresArg: true,
      describe: 'The digest of the plan file that was reviewed',
    });
}

function runOptions(argv: Argv) {
  return backupOption(endpointDirOption(planOptions(argv)))
    .option('dry-run', { type: 'boolean', default: false, describe: 'Show what would change, and write nothing' })
    .option('effective', {
      type: 'boolean',
      default: false,
      describe: 'Show in a dry run also how the files change that the next start generates',
    })
    .option('out', {
      type: 'string',
      requiresArg: true,
      describe: 'A new folder for the changed files; the installation stays as it is',
    })
    .option('phase', {
      choices: ['image', 'first-start'] as const,
      requiresArg: true,
      describe: 'image: only what makes no secret and no key; first-start: the rest, on each instance',
    })
    .option('yes', { type: 'boolean', alias: 'y', default: false, describe: 'Consent to what the plan shows' })
    .option('secrets-out', {
      type: 'string',
      requiresArg: true,
      describe: 'A new file for the secrets that are made and that you have to know',
    })
    .option('start-check', {
      type: 'boolean',
      default: false,
      describe: 'First start the result in a copy, and change nothing unless it answers HTTPS',
    })
    .option('start-timeout', {
      type: 'number',
      default: 300,
      requiresArg: true,
      describe: 'How many seconds the copy has to answer in',
    })
    .option('exit-code', {
      type: 'boolean',
      default: false,
      describe: 'End a dry run with status 2 when changes are pending',
    });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;
export type ApplyArguments = Awaited<ReturnType<typeof runOptions>['argv']> & { readonly reports?: ReportFiles };

export async function run(args: Arguments): Promise<ExitStatus> {
  return withReportFiles(args, (reports) => applyOrShow({ ...args, reports }));
}

async function applyOrShow(given: ApplyArguments & PlanFileArguments): Promise<ExitStatus> {
  if (given.out !== undefined && given['endpoint-dir'].length > 0) {
    throw new HardenError(
      exitStatus.usage,
      '--out takes the changed files of the installation, and --endpoint-dir names others.',
      'Leave one of them out.',
    );
  }
  requireStartOptions(given);
  const approved = readPlanFile(given);
  const args = choicesOfPlan(given, approved);
  const answers = readAnswerFile(args.answers);
  const secretsOut = args['secrets-out'] === undefined ? 'none' : 'named';
  if (args['dry-run']) {
    const depth = args.effective ? 'rendered' : 'judged';
    const files = await openInstallation(args, 'read');
    const run = await openRun(args, files, answers, secretsOut, depth);
    if (approved !== undefined) requireApproved(approved, run, files, answers, args);
    return dryRun(run, args);
  }
  const secrets = await readSecrets(answers);
  const secretsFile = makeSecretsFile(args, secrets);
  try {
    const { applyPlan } = await applyPlanModule();
    return await applyPlan(args, { answers, given: secrets, secretsFile, secretsOut, approved });
  } finally {
    secretsFile?.close();
  }
}

function requireStartOptions(args: ApplyArguments): void {
  if (args.out !== undefined && args['start-check']) {
    throw new HardenError(
      exitStatus.usage,
      '--start-check starts what would be applied, and --out applies nothing.',
      'Leave one of them out.',
    );
  }
  if (Number.isSafeInteger(args['start-timeout']) && args['start-timeout'] > 0) return;
  throw new HardenError(exitStatus.usage, '--start-timeout takes a number of seconds.', 'Write 300, say.');
}
