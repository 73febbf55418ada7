import type { PlannedFile } from '../engine/plan.ts';
import type { Manifest } from '../io/manifest.ts';
import { escapeOutput } from '../report/escape-output.ts';
import { createRedactor } from '../report/redact.ts';
import { unifiedDiff } from '../report/unified-diff.ts';

/** Prints what goes back, and which holes that reopens. */
export async function printRollback(
  set: Manifest,
  files: readonly PlannedFile[],
  { quiet }: { readonly quiet: boolean },
): Promise<void> {
  const redactor = createRedactor();
  if (!quiet) for (const file of files) process.stdout.write(escapeOutput(unifiedDiff(file, redactor)));
  const reopened = set.transforms.length === 0 ? '' : ` This undoes ${set.transforms.join(', ')}.`;
  console.log(
    files.length === 0
      ? `All files are as before ${set.id} already.`
      : escapeOutput(`${files.length} files go back to what they were before ${set.id}.${reopened}`),
  );
}
