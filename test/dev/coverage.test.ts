import { describe, expect, test } from '@jest/globals';
import { releaseVersions } from '../../src/carbon/releases.ts';
import { registry } from '../../src/cli/registry.ts';
import { coverage, coveragePage } from '../../src/dev/coverage.ts';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { RegisteredTransform } from '../../src/engine/registered-transform.ts';
import type { Home } from '../../src/kit/home.ts';
import { homeOf, homesFor, places, placesIn } from '../harness/judged/generated-home.ts';

/** What only the operator knows. */
const answers = new Map<string, Readonly<Record<string, unknown>>>([
  ['callback-regex', { hosts: ['login.example.com'] }],
  ['client-certificate-trust', { issuers: ['Example CA'] }],
  ['ports', { offset: 7 }],
  ['server-hostname', { hostname: 'login.example.com' }],
]);

const started = ['repository/logs/wso2carbon.log'];

function planOf(home: Home, transform: RegisteredTransform, isAnswered: 'answered' | 'bare'): Plan {
  return makePlan({
    home,
    transforms: [transform],
    choices: new Map([[transform.id, 'default']]),
    answers: isAnswered === 'answered' ? { ...noAnswers, answers } : noAnswers,
    now: new Date('2027-01-15T12:00:00Z'),
  });
}

/** How a transform deals with what it finds in homes with each of its values, never started and started. */
function waysOf(transform: RegisteredTransform): ReadonlySet<string> {
  const ways = new Set<string>();
  for (const release of ['5.9.0', '6.0.0', '7.3.0'] as const) {
    const homes = placesIn(release)
      .filter((place) => place.transform === transform.id)
      .flatMap((place) => homesFor(place, release))
      .map(homeOf)
      .flatMap((home): readonly Home[] => [home, { ...home, startTraces: started }]);
    for (const home of homes) {
      const answered = planOf(home, transform, 'answered').findings;
      for (const { status, change, path, at } of planOf(home, transform, 'bare').findings) {
        const isChangeable = (): boolean =>
          answered.some((finding) => finding.path === path && finding.at === at && finding.change !== 'none');
        if (status !== 'fail') continue;
        ways.add(change === 'planned' ? 'automatic' : change === 'withheld' || isChangeable() ? 'answer' : 'finding');
      }
    }
  }
  return ways;
}

/** Judged by what is no value in a file of a generated home. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  'account-review': ['attested'],
  'application-review': ['attested'],
  'console-access': ['attested'],
  jdk: ['finding'],
  'plain-text-leftovers': ['automatic', 'answer'],
};

describe('coverage', () => {
  test('each fact has exactly one row', () => {
    expect(coverage.map(({ fact }) => fact)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
  });

  test('each transform is on the page, and each that is named exists', () => {
    const page = coveragePage(registry, []);
    const linked = [...page.matchAll(/\]\(transforms\/([a-z0-9-]+)\.md\)/g)].map(([, id]) => id);
    expect([...new Set(linked)].sort()).toEqual(registry.map(({ id }) => id).sort());
  });

  test('a transform that no paragraph asks for stands below the table', () => {
    const page = coveragePage(
      [...registry, ...registry.slice(0, 1).map((each) => ({ ...each, id: 'of-our-own' }))],
      [],
    );
    expect(page).toMatch(/\n\nBeyond the guideline: .*\[of-our-own\]\(transforms\/of-our-own\.md\)\.\n$/);
  });

  test('each place that is judged is one of a paragraph that names its transform', () => {
    const isCovered = ({ fact, transform }: (typeof places)[number]): boolean =>
      coverage.some((row) => row.fact === fact && row.transforms.includes(transform));
    expect(places.filter((place) => !isCovered(place))).toEqual([]);
  });

  test('each row says how it is held as its transforms do', () => {
    const known = new Map(registry.map((each) => [each.id, [...waysOf(each), ...(elsewhere[each.id] ?? [])]]));
    const shown = coverage.map(({ fact, transforms }) => {
      const ways = new Set(transforms.flatMap((id) => known.get(id) ?? []));
      return { fact, ways: [...ways].sort() };
    });
    expect(coverage.map(({ fact, ways }) => ({ fact, ways: [...ways].sort() }))).toEqual(shown);
  });

  test('takes an attestation where the transform does', () => {
    const attested = registry.filter(({ transform }) => 'attested-by' in transform.params).map(({ id }) => id);
    const expected = Object.keys(elsewhere).filter((id) => elsewhere[id]?.includes('attested'));
    expect(attested.sort()).toEqual(expected.sort());
  });

  test('each row of the page says for each release how well it is known', () => {
    const rows = coveragePage(registry, ['5.9.0 G11 rendered', '5.9.0 G11 seen', '6.0.0 G11 rendered'])
      .split('\n')
      .filter((line) => line.includes('(fact G'));
    expect(rows).toHaveLength(coverage.length);
    for (const line of rows) expect(line.split('|')).toHaveLength(releaseVersions.length + 5);
    const cells = rows[10]?.split('|').map((cell) => cell.trim());
    expect(cells?.slice(4, -1)).toEqual(['seen', 'judged', 'judged', 'rendered', ...Array(5).fill('judged')]);
    expect(rows[4]).toMatch(/automatic, finding \| – \| – \| judged/);
  });
});
