import { parse } from '@iarna/toml';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layout } from '../../src/carbon/layout.ts';
import { isWithin, type ReleaseVersion, releaseVersions } from '../../src/carbon/releases.ts';
import { registry } from '../../src/cli/registry.ts';
import { applyEdits } from '../../src/documents/text-edit.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import type { TomlValue } from '../../src/documents/toml-value.ts';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { RegisteredTransform } from '../../src/engine/registered-transform.ts';
import type { Content } from '../../src/kit/finding.ts';
import type { Home } from '../../src/kit/home.ts';
import { memoryHome } from '../harness/memory-home.ts';

type Class = 'default' | 'weak' | 'strong' | 'odd' | 'malformed';

/** A key that a transform judges, and values of each class. */
interface Judged {
  readonly key: string;
  readonly transform: string;
  readonly since?: ReleaseVersion;
  readonly until?: ReleaseVersion;
  readonly weak: readonly TomlValue[];
  readonly strong: readonly TomlValue[];
  /** Values that stand for a strong one by the product's own reading of them. */
  readonly odd?: readonly TomlValue[];
  /** Values that the product cannot use, or that cannot be known here. */
  readonly malformed?: readonly TomlValue[];
}

const https = 'transport.https.sslHostConfig.properties';
const gcm = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';
const unknown = '$env{HARDEN_GENERATED}';

const judged: readonly Judged[] = [
  {
    key: `${https}.protocols`,
    transform: 'tls-protocols',
    weak: ['+TLSv1,+TLSv1.1,+TLSv1.2', 'TLSv1', 'all', 'SSLv3,TLSv1.2'],
    strong: ['+TLSv1.2,+TLSv1.3', 'TLSv1.3'],
    odd: ['TLSv1.2, TLSv1.3', '+TLSv1.3'],
    malformed: [unknown],
  },
  {
    key: `${https}.ciphers`,
    transform: 'tls-ciphers',
    weak: ['TLS_RSA_WITH_AES_128_CBC_SHA', `${gcm},TLS_RSA_WITH_3DES_EDE_CBC_SHA`],
    strong: [`TLS_AES_256_GCM_SHA384,${gcm},TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384`],
    malformed: [unknown],
  },
  {
    key: 'transport.https.properties.compression',
    transform: 'compression',
    weak: ['on', 'force', '2048'],
    strong: ['off'],
    malformed: [unknown],
  },
  {
    key: 'transport.https.properties.server',
    transform: 'server-header',
    weak: ['WSO2 Carbon Server', 'WSO2'],
    strong: ['server', 'web'],
    malformed: [unknown],
  },
  {
    key: 'monitoring.jmx.rmi_server_start',
    transform: 'jmx',
    weak: [true, 'true'],
    strong: [false],
    odd: ['false'],
    malformed: [unknown],
  },
  {
    key: 'admin_service.wsdl.enable',
    transform: 'console-access',
    weak: [true],
    strong: [false],
    odd: ['true', 'no'],
    malformed: [unknown],
  },
  {
    key: 'identity.auth_framework.endpoint.hostname_verification_enabled',
    transform: 'jvm-hostname-verifier',
    weak: [false, 'false'],
    strong: [true],
    odd: ['true'],
    malformed: [unknown],
  },
  {
    key: 'transport.http.properties.server',
    transform: 'server-header',
    weak: ['WSO2 Carbon Server'],
    strong: ['server', 'web'],
    malformed: [unknown],
  },
  {
    key: 'transport.http.properties.address',
    transform: 'http-connector',
    until: '5.10.0',
    weak: ['10.0.0.5', '0.0.0.0', '::'],
    strong: ['127.0.0.1'],
    malformed: [unknown],
  },
  {
    key: 'transport.http.enabled',
    transform: 'http-connector',
    since: '5.11.0',
    weak: [true],
    strong: [false],
    odd: ['true'],
    malformed: [unknown],
  },
  {
    key: 'cors.allow_any_origin',
    transform: 'cors-origins',
    since: '5.11.0',
    weak: [true],
    strong: [false],
    malformed: [unknown],
  },
  {
    key: 'server.legacy_mode',
    transform: 'legacy-mode',
    since: '7.0.0',
    weak: [true],
    strong: [false],
    malformed: [unknown],
  },
];

const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 300);
const seed = 20270115;

interface Generated {
  readonly release: ReleaseVersion;
  readonly chosen: readonly { readonly row: Judged; readonly kind: Class; readonly value: TomlValue | undefined }[];
  readonly text: string;
}

function isKnown({ since = '5.9.0', until = '7.3.0' }: Judged, release: ReleaseVersion): boolean {
  return isWithin(release, since, until);
}

