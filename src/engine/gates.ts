import type { Gate } from './report-input.ts';

/** What keeps `apply` from writing, whatever the operator consents to. */
export function gatesOf(run: { readonly unknownVersion: string | undefined }): readonly Gate[] {
  const gates: Gate[] = [];
  if (run.unknownVersion !== undefined) {
    gates.push({
      id: 'unknown-version',
      message: `Version ${run.unknownVersion} is not known to this harden, so a change could do something else than meant.`,
      hint: 'Use a newer harden, or name the release whose rules fit with --assume-version.',
    });
  }
  return gates;
}
