import { terminalWidth } from './terminal-width.ts';

/** The columns that help is wrapped to. */
export function helpWidth(): number {
  return Math.min(100, terminalWidth(process.stdout) ?? 80);
}