/** Homes in which each key has a value of one of some classes. */
function homes(classes: readonly Class[]): fc.Arbitrary<Generated> {
  const choice = (row: Judged) =>
    fc.constantFrom(...classes).chain((kind) => {
      const values = kind === 'default' ? [] : (row[kind] ?? []);
      return values.length === 0
        ? fc.constant({
            row,
            kind: (classes.includes('default') ? 'default' : 'strong') as Class,
            value: row.strong[0],
          })
        : fc.constantFrom(...values).map((value) => ({ row, kind, value }));
    });
  return fc.constantFrom(...releaseVersions).chain((release) =>
    fc
      .tuple(fc.tuple(...judged.filter((row) => isKnown(row, release)).map(choice)), fc.boolean())
      .map(([all, isWindows]) => {
        const chosen = all.map((each) => (each.kind === 'default' ? { ...each, value: undefined } : each));
        const text = chosen.reduce(
          (last, { row, value }) =>
            value === undefined ? last : applyEdits(last, TomlDocument.parse(last).set(row.key.split('.'), value)),
          '# generated\n',
        );
        return { release, chosen, text: isWindows ? text.replaceAll('\n', '\r\n') : text };
      }),
  );
}

function planOf(home: Home, transforms: readonly RegisteredTransform[], choice: 'default' | 'asked'): Plan {
  return makePlan({
    home,
    transforms,
    choices: new Map(transforms.map(({ id }) => [id, choice])),
    answers: noAnswers,
    now: new Date('2027-01-15T12:00:00Z'),
  });
}

function homeOf({ release, text }: Generated): Home {
  return memoryHome({ release, files: { [layout.deploymentToml]: text } });
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

function findingsAt(plan: Plan, { key, transform }: Judged) {
  return plan.findings.filter((finding) => finding.transform === transform && finding.at === key);
}

const owners = registry.filter(({ id }) => judged.some(({ transform }) => transform === id));
const all: readonly Class[] = ['default', 'weak', 'strong', 'odd', 'malformed'];

describe('generated homes', () => {
  test('get the verdict that the class of each value calls for, and converge', () => {
    fc.assert(
      fc.property(homes(all), (generated) => {
        const home = homeOf(generated);
        const plan = planOf(home, owners, 'default');
        expect(planOf(afterOf(home, plan), owners, 'default').files).toEqual([]);
        for (const { row, kind } of generated.chosen) {
          const found = findingsAt(plan, row).map(({ status }) => status);
          if (kind === 'weak') expect([row.key, generated.text, found]).toEqual([row.key, generated.text, ['fail']]);
          if (kind === 'strong' || kind === 'odd')
            expect([row.key, generated.text, found]).toEqual([row.key, generated.text, []]);
          if (kind === 'malformed')
            expect([row.key, generated.text, found]).toEqual([row.key, generated.text, ['error']]);
        }
      }),
      { seed, numRuns: runs },
    );
  });

  test('converge under all transforms, and have nothing left to change', () => {
    fc.assert(
      fc.property(homes(all), fc.constantFrom('default' as const, 'asked' as const), (generated, choice) => {
        const home = homeOf(generated);
        const plan = planOf(home, registry, choice);
        expect(planOf(afterOf(home, plan), registry, choice).files).toEqual([]);
      }),
      { seed, numRuns: Math.ceil(runs / 6) },
    );
  });

  test('stay byte for byte where all is stronger already', () => {
    fc.assert(
      fc.property(homes(['strong', 'odd']), (generated) => {
        expect(planOf(homeOf(generated), owners, 'asked').files).toEqual([]);
      }),
      { seed, numRuns: Math.ceil((runs * 2) / 3) },
    );
  });

  test('keep what is stronger among what is weak, under all transforms', () => {
    fc.assert(
      fc.property(homes(['weak', 'strong', 'odd']), (generated) => {
        const plan = planOf(homeOf(generated), registry, 'asked');
        const toml = plan.files.find(({ path }) => path === layout.deploymentToml)?.after;
        const document = TomlDocument.parse(toml?.kind === 'text' ? toml.text : generated.text);
        for (const { row, kind, value } of generated.chosen) {
          if (kind !== 'weak') expect([row.key, document.get(row.key.split('.'))]).toEqual([row.key, value]);
        }
      }),
      { seed, numRuns: Math.ceil(runs / 6) },
    );
  });

  // The registry is in the order of the alphabet, which decides where new tables stand.
  test('get the same values in any order of the transforms', () => {
    const orders = fc.shuffledSubarray([...registry.keys()], { minLength: registry.length });
    fc.assert(
      fc.property(homes(all), orders, (generated, order) => {
        const valuesBy = (transforms: readonly RegisteredTransform[]) =>
          planOf(homeOf(generated), transforms, 'default').files.map(({ after }) =>
            after?.kind === 'text' ? parse(after.text.replaceAll('\r\n', '\n')) : after,
          );
        expect(valuesBy(order.flatMap((index) => registry[index] ?? []))).toEqual(valuesBy(registry));
      }),
      { seed, numRuns: Math.ceil(runs / 10) },
    );
  });
});

describe('the registry', () => {
  test('has one owner for each key that it writes', () => {
    fc.assert(
      fc.property(homes(['weak']), (generated) => {
        const owned = new Map<string, string>();
        const plan = planOf(homeOf(generated), registry, 'asked');
        for (const { transform, path, at, change } of plan.findings) {
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
