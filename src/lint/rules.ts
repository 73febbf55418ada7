import type { ReleaseVersion } from '../carbon/releases.ts';
import type { RegisteredTransform } from '../engine/registered-transform.ts';
import type { Home } from '../kit/home.ts';
import { brokenFile } from './rules/broken-file.ts';
import { configUpdateOff } from './rules/config-update-off.ts';
import { doubleKey } from './rules/double-key.ts';
import { editedFile } from './rules/edited-file.ts';
import { keyGoneIn, renamedKey } from './rules/renamed-key.ts';
import { secretsSection } from './rules/secrets-section.ts';
import { shadowedKey } from './rules/shadowed-key.ts';
import { startProblem } from './rules/start-problem.ts';
import { templateEdit } from './rules/template-edit.ts';
import { unfilledReference } from './rules/unfilled-reference.ts';
import { unknownKey } from './rules/unknown-key.ts';
import { unusedKey } from './rules/unused-key.ts';
import { wrongType } from './rules/wrong-type.ts';

/** What a configuration may have wrong with itself, in the order of the alphabet. */
export const lintRules: readonly RegisteredTransform[] = [
  { id: 'broken-file', transform: brokenFile },
  { id: 'config-update-off', transform: configUpdateOff },
  { id: 'double-key', transform: doubleKey },
  { id: 'edited-file', transform: editedFile },
  { id: 'secrets-section', transform: secretsSection },
  { id: 'shadowed-key', transform: shadowedKey },
  { id: 'start-problem', transform: startProblem },
  { id: 'unfilled-reference', transform: unfilledReference },
  { id: 'unknown-key', transform: unknownKey },
  { id: 'unused-key', transform: unusedKey },
  { id: 'wrong-type', transform: wrongType },
];

/** The rules that compare with another installation, to which this one is to be updated or moved. */
export function targetRules(target: Home): readonly RegisteredTransform[] {
  return [
    { id: 'renamed-key', transform: renamedKey(target) },
    { id: 'template-edit', transform: templateEdit(target) },
  ];
}

/** Of those, what can be told by the number of a release alone. */
export function releaseRules(release: ReleaseVersion): readonly RegisteredTransform[] {
  return [{ id: 'renamed-key', transform: keyGoneIn(release) }];
}
