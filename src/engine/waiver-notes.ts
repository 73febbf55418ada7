import type { Plan } from './plan.ts';
import { isInScope, lastDayOf, type Waiver } from './waivers.ts';

/** A waiver, and what it came to in a run. */
export interface JudgedWaiver extends Waiver {
  /** `unused`: in force, and there is no finding that it covers. `not judged`: its transform was not run. */
  readonly state: 'in force' | 'expired' | 'unused' | 'not judged';
}

const day = 24 * 60 * 60 * 1000;
const warnDays = 14;

/** Tells of each waiver what it covers in a plan. */
export function judgeWaivers(waivers: readonly Waiver[], plan: Plan, now: Date): readonly JudgedWaiver[] {
  const judged = new Set(
    plan.verdicts.filter(({ status }) => status !== 'not-reviewed').map(({ transform }) => transform),
  );
  return waivers.map((waiver) => {
    const { id, expires } = waiver;
    const isUsed = plan.findings.some(
      ({ transform, status, path }) => transform === id && status === 'waived' && isInScope(waiver, path),
    );
    if (expires <= now) return { ...waiver, state: 'expired' };
    return { ...waiver, state: isUsed ? 'in force' : judged.has(id) ? 'unused' : 'not judged' };
  });
}

/** What the operator should know of the waivers: those that are over, about to be, or for nothing. */
export function waiverNotes(waivers: readonly JudgedWaiver[], now: Date): readonly string[] {
  return waivers.flatMap((waiver) => {
    const { scope, state, expires } = waiver;
    const name = scope === undefined ? waiver.id : `${waiver.id} in ${scope.join(', ')}`;
    const lastDay = lastDayOf(waiver);
    if (state === 'expired') return [`The waiver of ${name} expired on ${lastDay} and counts no more.`];
    const left = Math.ceil((expires.getTime() - now.getTime()) / day);
    return [
      ...(left <= warnDays ? [`The waiver of ${name} holds until ${lastDay} only.`] : []),
      ...(state === 'unused' ? [`The waiver of ${name} is for nothing: there is no finding that it covers.`] : []),
    ];
  });
}
