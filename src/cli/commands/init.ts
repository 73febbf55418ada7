import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { TomlDocument } from '../../documents/toml-document.ts';
import { type AnswerFile, checkAnswerFile } from '../../engine/answer-file.ts';
import { answerText } from '../../engine/answer-text.ts';
import { secretsToTell } from '../../engine/new-secrets.ts';
import { type Draft, emptyDraft, type Question, questionsOf } from '../../engine/wizard-questions.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { currentAccount } from '../../io/account.ts';
import type { HomeFiles } from '../../io/home-files.ts';
import { nodeFileSystem } from '../../io/node-file-system.ts';
import { makeOutputFile, type OutputFile } from '../../io/output-file.ts';
import { severities } from '../../kit/finding.ts';
import { escapeOutput } from '../../report/escape-output.ts';
import { applyPlan } from '../apply-plan.ts';
import { askLine, say } from '../ask-line.ts';
import { canAsk } from '../confirm.ts';
import { dryRun } from '../dry-run.ts';
import { homePath } from '../home-path.ts';
import { openInstallation } from '../open-installation.ts';
import { openRun, type Run } from '../open-run.ts';
import { tellProgress } from '../progress.ts';
import { readArguments } from '../read-arguments.ts';
import { readSecrets } from '../read-secrets.ts';
import { registry } from '../registry.ts';
import { quoteWord } from '../restart-command.ts';
import { backupOption, homeOptions } from '../run-options.ts';
import { makeSecretsFile, type SecretsFile } from '../secrets-file.ts';
import { type ApplyArguments, options as applyOptions } from './apply.ts';

export function options(argv: Argv) {
  return backupOption(homeOptions(argv))
    .option('out', {
      type: 'string',
      requiresArg: true,
      default: 'harden.toml',
      describe: 'The new answer file',
    })
    .option('secrets-out', {
      type: 'string',
      requiresArg: true,
      describe: 'A new file for the secrets that are made and that you have to know; else it is asked for',
    });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  if (!canAsk()) {
    throw new HardenError(
      exitStatus.refused,
      'The wizard needs a terminal to ask on.',
      'Write an answer file by hand (docs/answers.md) and run `harden apply --answers FILE --yes`.',
    );
  }
  const home = homePath(args.home);
  const file = discardedOnSignals(
    makeOutputFile(nodeFileSystem, { path: args.out, outside: [home], account: currentAccount() }),
  );
  // What only root may make has to be made before root becomes the owner of the home.
  let secretsFile: SecretsFile | undefined;
  try {
    secretsFile = makeSecretsFile({ 'secrets-out': args['secrets-out'], home }, new Map());
    const files = await openInstallation({ ...args, home }, 'write');
    const { draft, run, next } = await converse({ ...args, home }, files);
    const secretsOut = await placeOfSecrets({ ...args, home }, draft, run);
    file.finish(Buffer.from(answerText(draft)));
    const replay = replayWords({ ...args, home, 'secrets-out': secretsOut });
    say(['', `${resolve(args.out)} holds your answers. The same again, without a question:`]);
    console.error(escapeOutput(`  harden ${replay.map(quoteWord).join(' ')}`));
    if (next === 'write') return exitStatus.ok;
    const answers = answersOfDraft(draft);
    const given = await readSecrets(answers);
    secretsFile ??= makeSecretsFile({ 'secrets-out': secretsOut, home }, given);
    tellProgress({ quiet: args.quiet });
    const applyArgs = { ...(await applyArguments(replay)), quiet: true };
    return await applyPlan(applyArgs, { answers, given, secretsFile, secretsOut: secretsFile ? 'named' : 'none' });
  } finally {
    file.discard();
    secretsFile?.close();
  }
}

interface Outcome {
  readonly draft: Draft;
  readonly run: Run;
  readonly next: 'apply' | 'write';
}

/** Asks until all is answered and the operator has seen the plan. */
async function converse(args: Arguments & { readonly home: string }, files: HomeFiles): Promise<Outcome> {
  const applyArgs = await applyArguments(replayWords(args));
  const runOf = (draft: Draft): Promise<Run> => openRun(applyArgs, files, answersOfDraft(draft), 'named', 'judged');
  let draft = emptyDraft;
  let run = await runOf(draft);
  say(introduction(run));
  // Between two questions nobody waits for long enough to be told.
  tellProgress({ quiet: true });
  const answered: string[] = [];
  for (;;) {
    const questions = questionsOf(draft, run.plan, registry);
    const question = questions.find(({ key }) => !answered.includes(key));
    if (question === undefined) {
      const shown = await openRun(applyArgs, files, answersOfDraft(draft), 'named', 'rendered');
      say(['']);
      await dryRun(shown, applyArgs);
      const next = await askWhatNow(shown);
      if (next !== 'back') return { draft, run: shown, next };
      answered.pop();
      continue;
    }
    const given = await askQuestion(question, { number: answered.length + 1, of: questions.length });
    if (given === 'back') {
      answered.pop();
      continue;
    }
    answered.push(question.key);
    // What is asked follows from what was answered.
    const isOther = answerText(given) !== answerText(draft);
    draft = given;
    if (isOther) run = await runOf(draft);
  }
}

