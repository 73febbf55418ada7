import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReleaseVersion } from '../../src/carbon/releases.ts';
import { registry } from '../../src/cli/registry.ts';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import { folderHome } from './folder-home.ts';

/** Each file holds the findings in one home, reviewed line by line. */
export const reviewed = fileURLToPath(new URL('../fixtures/expected-findings', import.meta.url));

/** What every transform says of a home, a line a finding. */
export function findingsOf(root: string, release?: ReleaseVersion): string {
  const plan = makePlan({
    home: folderHome(root, release),
    transforms: registry,
    choices: new Map(registry.map(({ id }) => [id, 'default'])),
    answers: noAnswers,
    now: new Date('2027-01-15T12:00:00Z'),
  });
  const lines = plan.findings.map(({ transform, severity, status, change, path, at, message }) =>
    [transform, severity, status, change, path, at, message].join(' | '),
  );
  return `${lines.sort().join('\n')}\n`;
}

/** `HARDEN_UPDATE_FINDINGS=1` writes the files anew, for a review in the diff. */
export function reviewedFindings(name: string, actual: string): string {
  const file = join(reviewed, `${name}.txt`);
  if (process.env['HARDEN_UPDATE_FINDINGS'] === '1') writeFileSync(file, actual);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
