import fc from 'fast-check';
import { layout } from '../../../src/carbon/layout.ts';
import { isWithin, type ReleaseVersion, releaseVersions } from '../../../src/carbon/releases.ts';
import { applyEdits } from '../../../src/documents/text-edit.ts';
import { TomlDocument } from '../../../src/documents/toml-document.ts';
import { type TomlValue, tomlEquals } from '../../../src/documents/toml-value.ts';
import type { Home } from '../../../src/kit/home.ts';
import { memoryHome } from '../memory-home.ts';
import { filePlaces } from './file-places.ts';
import { writers } from './home-files.ts';
import { identityPlaces } from './identity-places.ts';
import { keyPlaces, storeFiles } from './key-places.ts';
import { type Chosen, type Expected, isBlock, nameOf, type Place, type ValueClass } from './place.ts';
import { storePlaces } from './store-places.ts';
import { transportPlaces } from './transport-places.ts';

/** Every place that a transform judges, by the facts of each release. */
export const places: readonly Place[] = [
  ...transportPlaces,
  ...identityPlaces,
  ...storePlaces,
  ...keyPlaces,
  ...filePlaces,
];

const unknown = '$env{HARDEN_GENERATED}';

export interface GeneratedHome {
  readonly release: ReleaseVersion;
  readonly chosen: Chosen;
  readonly lineEnd: '\n' | '\r\n';
}

/**
 * Homes in which each place has a value of one of some classes, or is as shipped where it has none of them. Every other
 * home is mostly as shipped, for verdicts that hang on what other places do not say.
 */
export function generatedHomes(classes: readonly ValueClass[]): fc.Arbitrary<GeneratedHome> {
  return fc
    .tuple(fc.constantFrom(...releaseVersions), fc.constantFrom(1, 8))
    .chain(([release, shippedWeight]) =>
      fc
        .tuple(
          fc.tuple(...namesIn(release).map((name) => valueAt(name, release, classes, shippedWeight))),
          fc.constantFrom('\n' as const, '\r\n' as const),
        )
        .map(([values, lineEnd]) => ({ release, chosen: chosenOf(values.flat()), lineEnd })),
    );
}

/** Homes in which one place has each of its samples in turn, and all others are as shipped but for those that it needs. */
export function homesFor(place: Place, release: ReleaseVersion): readonly GeneratedHome[] {
  const beside = Object.entries(place.beside ?? {});
  const kinds = ['default', 'weak', 'strong', 'odd', 'malformed'] as const;
  return kinds
    .flatMap((kind) => samplesIn(place, kind))
    .map((value) => {
      const own: readonly Named[] = value === undefined ? [] : [[nameOf(place), value]];
      return { release, chosen: new Map([...beside, ...own]), lineEnd: '\n' };
    });
}

export function homeOf(generated: GeneratedHome): Home {
  return memoryHome({ release: generated.release, files: filesOf(generated) });
}

/** What is to be found at a place of a home; `undefined` where other values decide. */
export function expectedAt(place: Place, { release, chosen }: GeneratedHome): Expected | undefined {
  if (place.applies?.(chosen, release) === false) return undefined;
  const value = chosen.get(nameOf(place));
  if (value === undefined) {
    const shipped = typeof place.shipped === 'function' ? place.shipped(release) : place.shipped;
    return shipped && (shipped === 'weak' ? 'fail' : 'pass');
  }
  if (isAmong(value, place.strong) || isAmong(value, place.odd)) return 'pass';
  if (isAmong(value, place.weak) || isAmong(value, place.malformed)) return 'fail';
  return value === unknown && place.unknown === undefined ? 'error' : undefined;
}

export function placesIn(release: ReleaseVersion): readonly Place[] {
  return places.filter(({ since = '5.9.0', until = '7.3.0' }) => isWithin(release, since, until));
}

/** Two transforms may judge one place. */
function namesIn(release: ReleaseVersion): readonly string[] {
  return [...new Set(placesIn(release).map(nameOf))];
}

type Named = readonly [name: string, value: TomlValue];

function valueAt(
  name: string,
  release: ReleaseVersion,
  classes: readonly ValueClass[],
  shippedWeight: number,
): fc.Arbitrary<readonly Named[]> {
  const choices = classes
    .map((kind) => ({ samples: samplesOf(name, release, kind), weight: kind === 'default' ? shippedWeight : 1 }))
    .filter(({ samples }) => samples.length > 0);
  // Where no sample is of these classes, the place is left as shipped.
  if (choices.length === 0) return fc.constant([]);
  return fc.oneof(
    ...choices.map(({ samples, weight }) => ({
      weight,
      arbitrary: fc.constantFrom(...samples).map((value) => (value === undefined ? [] : [[name, value] as const])),
    })),
  );
}

function samplesOf(name: string, release: ReleaseVersion, kind: ValueClass): readonly (TomlValue | undefined)[] {
  if (kind === 'default') return [undefined];
  const named = placesIn(release).filter((place) => nameOf(place) === name);
  // What is strong to one transform may be weak to another that judges the same place.
  const isStrict = kind === 'strong' || kind === 'odd';
  const refused = isStrict ? named.flatMap((place) => [...place.weak, ...(place.malformed ?? [])]) : [];
  return named
    .flatMap((place) => samplesIn(place, kind))
    .filter((sample) => sample === undefined || !isAmong(sample, refused));
}

function samplesIn(place: Place, kind: ValueClass): readonly (TomlValue | undefined)[] {
  if (kind === 'default') return [undefined];
  const isTried = kind === 'malformed' && place.path === undefined && place.unknown === undefined;
  return [...(place[kind] ?? []), ...(isTried ? [unknown] : [])];
}

const start = `# generated
[super_admin]
username = "operator"
password = "admin"

[secrets]
admin_password = "QUJD"
app_password = "QUJD"
data_key = "QUJD"
`;

function chosenOf(values: readonly Named[]): Chosen {
  const chosen = new Map<string, TomlValue>();
  const heads = new Set<string>();
  for (const [name, value] of values) {
    // One home has one table of a name.
    const head = isBlock(value) ? value.slice(0, value.indexOf('\n')) : undefined;
    if (head !== undefined && heads.has(head)) continue;
    if (head !== undefined) heads.add(head);
    chosen.set(name, value);
  }
  return chosen;
}

/** The files of a generated home, texts and stores. */
export function filesOf({ release, chosen, lineEnd }: GeneratedHome): Readonly<Record<string, string | Uint8Array>> {
  const toml = [...chosen]
    .filter(([name]) => !name.includes(' '))
    .reduce((last, [name, value]) => withValue(last, name, value), start);
  const written = Object.entries(writers).flatMap(([path, write]) => {
    const text = write((at) => chosen.get(`${path} ${at}`)?.toString(), release);
    return text === undefined ? [] : [[path, text] as const];
  });
  return {
    [layout.deploymentToml]: toml.replaceAll('\n', lineEnd),
    ...Object.fromEntries(written),
    ...storeFiles,
  };
}

function withValue(text: string, name: string, value: TomlValue): string {
  if (isBlock(value)) return `${text}\n${value}`;
  return applyEdits(text, TomlDocument.parse(text).set(name.split('.'), value));
}

function isAmong(value: TomlValue, samples: readonly TomlValue[] = []): boolean {
  return samples.some((each) => typeof each === typeof value && tomlEquals(each, value));
}
