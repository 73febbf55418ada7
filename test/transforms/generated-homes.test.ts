import { parse } from '@iarna/toml';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layout } from '../../src/carbon/layout.ts';
import { releaseVersions } from '../../src/carbon/releases.ts';
import { registry } from '../../src/cli/registry.ts';
import { coverage } from '../../src/dev/coverage.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { confirmPlan } from '../../src/engine/confirm-plan.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { RegisteredTransform } from '../../src/engine/registered-transform.ts';
import type { Content } from '../../src/kit/finding.ts';
import type { Home } from '../../src/kit/home.ts';
import { committedAndRolledBack } from '../harness/judged/committed-and-rolled-back.ts';
import {
  expectedAt,
  filesOf,
  type GeneratedHome,
  generatedHomes,
  homeOf,
  homesFor,
  places,
  placesIn,
} from '../harness/judged/generated-home.ts';
import { nameOf, type Place, type ValueClass } from '../harness/judged/place.ts';

const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 300);
const seed = 20270115;
const all: readonly ValueClass[] = ['default', 'weak', 'strong', 'odd', 'malformed'];

type Choice = 'default' | 'asked';

function planOf(home: Home, choice: Choice, transforms: readonly RegisteredTransform[] = registry): Plan {
  return makePlan({
    home,
    transforms,
    // That passwords lie in clear text is for secure-vault, which needs more than a home that is strict otherwise.
    choices: new Map(transforms.map(({ id }) => [id, id === 'secure-vault' ? 'default' : choice])),
    answers: noAnswers,
    now: new Date('2027-01-15T12:00:00Z'),
  });
}

/** The home as a plan leaves it, secrets that are still to be made included. */
function afterOf(home: Home, plan: Plan): Home {
  const after = new Map<string, Content | undefined>(plan.files.map((file) => [file.path, file.after]));
  return {
    ...home,
    read: (path) => {
      const content = after.get(path);
      if (content !== undefined) return { ...content, path };
      return after.has(path) ? { kind: 'absent', path } : home.read(path);
    },
  };
}

function statusAt(plan: Plan, place: Place): readonly string[] {
  const { path = layout.deploymentToml, at } = place.found ?? place;
  const found = plan.findings
    .filter((finding) => finding.transform === place.transform && finding.at === at && finding.path.startsWith(path))
    .map(({ status }) => status);
  return found.length === 0 ? ['pass'] : [...new Set(found)];
}

/** Judged by what is no value in a file, or by files that only a server writes. */
const placeless = ['account-review', 'application-review', 'jdk', 'plain-text-leftovers'];

/** What goes beyond the guideline is proved by its own table. */
const ofTheGuideline = registry.filter(({ id }) => coverage.some(({ transforms }) => transforms.includes(id)));

