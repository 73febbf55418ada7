import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { registry } from '../../src/cli/registry.ts';
import { DocumentError } from '../../src/documents/document-error.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { type AnswerFile, checkAnswerFile, noAnswers } from '../../src/engine/answer-file.ts';
import { choicesOf } from '../../src/engine/choices.ts';
import { confirmPlan } from '../../src/engine/confirm-plan.ts';
import { effectiveGates } from '../../src/engine/effective-gate.ts';
import { gatesOf } from '../../src/engine/gates.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import { parsePlanFile, planFileText, requireOwnPlan } from '../../src/engine/plan-file.ts';
import { HardenError } from '../../src/harden-error.ts';
import type { Home } from '../../src/kit/home.ts';
import { createRedactor } from '../../src/report/redact.ts';
import { unifiedDiff } from '../../src/report/unified-diff.ts';
import { memoryHome } from '../harness/memory-home.ts';
import { anywhere, type Format, mutate, numbersFrom, tokensOf } from './mutate.ts';

/** In the long run 20,000 over all formats. */
const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 40);
const mostMilliseconds = 2000;
const root = join(import.meta.dirname, '../fixtures/sample-home');
const now = new Date('2027-01-15T12:00:00Z');
const [key, place] = [Buffer.alloc(32, 1), { path: '/opt/wso2is', id: 'wso2is-1' }];

const files: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(root, path)).isFile())
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);
const formats: readonly (readonly [RegExp, Format])[] = [
  [/deployment\.toml$/, 'toml'],
  [/\.xml(?:\.j2)?$/, 'xml'],
  [/\.properties$/, 'properties'],
  [/\.(?:sh|bat|conf)$/, 'script'],
  [/conf\/[\w-]+\.json$/, 'json'],
];

/** Everything that a run does with what it read, up to the moment of writing. */
function workOn(home: Home, answers: AnswerFile): void {
  const choices = choicesOf({ transforms: registry, only: [], skip: [], answers, now });
  const plan = makePlan({ home, transforms: registry, choices, answers, now });
  confirmPlan(plan);
  gatesOf({ unknownVersion: undefined, home, plan, choices, given: new Set(), secretsOut: 'none' });
  effectiveGates(home, plan);
  const redactor = createRedactor();
  for (const file of plan.files) unifiedDiff(file, redactor);
}

/** Whatever else is thrown would be shown with its stack, as a bug. */
function refuses(work: () => void, input: string): boolean {
  let slowest = 0;
  for (let attempt = 0; attempt < 3; attempt++) {
    const start = process.cpuUsage();
    let refusal: unknown;
    try {
      work();
    } catch (error) {
      if (!(error instanceof HardenError)) throw new Error(`${error} for ${JSON.stringify(input)}`, { cause: error });
      refusal = error;
    }
    const { user, system } = process.cpuUsage(start);
    // What other processes take is not counted; a collection of garbage may fall into one attempt.
    slowest = (user + system) / 1000;
    if (slowest < mostMilliseconds) return refusal !== undefined;
  }
  throw new Error(`${Math.round(slowest)} ms for ${JSON.stringify(input)}`);
}

function mutations(text: string, format: Format, seed: number, number: number): readonly string[] {
  const random = numbersFrom(seed);
  return Array.from({ length: number }, () => mutate(text, format, random));
}

const nature = Object.getOwnPropertyNames(Object.prototype).length;

