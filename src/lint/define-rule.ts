import type { Severity } from '../kit/finding.ts';
import { type AnyTransform, defineTransform, type Part } from '../kit/transform.ts';

/**
 * Defines a rule of the linter. It has the form of a transform, so that plan, report and fix are the same; its changes are
 * made only where `apply --only` names it, because a linter cannot know which of two meanings was meant.
 */
export function defineRule(rule: {
  readonly title: string;
  readonly why: string;
  readonly consequence: string;
  readonly severity: Severity;
  readonly source: string;
  readonly evidence?: 'rendered';
  readonly parts: readonly Part[];
}): AnyTransform {
  const { parts, ...meta } = rule;
  return defineTransform({ meta: { ...meta, risk: 'disruptive', references: {} }, parts });
}
