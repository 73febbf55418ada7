import type { Waiver } from './answer-file.ts';
import type { Plan } from './plan.ts';

const day = 24 * 60 * 60 * 1000;
const warnDays = 14;

/** What the operator should know of the waivers: those that are over, about to be, or for nothing. */
export function waiverNotes(waivers: readonly Waiver[], plan: Plan, now: Date): readonly string[] {
  return waivers.flatMap(({ id, expires }) => {
    const lastDay = new Date(expires.getTime() - day).toISOString().slice(0, 10);
    const left = Math.ceil((expires.getTime() - now.getTime()) / day);
    if (left <= 0) return [`The waiver of ${id} expired on ${lastDay} and counts no more.`];
    const isUsed = plan.findings.some(({ transform, status }) => transform === id && status === 'waived');
    return [
      ...(left <= warnDays ? [`The waiver of ${id} holds until ${lastDay} only.`] : []),
      ...(isUsed ? [] : [`The waiver of ${id} is for nothing: there is no finding that it covers.`]),
    ];
  });
}
