import type { Argv } from 'yargs';
import { releaseOf } from '../../carbon/releases.ts';
import { noAnswers } from '../../engine/answer-file.ts';
import { choicesOf } from '../../engine/choices.ts';
import { makePlan } from '../../engine/make-plan.ts';
import { standardProfile } from '../../engine/profile.ts';
import type { RegisteredTransform } from '../../engine/registered-transform.ts';
import type { ExitStatus } from '../../harden-error.ts';
import { closeHome, type HomeFiles, openHome } from '../../io/home-files.ts';
import { severities } from '../../kit/finding.ts';
import { lintRules, releaseRules, targetRules } from '../../lint/rules.ts';
import { openInstallation } from '../open-installation.ts';
import { reportOf } from '../open-run.ts';
import { printReport } from '../print-report.ts';
import { readInstallation } from '../read-installation.ts';
import { homeOptions, idList } from '../run-options.ts';
import { exitOf } from './audit.ts';

export function options(argv: Argv) {
  return homeOptions(argv)
    .option('only', { ...idList, describe: 'Only these rules (repeatable, comma lists)' })
    .option('skip', { ...idList, describe: 'Not these rules' })
    .option('target', {
      type: 'string',
      requiresArg: true,
      describe: 'An installation to which this one is to be updated or moved, or at least its release, to compare with',
    })
    .option('format', { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'What to print' })
    .option('fail-on', {
      choices: severities,
      default: 'low' as const,
      requiresArg: true,
      describe: 'End with status 2 on a finding of this severity or a higher one',
    });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const time = new Date();
  const files = await openInstallation(args, 'read');
  const read = readInstallation(args, files);
  const rules = [...lintRules, ...comparisons(args, files)];
  const choices = choicesOf({ transforms: rules, only: args.only, skip: args.skip, answers: noAnswers, now: time });
  // A linter tells of what could be changed; `apply --only` changes it.
  const told = new Map([...choices].map(([id, choice]) => [id, choice === 'asked' ? 'default' : choice] as const));
  const plan = makePlan({ home: read.home, transforms: rules, choices: told, answers: noAnswers, now: time });
  const exit = exitOf(plan, args['fail-on']);
  const again = async () => plan;
  const run = {
    files,
    read,
    profile: standardProfile,
    transforms: rules,
    plan,
    gates: [],
    time,
    waivers: [],
    again,
  } as const;
  await printReport({ ...reportOf(run, 'lint'), exit }, args);
  return exit.status;
}

/** The rules that need a second installation, which is read with the same rights as the first. */
function comparisons(args: Arguments, { fs, account }: HomeFiles): readonly RegisteredTransform[] {
  if (args.target === undefined) return [];
  const release = releaseOf(args.target);
  if (release !== undefined) return releaseRules(release.version);
  const files = openHome(fs, args.target, account);
  try {
    return targetRules(readInstallation({ ...args, 'assume-version': undefined }, files).home);
  } catch (error) {
    closeHome(files);
    throw error;
  }
}
