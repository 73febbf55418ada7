import { newSecretsOf } from '../engine/new-secrets.ts';
import type { StartCheck } from '../engine/start-check.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { FileReplacement } from '../io/commit.ts';
import { isPortTaken } from '../io/listening-ports.ts';
import type { Materials } from '../io/make-materials.ts';
import type { StartResult } from '../io/start-and-probe.ts';
import { tryStart } from '../io/start-trial.ts';
import { escapeOutput } from '../report/escape-output.ts';
import { createRedactor } from '../report/redact.ts';
import type { Run } from './open-run.ts';
import { endStep } from './progress.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface StartRequest {
  readonly run: Run;
  readonly check: StartCheck;
  readonly changes: readonly FileReplacement[];
  readonly materials: Materials;
  readonly seconds: number;
}

/**
 * Starts what the plan makes, in a copy, and goes on only where it answers.
 * @throws {HardenError} rolled back, where it does not: the end of what the server said was printed; interrupted; refused.
 */
export async function checkStart(request: StartRequest): Promise<void> {
  const { run, check, changes, seconds } = request;
  const { files, read } = run;
  if (read.home.server.kind === 'stopped' && isPortTaken(files.fs, check.port)) {
    throw failed(`Port ${check.port} is in use by another program, so that the server could not open it.`);
  }
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => interruption.abort(signal);
  for (const signal of signals) process.on(signal, interrupt);
  try {
    const { environment, port, script } = check;
    const order = { environment, port, seconds };
    const result = await tryStart({ files, changes, order, script, signal: interruption.signal });
    endStep();
    if (result.outcome === 'up') {
      console.error(`Start check: it answers HTTPS after ${Math.round(result.seconds)} seconds.`);
      return;
    }
    console.error(excerptOf(result, request));
    throw failed(reasonOf(result, check));
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}

function reasonOf({ outcome, seconds }: StartResult, { port }: StartCheck): string {
  const after = `after ${Math.round(seconds)} seconds`;
  return outcome === 'ended'
    ? `The server ended ${after} instead of answering HTTPS.`
    : `The server does not answer HTTPS on port ${port} ${after}.`;
}

function failed(reason: string): HardenError {
  return new HardenError(
    exitStatus.rolledBack,
    `${reason.slice(0, -1)}; nothing was changed.`,
    'See what the copy of the server said, and leave out with --skip what is to blame.',
  );
}

const mostLines = 25;

/** What tells of trouble in what the server said, else the end of it; secrets masked, and nothing that drives a terminal. */
function excerptOf({ console: said, log }: StartResult, { run, changes, materials }: StartRequest): string {
  const redactor = createRedactor();
  for (const name of newSecretsOf(run.plan)) redactor.learn(materials.secretOf(name));
  for (const { path, after } of changes) {
    if (after !== undefined && path.endsWith('.toml')) redactor.file(path, Buffer.from(after).toString());
  }
  const toml = run.read.home.read(run.read.home.deploymentToml);
  if (toml.kind === 'text') redactor.file(toml.path, toml.text);
  // The log has the same lines as the console, behind the names of tenant and application.
  const news = log.filter((line) => !said.includes(line.replace(/^TID: (?:\[[^\]]*\] )*(?=\[\d{4}-)/, '')));
  const all = [...said, ...news].filter((line) => line.trim() !== '');
  const trouble = all.filter((line) => /ERROR|FATAL|Exception|Error:|Caused by|refused|denied/.test(line));
  const lines = (trouble.length > 0 ? trouble : all).slice(-mostLines);
  return escapeOutput(redactor.foreign(lines.map((line) => `  | ${line}`).join('\n')));
}
