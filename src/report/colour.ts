import type { Severity } from '../kit/finding.ts';

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Ink = keyof typeof codes;

/** Writes a text in a colour, or as it is. Colour only repeats what words or signs say. */
export type Paint = (ink: Ink, text: string) => string;

export function paintFor(colour: 'always' | 'never'): Paint {
  return (ink, text) => (colour === 'never' || text === '' ? text : `\u001b[${codes[ink]}m${text}\u001b[0m`);
}

export const severityInk: Readonly<Record<Severity, Ink>> = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

/** Colours the lines of a unified diff. */
export function paintDiff(diff: string, paint: Paint): string {
  const lines = diff.split('\n').map((line) => {
    if (/^(?:diff --git |--- |\+\+\+ |new file |deleted file |Binary files )/.test(line)) return paint('bold', line);
    if (line.startsWith('@@')) return paint('cyan', line);
    if (line.startsWith('+')) return paint('green', line);
    return line.startsWith('-') ? paint('red', line) : line;
  });
  return lines.join('\n');
}
