/** What a run is at, for a person who waits: a line on the terminal that goes again, or with --verbose how long each step took. */
interface Progress {
  /** `none` where nobody asked for it; on a terminal it is told all the same, unless --quiet is given. */
  readonly wish: 'none' | 'terminal' | 'times';
  readonly step?: { readonly name: string; readonly since: number };
  /** How the step under way is shown. */
  readonly shown?: 'line' | 'words' | undefined;
}

// There is one terminal, and it shows one line.
let progress: Progress = { wish: 'none' };

/** Lets the steps of a command be told, as its options and the terminal are. */
export function tellProgress(args: Readonly<Record<string, unknown>>): void {
  progress = { wish: args['verbose'] === true ? 'times' : args['quiet'] === true ? 'none' : 'terminal' };
}

/**
 * Begins a step, and ends the one before.
 * @param pace `slow` steps are told at once, others where the run has been under way for long enough to be waited for.
 */
export function step(name: string, pace: 'quick' | 'slow' = 'quick'): void {
  endStep();
  const { wish } = progress;
  // Node opens standard error where it is first asked for, which a quick run need not wait for.
  const isDue = wish === 'terminal' && (pace === 'slow' || process.uptime() > 0.7);
  const shown = isDue && process.stderr.isTTY === true ? wayOfTerminal() : undefined;
  progress = { wish, step: { name, since: process.uptime() }, shown };
  if (shown === 'line') process.stderr.write(`${name} …\r`);
  if (shown === 'words') console.error(`${name}.`);
}

/** Ends the step under way; to be called before anything is printed. */
export function endStep(): void {
  const { wish, step: ended, shown } = progress;
  if (ended === undefined) return;
  progress = { wish };
  if (shown === 'line') process.stderr.write('\u001b[2K\r');
  if (wish === 'times') console.error(`${ended.name}: ${(process.uptime() - ended.since).toFixed(2)} s`);
}

/** A screen reader, which TERM=dumb stands for, reads what stays. */
function wayOfTerminal(): 'line' | 'words' {
  return process.env['TERM'] === 'dumb' ? 'words' : 'line';
}
