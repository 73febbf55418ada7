import { describe, expect, test } from '@jest/globals';
import { answersOf, checkAnswerFile, noAnswers } from '../../src/engine/answer-file.ts';
import { choicesOf } from '../../src/engine/choices.ts';
import { gatesOf } from '../../src/engine/gates.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { Home } from '../../src/kit/home.ts';
import { newSecret } from '../../src/kit/material.ts';
import type { Params } from '../../src/kit/params.ts';
import { tomlChanges } from '../../src/kit/toml-changes.ts';
import { tomlPart } from '../../src/kit/toml-part.ts';
import { type AnyTransform, defineTransform, type Meta } from '../../src/kit/transform.ts';
import { memoryHome } from '../harness/memory-home.ts';

const now = new Date('2027-01-15T12:00:00Z');

function transformOf(
  meta: Partial<Meta>,
  params: Params = {},
  value = newSecret('super-admin.password'),
): AnyTransform {
  return defineTransform({
    meta: {
      title: 't',
      why: 'w',
      consequence: 'c',
      severity: 'high',
      risk: 'data',
      source: 's',
      references: {},
      ...meta,
    },
    params,
    parts: [
      tomlPart({
        inspect: (document) =>
          document.has(['made'])
            ? []
            : [{ at: 'made', message: 'is missing.', change: tomlChanges(document, [{ path: ['made'], value }]) }],
      }),
    ],
  });
}

const secretParam: Params = {
  password: { kind: 'secret', key: 'some.key', pattern: /^\S{8,30}$/, question: 'q', help: 'h' },
};

function planOf(transform: AnyTransform, home: Home, choice: 'default' | 'asked' = 'default'): Plan {
  return makePlan({
    home,
    transforms: [{ id: 'one', transform }],
    choices: new Map([['one', choice]]),
    answers: noAnswers,
    now,
  });
}

describe('a change that may make data unreadable', () => {
  const joined = { 'repository/conf/deployment.toml': '[database.shared_db]\nurl = "jdbc:mysql://db/shared"\n' };

  test.each([
    ['is made where the server was never started and its data is its own', {}, 1],
    ['is held back where the server was started', { startTraces: ['repository/logs/wso2carbon.log'] }, 0],
    ['is held back where the database may hold data of others', { files: joined }, 0],
  ] as const)('%s', (_, request, files) => {
    expect(planOf(transformOf({}), memoryHome(request)).files).toHaveLength(files);
  });

  test('is made when it is asked for', () => {
    expect(planOf(transformOf({}), memoryHome({ files: joined }), 'asked').files).toHaveLength(1);
  });
});

describe('gates', () => {
  const stopped = memoryHome();
  const running: Home = { ...stopped, server: { kind: 'running', pid: 42 } };
  const gate = (home: Home, request: Partial<Parameters<typeof gatesOf>[0]> = {}) =>
    gatesOf({
      unknownVersion: undefined,
      home,
      plan: planOf(transformOf({}), home),
      choices: new Map(),
      given: new Set(),
      secretsOut: 'named',
      ...request,
    }).map(({ id }) => id);

  test('refuse to change keys and secrets under a server that runs', () => {
    expect(gate(stopped)).toEqual([]);
    expect(gate(running)).toEqual(['server-running']);
  });

  test('let other changes pass that a running server reads at its next start', () => {
    expect(gate(running, { plan: planOf(transformOf({ risk: 'safe' }, {}, 'no secret'), running) })).toEqual([]);
  });

  test('refuse to make a secret that nobody would know', () => {
    expect(gate(stopped, { secretsOut: 'none' })).toEqual(['secrets-out']);
    expect(gate(stopped, { secretsOut: 'none', given: new Set(['super-admin.password']) })).toEqual([]);
    const other = planOf(transformOf({}, {}, newSecret('app-password')), stopped);
    expect(gate(stopped, { secretsOut: 'none', plan: other })).toEqual([]);
  });
});

describe('transforms that only work together', () => {
  const transforms = [
    { id: 'key', transform: transformOf({ together: ['trust'] }) },
    { id: 'other', transform: transformOf({}) },
    { id: 'trust', transform: transformOf({}) },
  ];
  const choose = (request: {
    readonly only?: readonly string[];
    readonly skip?: readonly string[];
    readonly asked?: string;
  }) =>
    choicesOf({
      transforms,
      only: request.only ?? [],
      skip: request.skip ?? [],
      answers: { ...noAnswers, transforms: new Map(request.asked === undefined ? [] : [[request.asked, true]]) },
      now,
    });

  test('are asked for together', () => {
    expect([...choose({ only: ['key'] })]).toEqual([
      ['key', 'asked'],
      ['trust', 'asked'],
    ]);
    expect(choose({ asked: 'key' }).get('trust')).toBe('asked');
    expect(choose({ asked: 'key' }).get('other')).toBe('default');
  });

  test('are not asked for by the one that can do without', () => {
    expect([...choose({ only: ['trust'] })]).toEqual([['trust', 'asked']]);
  });

  test('are left out together', () => {
    expect(() => choose({ skip: ['trust'] })).toThrow('key cannot be applied without trust');
    expect(choose({ skip: ['key', 'trust'] }).get('other')).toBe('default');
    expect(choose({ skip: ['key'] }).get('trust')).toBe('default');
  });
});

test('a transform that comes last sees what all others have left', () => {
  const seen: boolean[] = [];
  const last = defineTransform({
    meta: { ...transformOf({}).meta, order: 'last' },
    parts: [
      tomlPart({
        inspect(document) {
          seen.push(document.has(['made']));
          return [];
        },
      }),
    ],
  });
  makePlan({
    home: memoryHome(),
    transforms: [
      { id: 'a', transform: last },
      { id: 'b', transform: transformOf({}) },
    ],
    choices: new Map([
      ['a', 'default'],
      ['b', 'default'],
    ]),
    answers: noAnswers,
    now,
  });
  expect(seen.length).toBeGreaterThan(0);
  expect(seen).not.toContain(false);
});

describe('an answer that is a secret', () => {
  const transforms = [{ id: 'one', transform: transformOf({}, secretParam) }];
  const check = (password: unknown) => checkAnswerFile({ answers: { one: { password } } }, transforms);

  test.each(['env:ADMIN_PASSWORD', 'file:/run/secrets/admin', 'prompt'])('is named by its place: %s', (place) => {
    expect(check(place).answers.get('one')).toEqual({ password: place });
  });

  test.each(['Kanarie-42', 'file:relative', 'env:', 'env:a b', 42])('is never the value itself: %s', (value) => {
    expect(() => check(value)).toThrow('neither env:NAME, file:PATH nor prompt');
    expect(() => check(value)).not.toThrow(/Kanarie/);
  });

  test('is known to a transform by what stands for it alone', () => {
    expect(answersOf('one', secretParam, { password: 'env:ADMIN_PASSWORD' })).toEqual({
      password: '⟦new one.password⟧',
    });
    expect(answersOf('one', secretParam)).toEqual({ password: undefined });
  });
});