async function askQuestion(
  question: Question,
  { number, of }: { readonly number: number; readonly of: number },
): Promise<Draft | 'back'> {
  const isBack = (typed: string): boolean => typed === 'back' && number > 1;
  const problemOf = (typed: string): string | undefined => {
    const answer = isBack(typed) ? undefined : question.answer(typed);
    return typeof answer === 'string' ? answer : undefined;
  };
  const typed = await askLine({ ...question, topic: `${number} of ${of}: ${question.topic}`, problemOf });
  const answer = isBack(typed) ? 'back' : question.answer(typed);
  if (typeof answer === 'string' && answer !== 'back') throw new Error('an answer was taken that is none');
  return answer as Draft | 'back';
}

async function askWhatNow({ gates, plan }: Run): Promise<Outcome['next'] | 'back'> {
  const canApply = gates.length === 0 && plan.files.length > 0;
  const ways = [...(canApply ? (['apply'] as const) : []), 'write', 'back'] as const;
  const typed = await askLine({
    topic: canApply ? 'That is all. The plan is above.' : 'That is all. These changes cannot be made from here.',
    about: [
      ...(canApply ? ['apply: write the answer file and make these changes, with a backup.'] : []),
      'write: write the answer file only, and change nothing yet.',
      'back: return to the questions. Ctrl-C: end and leave nothing.',
    ],
    ask: 'What now?',
    takes: ways.join(', '),
    preset: 'write',
    problemOf: (text) => (ways.some((way) => way === text) ? undefined : `Type one of ${ways.join(', ')}.`),
  });
  return ways.find((way) => way === typed) ?? 'back';
}

/** Asks for a file where secrets would be made that nobody else will know. */
async function placeOfSecrets(
  args: Arguments & { readonly home: string },
  { answers }: Draft,
  { plan }: Run,
): Promise<string | undefined> {
  const given = [...answers].flatMap(([id, each]) => Object.keys(each).map((name) => `${id}.${name}`));
  const names = secretsToTell(plan).filter((name) => !given.includes(name));
  if (args['secrets-out'] !== undefined || names.length === 0) return args['secrets-out'];
  return askLine({
    topic: 'Where secrets go',
    about: [`harden makes secrets that you have to know (${names.join(', ')}), and never shows them.`],
    ask: 'Into which new file, readable for you alone, should they go?',
    takes: 'a path',
    preset: 'harden-secrets.toml',
    problemOf(text) {
      const path = resolve(text);
      if (text === '' || path.startsWith(`${args.home}/`)) return 'Type a path outside of the installation.';
      return existsSync(path) ? 'There is something of that name already: type another.' : undefined;
    },
  });
}

function introduction({ read: { home, notes }, plan }: Run): readonly string[] {
  const { release, startTraces, server, root, java } = home;
  const counts = severities
    .toReversed()
    .map((severity) => [plan.findings.filter((finding) => finding.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`);
  return [
    `This is WSO2 Identity Server ${release.version} in ${root}, with Java ${java.major}.`,
    startTraces.length === 0
      ? 'It shows no trace of a start, so keys and secrets can still be replaced without loss.'
      : 'It was started before, so data may exist that its present keys protect.',
    server.kind === 'running'
      ? `The server runs (process ${server.pid}): it reads what changes at its next start.`
      : 'The server does not run.',
    `There are ${plan.findings.length} findings (${counts.join(', ')}) in ${new Set(plan.findings.map(({ path }) => path)).size} files.`,
    ...notes,
    'A few questions follow. Enter takes the answer in parentheses, "back" goes back, Ctrl-C ends and leaves nothing.',
  ];
}

function answersOfDraft(draft: Draft): AnswerFile {
  return checkAnswerFile(TomlDocument.parse(answerText(draft)).values, registry);
}

/** The words behind `harden` that do the same again. */
function replayWords(
  args: Pick<Arguments, 'out' | 'assume-version' | 'backup-dir' | 'secrets-out'> & { home: string },
) {
  const option = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`--${name}`, value];
  return [
    'apply',
    ...option('home', args.home),
    ...option('answers', resolve(args.out)),
    ...option('assume-version', args['assume-version']),
    ...option('backup-dir', args['backup-dir']),
    ...option('secrets-out', args['secrets-out'] && resolve(args['secrets-out'])),
    '--yes',
  ];
}

async function applyArguments([name = '', ...words]: readonly string[]): Promise<ApplyArguments> {
  const args = await readArguments(words, { name, positional: '', summary: '' }, applyOptions, 80);
  // They ask for no help, and are of the type that the options give them.
  return args as unknown as ApplyArguments;
}

/** The file goes again when a signal ends the wizard between two questions. */
function discardedOnSignals(file: OutputFile): OutputFile {
  let isOpen = true;
  const close = (end: () => void): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const [signal, leave] of leaves) process.off(signal, leave);
    end();
  };
  const discard = (): void => {
    try {
      file.discard();
    } catch {
      // Root's folder, when root has become the owner of the home by now.
      console.error(`${file.path} is empty and can be removed.`);
    }
  };
  const leaves = [
    ['SIGINT', exitStatus.interrupted],
    ['SIGTERM', exitStatus.terminated],
    ['SIGHUP', exitStatus.interrupted],
  ].map(([signal, status]) => {
    const leave = (): void => {
      console.error('\nInterrupted: nothing was written.');
      close(discard);
      process.exit(Number(status));
    };
    return [signal as NodeJS.Signals, leave] as const;
  });
  for (const [signal, leave] of leaves) process.on(signal, leave);
  return { path: file.path, finish: (bytes) => close(() => file.finish(bytes)), discard: () => close(discard) };
}
