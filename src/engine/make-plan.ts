import { DocumentError } from '../documents/document-error.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { Context } from '../kit/context.ts';
import type { Change, Finding } from '../kit/finding.ts';
import type { File, Home } from '../kit/home.ts';
import { makesSecret } from '../kit/material.ts';
import { dataSignsOf } from '../kit/stored-data.ts';
import { isConcerned, type Part } from '../kit/transform.ts';
import { type AnswerFile, answersOf } from './answer-file.ts';
import type { Choice, Choices } from './choices.ts';
import { composeChanges } from './compose-changes.ts';
import { configurationReader } from './configuration-of.ts';
import type { EditStep, Plan, PlannedFinding, Verdict } from './plan.ts';
import type { RegisteredTransform } from './registered-transform.ts';
import { type StagedHome, stageHome } from './staged-home.ts';
import { isInScope, type Waiver } from './waivers.ts';

export interface PlanRequest {
  readonly home: Home;
  readonly transforms: readonly RegisteredTransform[];
  readonly choices: Choices;
  readonly answers: AnswerFile;
  readonly now: Date;
}

/** A plan that needs more rounds than this does not converge. */
const maximumRounds = 100;

/**
 * Has all chosen transforms judge the home, makes their changes in memory, and has them judge the result, until none has
 * anything left to change. So a plan proves by itself that its changes hold beside each other.
 * @throws {HardenError} bad input, when deployment.toml cannot be understood, or changes do not come to an end.
 */
export function makePlan(request: PlanRequest): Plan {
  return planWithJudges(request).plan;
}

/** The transforms whose changes hold secrets or keys that are still to be made. */
export function secretMakers(request: PlanRequest): readonly string[] {
  const { judges } = planWithJudges(request);
  return judges.filter(({ makesSecrets }) => makesSecrets).map(({ registered }) => registered.id);
}

function planWithJudges(request: PlanRequest): { readonly plan: Plan; readonly judges: readonly Judge[] } {
  const staged = stageHome(request.home);
  const judges = judgesOf(request, staged);
  const steps: EditStep[] = [];
  const authors = new Map<string, ReadonlySet<string>>();
  for (let round = 0; round < maximumRounds; round++) {
    const changes = nextChanges(judges, staged);
    if (changes.length === 0) {
      for (const judge of judges) requireWhole(judge);
      const findings = judges.flatMap(({ reported }) => [...reported.values()]);
      const verdicts = judges.map(verdictOf);
      const weakened = judges.filter(({ wasContent, isContent }) => wasContent && !isContent);
      return {
        plan: {
          findings,
          weakened: weakened.map(({ registered }) => registered.id),
          verdicts,
          files: staged.changedFiles(),
          steps,
          authors,
        },
        judges,
      };
    }
    for (const path of new Set(changes.map((each) => each.path))) {
      const [first, ...others] = changes.filter((each) => each.path === path);
      if (first === undefined) continue;
      const made = composeChanges(staged.home.read(path), [first, ...others]);
      if (made.step !== undefined) steps.push(made.step);
      authors.set(path, new Set([...(authors.get(path) ?? []), ...made.authors]));
      staged.put(path, made.content);
    }
  }
  throw endless(nextChanges(judges, staged));
}

/** A file may be so broken that what was made in it is not seen there. */
function endless(changes: readonly PlannedChange[]): HardenError {
  const list = (values: readonly string[]): string => [...new Set(values)].join(', ');
  const ids = list(changes.map(({ transform }) => transform));
  return new HardenError(
    exitStatus.badInput,
    `Changes to ${list(changes.map(({ path }) => path))} do not come to an end, so nothing is changed.`,
    `Mend what is wrong in the file, or leave out with --skip what would change it (${ids}); if it is sound, this is a bug in harden.`,
  );
}

/**
 * Those that wanted something are asked on until they are content, since one change may wait for another or bring one;
 * then all are asked, and those that come last when all others are content.
 */
function nextChanges(judges: readonly Judge[], staged: StagedHome): readonly PlannedChange[] {
  const isLast = ({ registered }: Judge): boolean => registered.transform.meta.order === 'last';
  const groups = [
    judges.filter(({ content, judged }) => judged > 0 && content === undefined),
    judges.filter((judge) => !isLast(judge)),
    judges.filter(isLast),
  ];
  for (const group of groups) {
    const changes = group.flatMap((judge) => judgeAgain(judge, staged));
    if (changes.length > 0) return changes;
  }
  return [];
}

/** A judge is pure: it says the same again as long as nothing that it looked at has changed. */
function judgeAgain(judge: Judge, staged: StagedHome): readonly PlannedChange[] {
  if (judge.content !== undefined && staged.isAsSeen(judge.content)) return [];
  const { result, seen } = staged.watch(() => judgeHome(judge, staged.home));
  judge.content = result.length === 0 ? seen : undefined;
  return result;
}

interface PlannedChange {
  readonly transform: string;
  readonly path: string;
  readonly change: Change;
}

/** A chosen transform, with what it has said so far. */
interface Judge {
  readonly registered: RegisteredTransform;
  readonly choice: Choice;
  readonly parts: readonly Part[];
  readonly context: Context;
  /** Waivers in force for some of its files. */
  readonly waivers: readonly Waiver[];
  /** How many files it has looked at. */
  judged: number;
  /** What it looked at when it last had nothing to change. */
  content: ReadonlyMap<string, File> | undefined;
  readonly reported: Map<string, PlannedFinding>;
  /** Where a part has planned a change, as `index\npath`. */
  readonly told: Set<string>;
  /** Whether it had nothing to say of the home as it is, and of the home as it looked at it last; waived findings do not count. */
  wasContent: boolean;
  isContent: boolean;
  makesSecrets: boolean;
  /** Its changes are nothing without each other, and some of its files are waived. */
  isCoupled: boolean;
}

