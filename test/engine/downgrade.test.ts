import { expect, test } from '@jest/globals';
import { noAnswers } from '../../src/engine/answer-file.ts';
import type { Choice } from '../../src/engine/choices.ts';
import { gatesOf } from '../../src/engine/gates.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { Finding } from '../../src/kit/finding.ts';
import { tomlChanges } from '../../src/kit/toml-changes.ts';
import { tomlPart } from '../../src/kit/toml-part.ts';
import { type AnyTransform, defineTransform } from '../../src/kit/transform.ts';
import { memoryHome } from '../harness/memory-home.ts';

const meta = {
  title: 't',
  why: 'w',
  consequence: 'c',
  severity: 'high',
  risk: 'safe',
  source: 's',
  references: {},
} as const;

/** Moves all ports, whatever anybody else thinks of it. */
const mover = defineTransform({
  meta,
  parts: [
    tomlPart({
      inspect: (document) =>
        document.get(['port']) === 2
          ? []
          : [{ at: 'port', message: 'x', change: tomlChanges(document, [{ path: ['port'], value: 2 }]) }],
    }),
  ],
});

function guardOf(finding: Partial<Finding>, isContent: (port: unknown) => boolean): AnyTransform {
  return defineTransform({
    meta,
    parts: [
      tomlPart({
        inspect: (document) =>
          isContent(document.get(['port'])) ? [] : [{ at: 'port', message: 'has to be 1.', ...finding }],
      }),
    ],
  });
}

function gates(guard: AnyTransform, choice: Choice = 'default', port = 1): readonly string[] {
  const home = memoryHome({ files: { 'repository/conf/deployment.toml': `port = ${port}\n` } });
  const choices = new Map<string, Choice>([
    ['mover', 'default'],
    ['guard', choice],
  ]);
  const transforms = [
    { id: 'mover', transform: mover },
    { id: 'guard', transform: guard },
  ];
  const request = { home, transforms, choices, answers: noAnswers, profile: 'recommended', now: new Date() } as const;
  const plan = makePlan(request);
  return gatesOf({ unknownVersion: undefined, home, plan, choices, given: new Set(), secretsOut: 'named' }).map(
    ({ id, message }) => `${id}: ${message}`,
  );
}

const wantsOne = (port: unknown): boolean => port === 1;

test('a plan that undoes what is in order is refused, and the message names it', () => {
  expect(gates(guardOf({}, wantsOne))).toEqual(['downgrade: The plan would undo what is in order now: guard.']);
  expect(gates(guardOf({ status: 'error' }, wantsOne))).toHaveLength(1);
});

test('what was amiss before, what a change puts right again and what is waived keeps no plan from being applied', () => {
  expect(gates(guardOf({}, wantsOne), 'default', 3)).toEqual([]);
  expect(gates(guardOf({}, (port) => port === 1 || port === 2))).toEqual([]);
  expect(gates(guardOf({}, wantsOne), 'waived')).toEqual([]);
});
