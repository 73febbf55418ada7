import type { Content } from '../kit/finding.ts';
import { type AttributedText, attribute, type Piece } from './attributed-text.ts';
import type { Plan, PlannedFile } from './plan.ts';

/** Who had a part in the change of one file. */
export interface FileShares {
  readonly by: readonly string[];
  /** Absent where the file changed as a whole: a keystore, a new file, one that went. */
  readonly pieces?: AttributedText | undefined;
}

/** By path. */
export type Shares = ReadonlyMap<string, FileShares>;

/**
 * Tells which transform changed what, as it goes to disk.
 *
 * @param fill puts what is made at commit in the place of what stands for it
 */
export function sharesOf(plan: Plan, fill: (text: string) => string): Shares {
  return new Map(
    plan.files.map((file) => {
      const by = [...(plan.authors.get(file.path) ?? [])].toSorted();
      const pieces = piecesOf(plan, file)?.map((piece) => ({ ...piece, text: fill(piece.text) }));
      return [file.path, pieces === undefined ? { by } : { by, pieces }];
    }),
  );
}

function piecesOf({ steps }: Plan, { path, before, after }: PlannedFile): AttributedText | undefined {
  const [from, to] = [textOf(before), textOf(after)];
  const own = steps.filter((step) => step.path === path);
  return from === undefined || to === undefined ? undefined : attribute(from, own, to);
}

function textOf(content: Content | undefined): string | undefined {
  return content?.kind === 'text' ? content.text : undefined;
}

export function sharesText(shares: Shares): string {
  return `${JSON.stringify({ version: 1, files: [...shares] })}\n`;
}

/** Reads what {@link sharesText} wrote; `undefined` for anything else. */
export function parseShares(text: string): Shares | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, files } = (value ?? {}) as { readonly version?: unknown; readonly files?: unknown };
  if (version !== 1 || !Array.isArray(files) || !files.every(isEntry)) return undefined;
  return new Map(files);
}

function isEntry(value: unknown): value is readonly [string, FileShares] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false;
  const { by, pieces } = (value[1] ?? {}) as Partial<Record<keyof FileShares, unknown>>;
  const isText = (each: unknown): boolean => typeof each === 'string';
  return (
    Array.isArray(by) && by.every(isText) && (pieces === undefined || (Array.isArray(pieces) && pieces.every(isPiece)))
  );
}

function isPiece(value: unknown): value is Piece {
  const { text, by = '', gone = '' } = (value ?? {}) as Partial<Record<keyof Piece, unknown>>;
  return [text, by, gone].every((each) => typeof each === 'string');
}