function judgesOf(request: PlanRequest, staged: StagedHome): readonly Judge[] {
  const configurationOf = configurationReader();
  // Everything rests on deployment.toml: a run cannot go on without it.
  const dataSigns = dataSignsOf(request.home, configurationOf(staged.home));
  return request.transforms.flatMap((registered) => {
    const { id, transform } = registered;
    const choice = request.choices.get(id);
    if (choice === undefined) return [];
    const context: Context = {
      home: staged.home,
      get configuration() {
        return configurationOf(staged.home);
      },
      answers: answersOf(id, transform.params, request.answers.answers.get(id)),
      dataSigns,
      now: request.now,
    };
    const isChosen = choice !== 'off' && isConcerned(transform.meta, request.home.release.version);
    return [
      {
        registered,
        choice,
        parts: isChosen ? transform.parts : [],
        context,
        waivers: request.answers.waivers.filter(
          (waiver) => waiver.id === id && waiver.scope !== undefined && request.now < waiver.expires,
        ),
        judged: 0,
        content: undefined,
        reported: new Map(),
        told: new Set(),
        wasContent: false,
        isContent: false,
        makesSecrets: false,
        isCoupled: false,
      },
    ];
  });
}

/** @throws {HardenError} bad input, where a waiver would leave one half of a coupled change out. */
function requireWhole({ registered: { id }, isCoupled, reported }: Judge): void {
  const isHeldBack = [...reported.values()].some(({ status, change }) => status === 'waived' && change === 'withheld');
  if (!isCoupled || !isHeldBack) return;
  throw new HardenError(
    exitStatus.badInput,
    `${id} changes several files that belong together, so it cannot be waived for some of them.`,
    `Leave out the scope of its waiver, or write ${id} = "report" below [transforms].`,
  );
}

/** Judges the home as staged, keeps what is new to report, and returns the changes that may be made. */
function judgeHome(judge: Judge, home: Home): readonly PlannedChange[] {
  const isFirst = judge.judged === 0;
  const told = new Set(judge.told);
  judge.isContent = true;
  const changes = judge.parts.flatMap((part, index) =>
    part.files(home).flatMap((path) => {
      const place = `${index}\n${path}`;
      judge.judged++;
      return inspect(part, path, judge.context).flatMap(({ change, ...finding }) => {
        const planned = plannedFinding(judge, path, finding, change);
        judge.isContent &&= planned.status === 'waived';
        const name = `${path}\n${finding.at}\n${finding.message}`;
        // What a part plans for a file in a later round follows from what it planned there before.
        const isNews = planned.change !== 'planned' || !told.has(place);
        if (isFirst || (!judge.reported.has(name) && isNews)) judge.reported.set(name, planned);
        if (change === undefined) return [];
        judge.isCoupled ||= judge.waivers.length > 0 && makesSecret(change);
        if (planned.change !== 'planned') return [];
        judge.told.add(place);
        judge.makesSecrets ||= makesSecret(change);
        return [{ transform: judge.registered.id, path, change }];
      });
    }),
  );
  if (isFirst) judge.wasContent = judge.isContent;
  return changes;
}

function inspect(part: Part, path: string, context: Context): readonly Finding[] {
  try {
    return part.inspect(context.home.read(path), context);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const message = `The file could not be understood: ${error.reason}.`;
    return [{ at: `line ${error.line}`, line: error.line, status: 'error', unreadable: path, message }];
  }
}

function plannedFinding(
  judge: Judge,
  path: string,
  finding: Omit<Finding, 'change'>,
  change: Change | undefined,
): PlannedFinding {
  const { registered, choice, context } = judge;
  const { id, transform } = registered;
  const isWaived = choice === 'waived' || judge.waivers.some((waiver) => isInScope(waiver, path));
  const risk = finding.risk ?? transform.meta.risk;
  const allowed = choice === 'asked' || risk === 'safe' || (risk === 'data' && context.dataSigns.length === 0);
  const withheld = isWaived || choice === 'left' || !allowed;
  return {
    ...finding,
    transform: id,
    path,
    risk,
    severity: finding.severity ?? transform.meta.severity,
    status: isWaived ? 'waived' : (finding.status ?? 'fail'),
    change: change === undefined ? 'none' : withheld ? 'withheld' : 'planned',
  };
}

function verdictOf({ registered: { id: transform }, choice, parts, context, judged, reported }: Judge): Verdict {
  if (choice === 'off') return { transform, status: 'not-reviewed' };
  if (judged === 0) {
    // What a folder of configuration alone does not hold may be wrong where it lies.
    const isElsewhere = context.home.shape === 'configuration-only' && parts.length > 0;
    return { transform, status: isElsewhere ? 'not-reviewed' : 'not-applicable' };
  }
  if (reported.size === 0) return { transform, status: 'pass' };
  const findings = [...reported.values()];
  if (findings.every(({ status }) => status === 'waived')) return { transform, status: 'waived' };
  const isUnsure = findings.some(({ status }) => status === 'error');
  return { transform, status: isUnsure ? 'error' : 'fail' };
}
