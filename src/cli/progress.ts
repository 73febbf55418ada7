/** What a run is at, for a person who waits: a line on the terminal that goes again, or with --verbose how long each step took. */
interface Progress {
  readonly mode: 'none' | 'line' | 'words' | 'times';
  readonly step?: { readonly name: string; readonly since: number };
  readonly isShown: boolean;
}

// There is one terminal, and it shows one line.
let progress: Progress = { mode: 'none', isShown: false };

/** Lets the steps of a command be told, as its options and the terminal are. */
export function tellProgress(args: Readonly<Record<string, unknown>>): void {
  const { isTTY } = process.stderr;
  const ofTerminal = process.env['TERM'] === 'dumb' ? 'words' : 'line';
  const mode = args['verbose'] === true ? 'times' : args['quiet'] === true || isTTY !== true ? 'none' : ofTerminal;
  progress = { mode, isShown: false };
}

/**
 * Begins a step, and ends the one before.
 * @param pace `slow` steps are told at once, others where the run has been under way for long enough to be waited for.
 */
export function step(name: string, pace: 'quick' | 'slow' = 'quick'): void {
  endStep();
  const isShown = pace === 'slow' || process.uptime() > 0.7;
  progress = { mode: progress.mode, step: { name, since: performance.now() }, isShown };
  if (!isShown) return;
  if (progress.mode === 'line') process.stderr.write(`${name} …\r`);
  if (progress.mode === 'words') console.error(`${name}.`);
}

/** Ends the step under way; to be called before anything is printed. */
export function endStep(): void {
  const { mode, step: ended, isShown } = progress;
  if (ended === undefined) return;
  progress = { mode, isShown: false };
  if (mode === 'line' && isShown) process.stderr.write('\u001b[2K\r');
  if (mode === 'times') console.error(`${ended.name}: ${((performance.now() - ended.since) / 1000).toFixed(2)} s`);
}