describe('the places of generated homes', () => {
  test('are those of every transform of the guideline', () => {
    const covered = new Set(places.map(({ transform }) => transform));
    expect(ofTheGuideline.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual(placeless);
  });

  test('are all that a transform says it judges', () => {
    const names = new Set(
      places.map(({ transform, at }) => `${transform} ${at.replace(/^(custom_transport)\..*/, '$1')}`),
    );
    const judged = ofTheGuideline.flatMap(({ id, transform }) =>
      transform.parts.flatMap(({ judges = [] }) => judges.map((at) => `${id} ${at}`)),
    );
    expect(judged.filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('each place', () => {
  // A vault in use is more than a value; the table of secure-vault has such homes.
  test('is judged both ways, for every transform in at least three releases', () => {
    const seen = new Set<string>();
    for (const release of releaseVersions) {
      for (const place of placesIn(release)) {
        for (const generated of homesFor(place, release)) {
          seen.add(`${place.transform} ${release} ${expectedAt(place, generated)}`);
        }
      }
    }
    const countOf = (id: string, expected: string): number =>
      releaseVersions.filter((release) => seen.has(`${id} ${release} ${expected}`)).length;
    const ids = new Set(places.map(({ transform }) => transform));
    expect([...ids].filter((id) => countOf(id, 'fail') < 3 || countOf(id, 'pass') < 3)).toEqual(['secure-vault']);
  });

  test.each(registry.map(({ id }) => id))('has the verdict of each of its values, alone in a home (%s)', (id) => {
    const transforms = registry.filter((each) => each.id === id);
    for (const release of releaseVersions) {
      for (const place of placesIn(release).filter(({ transform }) => transform === id)) {
        for (const generated of homesFor(place, release)) {
          const expected = expectedAt(place, generated);
          const value = generated.chosen.get(nameOf(place));
          // As shipped, other values may decide; of a sample the verdict is always known.
          if (expected === undefined && value === undefined) continue;
          const status = statusAt(planOf(homeOf(generated), 'default', transforms), place);
          expect({ release, place, value, status }).toEqual({ release, place, value, status: [expected] });
        }
      }
    }
  });
});

describe('generated homes', () => {
  test('get the verdict that the class of each value calls for, converge, and are put back exactly', () => {
    fc.assert(
      fc.property(generatedHomes(all), (generated) => {
        const home = homeOf(generated);
        const plan = planOf(home, 'default');
        confirmPlan(plan);
        expect(planOf(afterOf(home, plan), 'default').files).toEqual([]);
        for (const place of placesIn(generated.release)) {
          const expected = expectedAt(place, generated);
          if (expected === undefined) continue;
          const value = generated.chosen.get(nameOf(place));
          expect({ place, value, status: statusAt(plan, place) }).toEqual({ place, value, status: [expected] });
        }
        const { before, committed, rolledBack } = committedAndRolledBack(filesOf(generated), plan);
        expect(Object.keys(committed).length === 0).toBe(plan.files.length === 0);
        expect(rolledBack).toEqual(before);
      }),
      { seed, numRuns: runs },
    );
  });

  test('converge where all was asked for', () => {
    fc.assert(
      fc.property(generatedHomes(all), (generated) => {
        const home = homeOf(generated);
        const plan = planOf(home, 'asked');
        confirmPlan(plan);
        expect(planOf(afterOf(home, plan), 'asked').files).toEqual([]);
      }),
      { seed, numRuns: Math.ceil(runs / 6) },
    );
  });

  test('stay byte for byte where all is stronger already', () => {
    fc.assert(
      fc.property(generatedHomes(['strong', 'odd']), (generated) => {
        expect(planOf(homeOf(generated), 'asked', ofTheGuideline).files).toEqual([]);
      }),
      { seed, numRuns: Math.ceil((runs * 2) / 3) },
    );
  });

  test('keep what is stronger among what is weak', () => {
    fc.assert(
      fc.property(generatedHomes(['weak', 'strong', 'odd']), (generated) => {
        const before = TomlDocument.parse(textOf(generated));
        const plan = planOf(homeOf(generated), 'asked');
        const toml = plan.files.find(({ path }) => path === layout.deploymentToml)?.after;
        const after = TomlDocument.parse(toml?.kind === 'text' ? toml.text : before.text);
        for (const place of placesIn(generated.release)) {
          // A store goes as a whole, with what opens it.
          if (place.path !== undefined || /^(?:keystore|truststore)\./.test(place.at)) continue;
          if (expectedAt(place, generated) !== 'pass') continue;
          const path = place.at.split('.');
          expect([place.at, after.get(path)]).toEqual([place.at, before.get(path) ?? after.get(path)]);
        }
      }),
      { seed, numRuns: Math.ceil(runs / 6) },
    );
  });

  // The registry is in the order of the alphabet, which decides where new tables stand.
  test('get the same values in any order of the transforms', () => {
    const orders = fc.shuffledSubarray([...registry.keys()], { minLength: registry.length });
    fc.assert(
      fc.property(generatedHomes(all), orders, (generated, order) => {
        const valuesBy = (transforms: readonly RegisteredTransform[]) =>
          planOf(homeOf(generated), 'default', transforms)
            .files.filter(({ path }) => path.endsWith('.toml'))
            .map(({ after }) => (after?.kind === 'text' ? parse(after.text.replaceAll('\r\n', '\n')) : after));
        expect(valuesBy(order.flatMap((index) => registry[index] ?? []))).toEqual(valuesBy(registry));
      }),
      { seed, numRuns: Math.ceil(runs / 10) },
    );
  });
});

describe('the registry', () => {
  test('has one owner for each place that it writes', () => {
    fc.assert(
      fc.property(generatedHomes(['weak']), (generated) => {
        const owned = new Map<string, string>();
        for (const { transform, path, at, change } of planOf(homeOf(generated), 'asked').findings) {
          if (change !== 'planned') continue;
          const place = `${path} ${at}`;
          expect([place, owned.get(place) ?? transform]).toEqual([place, transform]);
          owned.set(place, transform);
        }
      }),
      { seed, numRuns: Math.ceil(runs / 10) },
    );
  });
});

function textOf(generated: GeneratedHome): string {
  return String(filesOf(generated)[layout.deploymentToml]);
}
