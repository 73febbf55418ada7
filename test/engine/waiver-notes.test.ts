import { describe, expect, test } from '@jest/globals';
import type { Plan, PlannedFinding } from '../../src/engine/plan.ts';
import { judgeWaivers, waiverNotes } from '../../src/engine/waiver-notes.ts';
import type { Waiver } from '../../src/engine/waivers.ts';

const waived: PlannedFinding = {
  transform: 'ports',
  path: 'repository/conf/deployment.toml',
  at: 'server.offset',
  message: 'The ports are the shipped ones.',
  severity: 'info',
  risk: 'disruptive',
  status: 'waived',
  change: 'withheld',
};
const plan: Plan = {
  findings: [waived],
  weakened: [],
  verdicts: [
    { transform: 'ports', status: 'waived' },
    { transform: 'hsts', status: 'pass' },
    { transform: 'jdk', status: 'not-reviewed' },
  ],
  files: [],
  steps: [],
  authors: new Map(),
};
const now = new Date('2027-06-10T12:00:00Z');

function waiver(id: string, lastDay: string, scope?: readonly string[]): Waiver {
  const expires = new Date(Date.parse(`${lastDay}T00:00:00Z`) + 24 * 60 * 60 * 1000);
  return { id, reason: 'it has one', owner: 'platform team', expires, ...(scope === undefined ? {} : { scope }) };
}

function notesOn(...waivers: readonly Waiver[]): readonly string[] {
  return waiverNotes(judgeWaivers(waivers, plan, now), now);
}

describe('notes on waivers', () => {
  test.each([
    ['far from over', '2027-06-24', []],
    ['in its last fourteen days', '2027-06-23', ['The waiver of ports holds until 2027-06-23 only.']],
    ['on its last day', '2027-06-10', ['The waiver of ports holds until 2027-06-10 only.']],
    ['over', '2027-06-09', ['The waiver of ports expired on 2027-06-09 and counts no more.']],
  ])('tell of one that is %s', (_, lastDay, notes) => {
    expect(notesOn(waiver('ports', lastDay))).toEqual(notes);
  });

  test('tell of one that covers no finding', () => {
    expect(notesOn(waiver('hsts', '2028-01-01'))).toEqual([
      'The waiver of hsts is for nothing: there is no finding that it covers.',
    ]);
  });

  test('tell of one whose scope covers no finding, and by which file it is known', () => {
    expect(notesOn(waiver('ports', '2028-01-01', ['bin/*']))).toEqual([
      'The waiver of ports in bin/* is for nothing: there is no finding that it covers.',
    ]);
    expect(notesOn(waiver('ports', '2028-01-01', ['repository/conf/*.toml']))).toEqual([]);
  });

  test.each(['jdk', 'cors-origins'])('are silent on %s, which was not judged', (id) => {
    expect(notesOn(waiver(id, '2028-01-01'))).toEqual([]);
  });

  test('tell of an expired one and leave the others as they are', () => {
    const notes = notesOn(waiver('hsts', '2027-01-01'), waiver('ports', '2028-01-01'));
    expect(notes).toEqual(['The waiver of hsts expired on 2027-01-01 and counts no more.']);
  });
});
