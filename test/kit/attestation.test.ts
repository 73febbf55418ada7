import { describe, expect, test } from '@jest/globals';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import { attestation, attestationPart, defineTransform } from '../../src/kit/index.ts';
import { memoryHome } from '../harness/memory-home.ts';

const transform = defineTransform({
  meta: {
    title: 'A door is locked',
    why: 'Nobody sees it.',
    consequence: 'None.',
    severity: 'medium',
    risk: 'safe',
    source: 'A test.',
    references: {},
  },
  params: attestation,
  parts: [attestationPart({ id: 'door', task: 'Look at the door' })],
});

/** Severity and text of what is found on 15 January 2027, in the last second of that day. */
function findings(answers: Readonly<Record<string, unknown>>): readonly string[] {
  const plan = makePlan({
    home: memoryHome(),
    transforms: [{ id: 'door', transform }],
    choices: new Map([['door', 'asked']]),
    answers: { ...noAnswers, answers: new Map([['door', answers]]) },
    now: new Date('2027-01-15T23:59:59Z'),
  });
  expect(plan.files).toEqual([]);
  return plan.findings.map(({ severity, message }) => `${severity}: ${message}`);
}

const by = { 'attested-by': 'platform team' };
const record = 'Look at the door, then record it in [answers.door] attested-by and attested-on.';

describe('an attestation', () => {
  test.each([
    ['nothing', {}],
    ['the day alone', { 'attested-on': '2027-01-15' }],
    ['the name alone', by],
  ])('is asked for when there is %s', (_, answers) => {
    expect(findings(answers)).toEqual([`info: ${record}`]);
  });

  test.each([
    ['the same day', '2027-01-15', undefined],
    ['its last day', '2026-07-19', undefined],
    ['its last day of a shorter time', '2027-01-14', 1],
    ['its last day of a longer time', '2026-01-15', 365],
  ])('counts on %s', (_, on, days) => {
    expect(findings({ ...by, 'attested-on': on, ...(days === undefined ? {} : { 'every-days': days }) })).toEqual([]);
  });

  test.each([
    ['a day later', '2026-07-18', undefined, 'is 181 days old and counts for 180'],
    ['a day after a shorter time', '2027-01-13', 1, 'is 2 days old and counts for 1'],
    ['before its day has come', '2027-01-16', undefined, 'lies in the future'],
    ['on a day that no month has', '2026-11-31', undefined, 'is of a day that does not exist'],
  ])('counts no more %s', (_, on, days, found) => {
    expect(findings({ ...by, 'attested-on': on, ...(days === undefined ? {} : { 'every-days': days }) })).toEqual([
      `low: The attestation ${found}. ${record}`,
    ]);
  });
});
