import type { Home } from '../kit/home.ts';
import { noAnswers } from './answer-file.ts';
import { makePlan } from './make-plan.ts';
import type { PlannedFile } from './plan.ts';
import type { RegisteredTransform } from './registered-transform.ts';
import { stageHome } from './staged-home.ts';

/** The transforms that are content with a home and would not be with these files in it. */
export function newlyOpen(
  home: Home,
  files: readonly PlannedFile[],
  transforms: readonly RegisteredTransform[],
  now: Date,
): ReadonlySet<string> {
  const staged = stageHome(home);
  for (const { path, after } of files) staged.put(path, after);
  const before = openIn(home, transforms, now);
  return new Set([...openIn(staged.home, transforms, now)].filter((id) => !before.has(id)));
}

function openIn(home: Home, transforms: readonly RegisteredTransform[], now: Date): ReadonlySet<string> {
  const choices = new Map(transforms.map(({ id }) => [id, 'left' as const]));
  const { findings } = makePlan({ home, transforms, choices, answers: noAnswers, now });
  return new Set(findings.map(({ transform }) => transform));
}
