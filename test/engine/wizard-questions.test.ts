import { describe, expect, test } from '@jest/globals';
import { registry } from '../../src/cli/registry.ts';
import type { Plan, PlannedFinding } from '../../src/engine/plan.ts';
import { type Draft, emptyDraft, type Question, questionsOf } from '../../src/engine/wizard-questions.ts';

function planOf(...findings: readonly (readonly [id: string, change: PlannedFinding['change']])[]): Plan {
  return {
    findings: findings.map(([transform, change]) => ({
      transform,
      change,
      path: 'a',
      at: 'b',
      message: 'c',
      severity: 'low',
      risk: 'disruptive',
      status: 'fail',
    })),
    verdicts: [],
    files: [],
    steps: [],
    weakened: [],
    authors: new Map(),
  };
}

function questions(plan: Plan, draft: Draft = emptyDraft): readonly Question[] {
  return questionsOf(draft, plan, registry);
}

function questionOf(plan: Plan, key: string, draft: Draft = emptyDraft): Question {
  const found = questions(plan, draft).find((question) => question.key === key);
  if (found === undefined) throw new Error(`${key} is not asked`);
  return found;
}

function answered(question: Question, typed: string): Draft {
  const draft = question.answer(typed);
  if (typeof draft === 'string') throw new Error(draft);
  return draft;
}

const stores = planOf(['keystore-internal', 'planned'], ['keystore-tls', 'planned']);

describe('the questions of the wizard', () => {
  test('begin with the profile and the host name, on which others rest', () => {
    const keys = questions(planOf(['callback-regex', 'none'], ['server-hostname', 'none'])).map(({ key }) => key);
    expect(keys).toEqual(['profile', 'server-hostname.hostname', 'callback-regex.hosts']);
  });

  test('are about nothing but what this plan finds', () => {
    expect(questions(planOf()).map(({ key }) => key)).toEqual(['profile']);
  });

  test('are not about what could not be checked, which no answer mends', () => {
    const plan = planOf(['keystore-tls', 'none']);
    const findings = plan.findings.map((finding) => ({ ...finding, status: 'error' as const }));
    expect(questions({ ...plan, findings }).map(({ key }) => key)).toEqual(['profile']);
  });

  test('are asked once where several transforms need the answer', () => {
    const names = questions(stores).filter(({ ask }) => ask.startsWith('By which other names'));
    expect(names.map(({ topic }) => topic)).toEqual(['For keystore-internal, keystore-tls']);
    const { answers } = answered(questionOf(stores, 'keystore-internal.names'), 'a.example.com, 10.0.0.7');
    expect(answers.get('keystore-tls')).toEqual({ names: ['a.example.com', '10.0.0.7'] });
    expect(answers.get('keystore-internal')).toEqual(answers.get('keystore-tls'));
  });

  test('are asked of each review by itself, with what to review', () => {
    const reviews = questions(planOf(['console-access', 'none'], ['application-review', 'none']));
    expect(reviews.map(({ key }) => key)).toEqual([
      'profile',
      'application-review.attested-by',
      'console-access.attested-by',
    ]);
    expect(reviews[1]?.about[0]).toBe('c');
  });

  test('leave to the profile what it decides', () => {
    expect(questions(stores).some(({ key }) => key.endsWith('key-bits'))).toBe(false);
  });

  test('go on only where an answer has to follow', () => {
    const plan = planOf(['console-access', 'none']);
    expect(questions(plan).map(({ key }) => key)).toEqual(['profile', 'console-access.attested-by']);
    const draft = answered(questionOf(plan, 'console-access.attested-by'), 'platform team');
    expect(questions(plan, draft).map(({ key }) => key)).toContain('console-access.attested-on');
  });

  test('propose yes where an answer already says so, or the profile asks', () => {
    const ports = planOf(['ports', 'withheld']);
    expect(questionOf(ports, 'ports').preset).toBe('no');
    const moved = { ...emptyDraft, answers: new Map([['ports', { offset: 10 }]]) };
    expect(questionOf(ports, 'ports', moved).preset).toBe('yes');
    const http = planOf(['http-connector', 'planned']);
    expect(questionOf(http, 'http-connector', { ...emptyDraft, profile: 'strict' }).preset).toBe('yes');
  });

  test('write a no down where it differs from the profile, and only there', () => {
    const no = (profile: Draft['profile'], change: PlannedFinding['change']) =>
      answered(questionOf(planOf(['http-connector', change]), 'http-connector', { ...emptyDraft, profile }), 'no');
    expect([...no('strict', 'planned').transforms]).toEqual([['http-connector', 'report']]);
    expect([...no('recommended', 'withheld').transforms]).toEqual([]);
  });

  test('tell what is wrong with an answer, in the words of what fits', () => {
    const host = questionOf(planOf(['server-hostname', 'none']), 'server-hostname.hostname');
    expect(host.takes).toBe('a host name, none');
    expect(host.answer('https://x')).toBe('This is not a host name.');
    expect(host.answer('none')).toEqual({ ...emptyDraft, answers: new Map([['server-hostname', {}]]) });
  });
});
