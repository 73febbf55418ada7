import { createHash } from 'node:crypto';

/** One entry of the evidence log. It names files and keyed digests, never values. */
export interface Evidence {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The account that started harden, the machine, and the version of harden. */
  readonly who: { readonly uid: number; readonly host: string; readonly tool: string };
  readonly set: string;
  /** What became of the backup set, and so of the change that it belongs to. */
  readonly event: 'prepared' | 'committed' | 'rolled-back' | 'removed';
  readonly release: string;
  readonly transforms: readonly string[];
  readonly files: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[];
}

export interface Chain {
  readonly entries: readonly Evidence[];
  /** The head after each entry, in hexadecimal; the last one vouches for all. */
  readonly heads: readonly string[];
  /** The one-based line where the chain breaks. */
  readonly brokenAt: number | undefined;
}

/** Stands before the first entry. */
const origin = '0'.repeat(64);

/** Reads a log and follows its chain: each line holds the digest of the line before. */
export function readChain(text: string): Chain {
  const entries: Evidence[] = [];
  const heads: string[] = [];
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    const entry = parsed(line);
    if (entry === undefined || entry.previous !== (heads.at(-1) ?? origin) || entry.number !== index + 1) {
      return { entries, heads, brokenAt: index + 1 };
    }
    entries.push(entry);
    heads.push(digest(line));
  }
  // A line without its end was cut.
  return { entries, heads, brokenAt: text === '' || text.endsWith('\n') ? undefined : lines.length };
}

/** The line that an entry becomes behind a chain. */
export function chainLine(
  heads: readonly string[],
  evidence: Evidence,
): { readonly line: string; readonly head: string } {
  const line = JSON.stringify({ number: heads.length + 1, previous: heads.at(-1) ?? origin, ...evidence });
  return { line: `${line}\n`, head: digest(line) };
}

function digest(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

function parsed(line: string): (Evidence & { readonly number: unknown; readonly previous: unknown }) | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as ReturnType<typeof parsed>) : undefined;
  } catch {
    return undefined;
  }
}
