import type { PlannedFile } from '../engine/plan.ts';
import { severities } from '../kit/finding.ts';
import { escapeOutput } from '../report/escape-output.ts';
import { createRedactor } from '../report/redact.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import { registry } from './registry.ts';
import type { RollbackChoice } from './rollback-choice.ts';

/** Prints what goes back, and which holes that reopens. */
export async function printRollback(
  { set, transforms, extent }: RollbackChoice,
  files: readonly PlannedFile[],
  { quiet }: { readonly quiet: boolean },
): Promise<void> {
  const redactor = createRedactor();
  if (!quiet) for (const file of files) process.stdout.write(escapeOutput(unifiedDiff(file, redactor)));
  const what =
    extent === 'set'
      ? `${files.length} files go back to what they were before ${set.id}.`
      : `In ${files.length} files what ${transforms.join(', ')} changed in ${set.id} goes back; the rest stays.`;
  const lines = files.length === 0 ? [`All files are as before ${set.id} already.`] : [what, ...reopened(transforms)];
  console.log(escapeOutput(lines.join('\n')));
}

/** What no longer holds, the worst first. */
function reopened(transforms: readonly string[]): readonly string[] {
  const known = registry.filter(({ id }) => transforms.includes(id));
  const others = transforms.filter((name) => !known.some(({ id }) => id === name));
  const holes = known
    .map(({ id, transform: { meta } }) => ({ id, ...meta }))
    .toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
  return [
    ...(holes.length === 0 ? [] : ['What these had closed is open again:']),
    ...holes.map(({ id, severity, title }) => `  ${severity.padEnd(8)}  ${id}: ${title}`),
    ...(others.length === 0 ? [] : [`This undoes ${others.join(', ')}.`]),
  ];
}