describe('a mutated file of the installation is worked on or refused, in time', () => {
  const paths = formats.map(
    ([pattern, format]) => [format, Object.keys(files).filter((path) => pattern.test(path))] as const,
  );

  test.each(paths)('%s', (format, named) => {
    for (const [index, path] of named.entries()) {
      const share = Math.ceil(runs / named.length);
      for (const text of mutations(files[path] ?? '', format, 1000 + index, share)) {
        refuses(() => workOn(memoryHome({ files: { ...files, [path]: text } }), noAnswers), text);
      }
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(nature);
  });
});

describe('a file as large as may be, of one thing over and over, is worked on or refused, in time', () => {
  const bound = 1 << 20;
  const paths = formats.map(
    ([pattern, format]) => [format, Object.keys(files).find((path) => pattern.test(path)) ?? ''] as const,
  );

  test.each(paths)('%s', (format, path) => {
    const original = files[path] ?? '';
    const half = original.slice(0, original.length / 2);
    const all = [
      ...new Set<string>([...anywhere, ...tokensOf[format], ...tokensOf[format].map((token) => `${token} a`)]),
    ];
    for (const token of runs > 40 ? all : all.filter((_, index) => index % 6 === 0)) {
      const many = token.repeat((bound - original.length) / token.length);
      refuses(() => workOn(memoryHome({ files: { ...files, [path]: half + many } }), noAnswers), token);
    }
  });
});

describe('a mutated file of the operator is taken or refused, in time', () => {
  test('answers', () => {
    const text = `profile = "strict"
[transforms]
http-connector = true
jvm-memory = false
[answers.callback-regex]
hosts = ["login.example.com", "app.example.com:8443"]
[answers.ports]
offset = 11
[answers.super-admin]
username = "operator"
password = "file:/run/secrets/admin"
[[waivers]]
id = "http-connector"
reason = "TLS ends at the balancer"
owner = "platform team"
expires = 2027-06-30
`;
    const home = memoryHome({ files });
    let taken = 0;
    for (const mutated of mutations(text, 'toml', 7, runs)) {
      let answers: AnswerFile | undefined;
      const isRefused = refuses(() => {
        try {
          answers = checkAnswerFile(TomlDocument.parse(mutated).values, registry);
        } catch (error) {
          // The command line names file and line of it.
          if (!(error instanceof DocumentError)) throw error;
        }
      }, mutated);
      if (isRefused || answers === undefined) continue;
      taken++;
      const accepted = answers;
      refuses(() => workOn(home, accepted), mutated);
    }
    if (runs >= 40) expect(taken).toBeGreaterThan(0);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(nature);
  });

  test('plans, of which none is taken for its original', () => {
    const home = memoryHome({ files });
    const choices = choicesOf({ transforms: registry, only: [], skip: [], answers: noAnswers, now });
    const plan = makePlan({ home, transforms: registry, choices, answers: noAnswers, now });
    const redactor = createRedactor();
    const text = planFileText({
      ...{ key, tool: '0.1.0', home: place, release: '7.1.0', answers: noAnswers, plan, profile: 'recommended' },
      ...{ only: [], skip: [], gates: [], now, diffOf: (file) => unifiedDiff(file, redactor) },
    });
    const original = JSON.stringify(JSON.parse(text));
    requireOwnPlan(parsePlanFile(text, '0.1.0'), place, key);
    for (const mutated of mutations(text, 'json', 9, runs)) {
      const isRefused = refuses(() => requireOwnPlan(parsePlanFile(mutated, '0.1.0'), place, key), mutated);
      if (!isRefused) expect(JSON.stringify(JSON.parse(mutated))).toBe(original);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(nature);
  });

  test('plans and answers that are nested deeper than anybody writes', () => {
    for (const depth of [65, 1000, 10_000, 200_000]) {
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        const value = open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth);
        const plan = `{"version":1,"tool":{"name":"harden","version":"0.1.0"},"home":${JSON.stringify(place)},"release":"7.1.0","profile":"strict","only":[],"skip":[],"answers":"a","transforms":[],"changes":0,"files":[],"gates":${value},"seal":"s"}`;
        expect(refuses(() => requireOwnPlan(parsePlanFile(plan, '0.1.0'), place, key), plan.slice(0, 40))).toBe(true);
      }
      const answers = `profile = ${'['.repeat(depth)}${']'.repeat(depth)}\n`;
      expect(() => TomlDocument.parse(answers)).toThrow(DocumentError);
    }
  });
});
