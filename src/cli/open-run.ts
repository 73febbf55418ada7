import type { AnswerFile } from '../engine/answer-file.ts';
import { choicesOf } from '../engine/choices.ts';
import { choicesWithoutSecrets } from '../engine/choices-without-secrets.ts';
import { confirmPlan } from '../engine/confirm-plan.ts';
import { gatesOf } from '../engine/gates.ts';
import { makePlan } from '../engine/make-plan.ts';
import { privacyNotes } from '../engine/new-secrets.ts';
import type { Plan } from '../engine/plan.ts';
import { type Profile, standardProfile, withProfile } from '../engine/profile.ts';
import type { RegisteredTransform } from '../engine/registered-transform.ts';
import type { Gate, RunReport } from '../engine/report-input.ts';
import type { StartCheck } from '../engine/start-check.ts';
import { type JudgedWaiver, judgeWaivers, waiverNotes } from '../engine/waiver-notes.ts';
import type { HomeFiles } from '../io/home-files.ts';
import type { ReadHome } from '../io/read-home.ts';
import { later } from '../later.ts';
import { diskGatesOf } from './home-store.ts';
import { lockNotes } from './lock-notes.ts';
import { endStep, step } from './progress.ts';
import { readInstallation } from './read-installation.ts';
import { registry } from './registry.ts';
import type { BackupArguments, PlanArguments } from './run-options.ts';
import { toolVersion } from './tool-version.ts';
import { transformsFor } from './transforms-for.ts';

const effectiveGateModule = later(() => import('../engine/effective-gate.ts'));
const startCheckModule = later(() => import('../engine/start-check.ts'));

/** One look at an installation, and what to do about it. */
export interface Run {
  readonly files: HomeFiles;
  readonly read: ReadHome;
  readonly profile: Profile;
  /** All that could have been asked for, not only what was. */
  readonly transforms: readonly RegisteredTransform[];
  readonly plan: Plan;
  readonly gates: readonly Gate[];
  readonly time: Date;
  readonly waivers: readonly JudgedWaiver[];
  /** Where it was asked for. */
  readonly startCheck?: StartCheck | undefined;
  /** Reads the disk and plans once more, with the same answers and choices. */
  again(): Promise<Plan>;
}

/** What only `apply` can be asked for. */
interface ApplyOptions {
  /** What part of the way from an image to an instance the run is. */
  readonly phase?: 'image' | 'first-start' | undefined;
  readonly 'start-check'?: boolean;
}

/**
 * @param depth `judged` looks at effective values; `rendered` also generates the files that the next start would, which
 * whoever is about to write waits for
 * @param secretsOut whether a place is named for secrets that the operator has to know; of no matter where nothing is written
 */
export async function openRun(
  args: PlanArguments & BackupArguments & ApplyOptions,
  files: HomeFiles,
  given: AnswerFile,
  secretsOut: 'named' | 'none',
  depth: 'judged' | 'rendered',
): Promise<Run> {
  const time = new Date();
  const profile = args.profile ?? given.profile ?? standardProfile;
  const answers = withProfile(given, profile);
  const transforms = await transformsFor(args.only);
  const choices = choicesOf({ transforms, only: args.only, skip: args.skip, answers, now: time });
  const planOnce = async (): Promise<{ readonly read: ReadHome; readonly plan: Plan }> => {
    step('Reading and judging the installation');
    const read = readInstallation(args, files);
    const request = { home: read.home, transforms, choices, answers, now: time };
    const image = args.phase === 'image' ? choicesWithoutSecrets(request) : undefined;
    const plan = makePlan({ ...request, choices: image?.choices ?? choices });
    confirmPlan(plan);
    if (image === undefined || image.later.length === 0) return { read, plan };
    const note = `Left to the first start of each instance, since it makes secrets or keys: ${image.later.join(', ')}.`;
    return { read: { ...read, notes: [...read.notes, note] }, plan };
  };
  const { read, plan } = await planOnce();
  const startCheck =
    args['start-check'] === true
      ? (await startCheckModule()).startCheckOf(read.home, plan, process.env, files.account.uid)
      : undefined;
  if (depth === 'rendered') step('Looking at what the next start will generate');
  const gates = [
    ...gatesOf({ ...read, plan, choices, given: secretAnswers(answers), secretsOut }),
    ...diskGatesOf(files, args, plan),
    ...(depth === 'rendered' ? (await effectiveGateModule()).effectiveGates(read.home, plan) : []),
    ...(startCheck?.gates ?? []),
  ];
  endStep();
  const waivers = judgeWaivers(answers.waivers, plan, time);
  const again = async (): Promise<Plan> => (await planOnce()).plan;
  return { files, read, profile, transforms, plan, gates, time, waivers, startCheck, again };
}

/** Names of the secrets that the operator gives, by which plans know them. */
function secretAnswers({ answers }: AnswerFile): ReadonlySet<string> {
  const names = registry.flatMap(({ id, transform }) =>
    Object.entries(transform.params)
      .filter(([name, { kind }]) => kind === 'secret' && answers.get(id)?.[name] !== undefined)
      .map(([name]) => `${id}.${name}`),
  );
  return new Set(names);
}

function startCheckNotes({ plan, startCheck }: Run): readonly string[] {
  const isDue = startCheck?.gates.length === 0 && plan.files.length > 0;
  return isDue ? [startCheck.says] : [];
}

/** What a report of this run says, but for how it ended. */
export function reportOf(run: Run, command: RunReport['command']): Omit<RunReport, 'exit'> {
  const { home, notes } = run.read;
  return {
    command,
    toolVersion,
    home: {
      root: home.root,
      shape: home.shape,
      release: home.release.version,
      startedBefore: home.startTraces.length > 0 ? 'yes' : 'no',
      serverRunning: home.server.kind === 'running' ? 'yes' : 'no',
      java: String(home.java.major),
      deploymentToml: home.deploymentToml,
      endpointDirs: home.endpointDirs,
    },
    profile: run.profile,
    time: reportTime(run.time),
    plan: run.plan,
    gates: run.gates,
    notes: [
      ...lockNotes(run.files),
      ...notes,
      ...(command === 'audit' ? [] : privacyNotes(run.plan)),
      ...waiverNotes(run.waivers, run.time),
      ...startCheckNotes(run),
    ],
    rules: new Map(run.transforms.map(({ id, transform }) => [id, transform.meta])),
    waivers: run.waivers,
    inputs: run.read.inputs(),
  };
}

/** Builds that are to be the same twice fix the time that reports carry; what expires is judged by the clock. */
function reportTime(time: Date): Date {
  const fixed = process.env['SOURCE_DATE_EPOCH'] ?? '';
  return /^\d{1,11}$/.test(fixed) ? new Date(Number(fixed) * 1000) : time;
}
