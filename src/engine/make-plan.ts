import { DocumentError } from '../documents/document-error.ts';
import { applyEdits } from '../documents/text-edit.ts';
import type { Context, Profile } from '../kit/context.ts';
import type { Change, Content, Finding } from '../kit/finding.ts';
import type { File, Home } from '../kit/home.ts';
import { isConcerned, type Part } from '../kit/transform.ts';
import { type AnswerFile, answersOf } from './answer-file.ts';
import type { Choice, Choices } from './choices.ts';
import { configurationReader } from './configuration-of.ts';
import type { EditStep, Plan, PlannedFinding, Verdict } from './plan.ts';
import type { RegisteredTransform } from './registered-transform.ts';
import { type StagedHome, stageHome } from './staged-home.ts';

export interface PlanRequest {
  readonly home: Home;
  readonly transforms: readonly RegisteredTransform[];
  readonly choices: Choices;
  readonly answers: AnswerFile;
  readonly profile: Profile;
  readonly now: Date;
}

/** A transform that needs more rounds than this on one file does not converge: a defect. */
const maximumRounds = 200;

/**
 * Runs each chosen transform on what the one before left, and collects findings and changed files.
 * @throws {HardenError} bad input, when deployment.toml cannot be understood.
 */
export function makePlan(request: PlanRequest): Plan {
  const staged = stageHome(request.home);
  const configurationOf = configurationReader();
  configurationOf(staged.home);
  const findings: PlannedFinding[] = [];
  const verdicts: Verdict[] = [];
  const steps: EditStep[] = [];
  for (const registered of request.transforms) {
    const choice = request.choices.get(registered.id);
    if (choice === undefined) continue;
    const { id, transform } = registered;
    if (choice === 'off') {
      verdicts.push({ transform: id, status: 'not-reviewed' });
      continue;
    }
    const parts = isConcerned(transform.meta, request.home.release.version) ? transform.parts : [];
    const context: Context = {
      home: staged.home,
      get configuration() {
        return configurationOf(staged.home);
      },
      profile: request.profile,
      answers: answersOf(transform.params, request.answers.answers.get(id)),
      now: request.now,
    };
    const own: PlannedFinding[] = [];
    let judged = 0;
    for (const part of parts) {
      for (const path of part.files(staged.home)) {
        judged++;
        own.push(...judge({ registered, part, path, context, staged, choice, steps }));
      }
    }
    findings.push(...own);
    verdicts.push({ transform: id, status: statusOf(own, judged, choice) });
  }
  return { findings, verdicts, files: staged.changedFiles(), steps };
}

interface Judgement {
  readonly registered: RegisteredTransform;
  readonly part: Part;
  readonly path: string;
  readonly context: Context;
  readonly staged: StagedHome;
  readonly choice: Choice;
  /** Gets one entry for each round of edits. */
  readonly steps: EditStep[];
}

/**
 * Judges one file and applies what may be applied. Edits of several findings are computed on one text, so after a
 * round the file is judged again and the rest follows on the new text; that it ends proves that the transform converges.
 */
function judge(judgement: Judgement): PlannedFinding[] {
  const { registered, part, path, context, staged, choice, steps } = judgement;
  const reported = new Map<string, PlannedFinding>();
  for (let round = 0; round < maximumRounds; round++) {
    const file = staged.home.read(path);
    const found = inspect(part, file, context);
    const planned = found.map((finding) => plannedFinding(registered, path, finding, choice, context.home));
    for (const finding of planned) {
      const name = `${finding.at}\n${finding.message}`;
      if (round === 0 || (!reported.has(name) && finding.change !== 'planned')) reported.set(name, finding);
    }
    const changes = found
      .filter((_, index) => planned[index]?.change === 'planned')
      .flatMap(({ change }) => change ?? []);
    if (changes.length === 0) return [...reported.values()];
    const { content, step } = apply(file, changes);
    if (step !== undefined) steps.push(step);
    staged.put(path, content);
  }
  throw new Error(`${registered.id} does not converge on ${path}`);
}

function inspect(part: Part, file: File, context: Context): readonly Finding[] {
  try {
    return part.inspect(file, context);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const message = `The file could not be understood: ${error.reason}.`;
    return [{ at: `line ${error.line}`, line: error.line, status: 'error', message }];
  }
}

function plannedFinding(
  { id, transform }: RegisteredTransform,
  path: string,
  { change, ...finding }: Finding,
  choice: Choice,
  home: Home,
): PlannedFinding {
  const risk = finding.risk ?? transform.meta.risk;
  const allowed = choice === 'asked' || risk === 'safe' || (risk === 'data' && home.startTraces.length === 0);
  const withheld = choice === 'waived' || !allowed;
  return {
    ...finding,
    transform: id,
    path,
    risk,
    severity: finding.severity ?? transform.meta.severity,
    status: choice === 'waived' ? 'waived' : (finding.status ?? 'fail'),
    change: change === undefined ? 'none' : withheld ? 'withheld' : 'planned',
  };
}

/** Applies the first change and every further edit that lies wholly apart from those taken before it. */
function apply(
  file: File,
  changes: readonly Change[],
): { readonly content: Content | undefined; readonly step?: EditStep } {
  const [first] = changes;
  if (first === undefined || first.kind === 'remove') return { content: undefined };
  if (first.kind !== 'edit') return { content: first.content };
  if (file.kind !== 'text') throw new Error(`an edit of ${file.path}, which is not a text`);
  const taken = [first];
  for (const change of changes.slice(1)) {
    if (change.kind !== 'edit') continue;
    const others = taken.flatMap(({ edits }) => edits);
    if (change.edits.every((edit) => others.every((other) => isApart(edit, other)))) taken.push(change);
  }
  const text = applyEdits(
    file.text,
    taken.flatMap(({ edits }) => edits),
  );
  const step = { path: file.path, before: file.text, after: text, intents: taken.map(({ intent }) => intent) };
  return { content: { kind: 'text', text }, step };
}

function isApart(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.end < b.start || b.end < a.start;
}

function statusOf(findings: readonly PlannedFinding[], judged: number, choice: Choice): Verdict['status'] {
  if (judged === 0) return 'not-applicable';
  if (findings.length === 0) return 'pass';
  if (choice === 'waived') return 'waived';
  return findings.some(({ status }) => status === 'error') ? 'error' : 'fail';
}
