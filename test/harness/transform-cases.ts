import { describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import type { ReleaseVersion } from '../../src/carbon/releases.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { tomlRuntimeProblems } from '../../src/documents/toml-runtime.ts';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { confirmPlan } from '../../src/engine/confirm-plan.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { type Profile, standardProfile, withProfile } from '../../src/engine/profile.ts';
import type { Content } from '../../src/kit/finding.ts';
import type { Home } from '../../src/kit/home.ts';
import type { StoreRecipe } from '../../src/kit/store-recipe.ts';
import type { AnyTransform } from '../../src/kit/transform.ts';
import { createRedactor } from '../../src/report/redact.ts';
import { type MemoryHomeRequest, memoryHome } from './memory-home.ts';

/** One row of a transform's table: a home before, and what becomes of it. */
export interface Case extends Omit<MemoryHomeRequest, 'release' | 'files'> {
  /** A sentence that says what the row shows. */
  readonly says: string;
  readonly releases?: readonly ReleaseVersion[];
  /** Shorthand for deployment.toml alone. */
  readonly toml?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Whose values count where the row has no answer of its own. */
  readonly profile?: Profile;
  readonly answers?: Readonly<Record<string, unknown>>;
  /** `default` applies only what is safe; the others as on the command line. */
  readonly choice?: 'default' | 'asked' | 'waived';
  /** Shorthand for deployment.toml afterwards. */
  readonly tomlBecomes?: string;
  /** The changed files afterwards, exactly; none means that everything stays as it is. */
  readonly becomes?: Readonly<Record<string, unknown>>;
  /** `at` of each finding, in order, where the row is about them. */
  readonly finds?: readonly string[];
  /** What the message of each finding says, in order, where the row is about it. */
  readonly messages?: readonly RegExp[];
  /** Severity and risk of each finding, such as `low disruptive`, in order, where the row is about them. */
  readonly rated?: readonly string[];
  /** The verdict, where the row is about it. */
  readonly verdict?: Plan['verdicts'][number]['status'];
}

const now = new Date('2027-01-15T12:00:00Z');
const usualReleases = ['7.1.0'] as const;

/** Proves each row of a transform of the catalogue, which has rows of both kinds for several releases. */
export function describeTransform(id: string, transform: AnyTransform, cases: readonly Case[]): void {
  describe(id, () => {
    test('has rows that fire and rows that stay, for at least three releases each', () => {
      expect(releasesOf(cases.filter(isFiring)).size).toBeGreaterThanOrEqual(3);
      expect(releasesOf(cases.filter((row) => !isFiring(row))).size).toBeGreaterThanOrEqual(3);
    });
  });
  describeRule(id, transform, cases);
}

/** Proves each row, and on each row the laws that hold for every transform and every rule of the linter. */
export function describeRule(id: string, transform: AnyTransform, cases: readonly Case[]): void {
  describe(id, () => {
    test('has a row that fires and one that stays', () => {
      expect(cases.some(isFiring)).toBe(true);
      expect(cases.every(isFiring)).toBe(false);
    });

    for (const row of cases) {
      for (const release of row.releases ?? usualReleases) {
        test(`${row.says} (${release})`, async () => {
          const home = homeOf(row, release);
          const plan = planOf(id, transform, row, home);
          confirmPlan(plan);
          expect(changedTexts(plan)).toEqual(expectedTexts(row));
          if (row.finds !== undefined) expect(plan.findings.map(({ at }) => at)).toEqual(row.finds);
          if (row.messages !== undefined) {
            expect(plan.findings).toHaveLength(row.messages.length);
            for (const [index, said] of row.messages.entries()) expect(plan.findings[index]?.message).toMatch(said);
          }
          if (row.rated !== undefined)
            expect(plan.findings.map(({ severity, risk }) => `${severity} ${risk}`)).toEqual(row.rated);
          if (row.verdict !== undefined) expect(plan.verdicts).toEqual([{ transform: id, status: row.verdict }]);
          proveLaws(id, transform, row, home, plan);
        });
      }
    }
  });
}

function proveLaws(id: string, transform: AnyTransform, row: Case, home: Home, plan: Plan): void {
  // Pure: the same input gives the same plan.
  expect(planOf(id, transform, row, home)).toEqual(plan);
  // Understood: nothing that a message says looks like a secret, to be masked.
  for (const { message } of plan.findings) expect(createRedactor().sentence(message)).toBe(message);
  // Converges: what it wrote, it leaves alone.
  const after = memoryLayer(home, plan);
  expect(planOf(id, transform, row, after).files).toEqual([]);
  for (const { path, before, after: content } of plan.files) {
    if (content?.kind !== 'text' || before?.kind !== 'text') continue;
    // Line ends and the final newline, or its absence, stay.
    expect(content.text.includes('\r\n')).toBe(before.text.includes('\r\n'));
    if (before.text !== '')
      expect(/\n$/.test(content.text)).toBe(/\n$/.test(before.text) || isAppended(before.text, content.text));
    // Comments stay.
    for (const comment of commentsOf(path, before.text)) expect(content.text).toContain(comment);
    // The product's own parser accepts it.
    if (path === layout.deploymentToml) expect(tomlRuntimeProblems(TomlDocument.parse(content.text))).toEqual([]);
  }
}

/** A line added behind a last line without an end has to end that line first. */
function isAppended(before: string, after: string): boolean {
  return after.startsWith(before);
}

function commentsOf(path: string, text: string): readonly string[] {
  if (/\.(xml|j2)$/.test(path)) return [...text.matchAll(/<!--[\s\S]*?-->/g)].map(([comment]) => comment);
  return text.split(/\r?\n/).filter((line) => /^\s*(#|rem )/i.test(line));
}

function planOf(id: string, transform: AnyTransform, row: Case, home: Home): Plan {
  return makePlan({
    home,
    transforms: [{ id, transform }],
    choices: new Map([[id, row.choice ?? 'default']]),
    answers: withProfile({ ...noAnswers, answers: new Map([[id, row.answers ?? {}]]) }, row.profile ?? standardProfile),
    now,
  });
}

function homeOf(row: Case, release: ReleaseVersion): Home {
  const files = row.toml === undefined ? row.files : { ...row.files, [layout.deploymentToml]: row.toml };
  return memoryHome({ ...row, release, ...(files === undefined ? {} : { files }) });
}

/** The home as the plan leaves it. */
function memoryLayer(home: Home, plan: Plan): Home {
  const changed = new Map(plan.files.map((file) => [file.path, file.after]));
  return {
    ...home,
    read: (path) => {
      if (!changed.has(path)) return home.read(path);
      const content = changed.get(path);
      return content === undefined ? { kind: 'absent', path } : { ...content, path };
    },
  };
}

function releasesOf(rows: readonly Case[]): ReadonlySet<ReleaseVersion> {
  return new Set(rows.flatMap(({ releases }) => releases ?? usualReleases));
}

function isFiring(row: Case): boolean {
  return isChange(row) || (row.finds?.length ?? row.messages?.length ?? row.rated?.length ?? 0) > 0;
}

function isChange(row: Case): boolean {
  return row.tomlBecomes !== undefined || row.becomes !== undefined;
}

function expectedTexts(row: Case): Readonly<Record<string, unknown>> {
  return row.tomlBecomes === undefined
    ? (row.becomes ?? {})
    : { ...row.becomes, [layout.deploymentToml]: row.tomlBecomes };
}

function shownContent(content: Content | undefined): string | Uint8Array | StoreRecipe | undefined {
  if (content === undefined || content.kind === 'store') return content?.recipe;
  return content.kind === 'text' ? content.text : content.bytes;
}

function changedTexts(plan: Plan): Readonly<Record<string, string | Uint8Array | StoreRecipe | undefined>> {
  return Object.fromEntries(plan.files.map(({ path, after }) => [path, shownContent(after)]));
}
