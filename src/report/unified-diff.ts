import { formatPatch, type StructuredPatchHunk, structuredPatch } from 'diff';
import { sameEnds } from '../documents/same-ends.ts';
import type { GeneratedChanges } from '../engine/generated-changes.ts';
import { isPrivateFile } from '../engine/new-secrets.ts';
import type { PlannedFile } from '../engine/plan.ts';
import type { Content } from '../kit/finding.ts';
import type { StoreRecipe } from '../kit/store-recipe.ts';
import type { Redactor } from './redact.ts';

/** Lines that are shown around a change. */
const context = 3;

/** Beyond so many changed lines the shortest diff takes too long to find; the whole file is then shown as replaced. */
const longestEdit = 1000;

/**
 * Writes one file's change as `git diff` does, secrets masked. `git apply` accepts it when nothing is masked, but for
 * binary files, which are only named. Line ends are as in the file. Empty when nothing differs.
 */
export function unifiedDiff(file: PlannedFile, redactor: Redactor): string {
  return diffOf(file, (text) => redactor.file(file.path, text));
}

/**
 * Writes the changes of files that come from deployment.toml: a secret there is one in any place of them, whatever its name.
 */
export function generatedDiffs({ files, sources }: GeneratedChanges, redactor: Redactor): readonly string[] {
  for (const source of sources) redactor.file('deployment.toml', source);
  return files.map((file) => diffOf(file, (text) => redactor.generated(file.path, text)));
}

function diffOf(file: PlannedFile, mask: (text: string) => string): string {
  const { path, before, after } = file;
  const mode = isPrivateFile(file) ? { newMode: '100600' } : {};
  const below = path.startsWith('/') ? path : `/${path}`;
  const names = {
    oldFileName: before === undefined ? '/dev/null' : `a${below}`,
    newFileName: after === undefined ? '/dev/null' : `b${below}`,
  };
  const kind = {
    isGit: true,
    ...(before === undefined ? { isCreate: true, ...mode } : {}),
    ...(after === undefined ? { isDelete: true } : {}),
  };
  const patch = (hunks: StructuredPatchHunk[]): string =>
    formatPatch({ ...names, ...kind, oldHeader: undefined, newHeader: undefined, hunks });
  if (isSame(before, after)) return '';
  if (after?.kind === 'store')
    return `${patch([])}Binary file ${names.newFileName} is a ${describeRecipe(after.recipe)}\n`;
  if (isBinary(before) || isBinary(after)) {
    return `${patch([])}Binary files ${names.oldFileName} and ${names.newFileName} differ\n`;
  }
  const old = mask(before?.text ?? '');
  const young = mask(after?.text ?? '');
  return patch(hunksOf(old, young));
}

function isBinary(content: Content | undefined): content is Exclude<Content, { kind: 'text' }> {
  return content !== undefined && content.kind !== 'text';
}

/** What a keystore will hold: there are no bytes yet to show. */
function describeRecipe({ form, base, without, key, trusted }: StoreRecipe): string {
  const type = form === 'JKS' ? 'JKS' : 'PKCS#12';
  const names = key === undefined ? [] : [...key.dnsNames, ...key.ipAddresses];
  const entries = [
    ...(key === undefined
      ? []
      : [`key ${key.alias} (RSA ${key.keyBits}, ${key.validDays} days, for ${names.join(', ')})`]),
    ...trusted.map(({ alias }) => `certificate ${alias}`),
    ...(base === undefined ? [] : ['all entries of the former store']),
  ];
  const left = without.length === 0 ? '' : ` without ${without.join(', ')}`;
  return `new keystore (${type}): ${entries.join('; ')}${left}`;
}

function hunksOf(before: string, after: string): StructuredPatchHunk[] {
  const [old, young] = [linesOf(before), linesOf(after)];
  const { first, last } = sameEnds(old, young);
  // Of lines before and behind all changes only the nearest are shown.
  const [above, below] = [Math.max(0, first - context), Math.max(0, last - context)];
  const part = (lines: readonly string[]): string => lines.slice(above, lines.length - below).join('');
  const shortest = structuredPatch('', '', part(old), part(young), undefined, undefined, {
    context,
    maxEditLength: longestEdit,
  });
  if (shortest === undefined) return [wholeFile(old, young)];
  return shortest.hunks.map((hunk) => ({
    ...hunk,
    oldStart: hunk.oldStart + above,
    newStart: hunk.newStart + above,
  }));
}

function wholeFile(old: readonly string[], young: readonly string[]): StructuredPatchHunk {
  const signed = (sign: '-' | '+', lines: readonly string[]): string[] =>
    lines.flatMap((line) =>
      line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file'],
    );
  return {
    oldStart: 1,
    oldLines: old.length,
    newStart: 1,
    newLines: young.length,
    lines: [...signed('-', old), ...signed('+', young)],
  };
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function isSame(before: Content | undefined, after: Content | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  if (before.kind === 'text') return after.kind === 'text' && before.text === after.text;
  if (before.kind === 'store') return before === after;
  return (
    after.kind === 'binary' &&
    before.bytes.length === after.bytes.length &&
    before.bytes.every((byte, index) => byte === after.bytes[index])
  );
}
