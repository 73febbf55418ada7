import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { billOfMaterials } from '../../src/dev/bill-of-materials.ts';
import { bundledPackages } from '../../src/dev/bundled-packages.ts';
import type { RunReport } from '../../src/engine/report-input.ts';
import { hdfReport } from '../../src/report/hdf-report.ts';
import { junitReport } from '../../src/report/junit-report.ts';
import { sarifReport } from '../../src/report/sarif-report.ts';
import { harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome } from '../harness/sample-home.ts';
import { sampleReport } from '../report/sample-report.ts';
import { appliedRun, evilRun, fullRun } from '../report/sample-run.ts';
import { complaintsOf } from '../report/schema-complaints.ts';
import { cycloneDxComplaints, inspecJs, junitSchema, sarifSchema } from './harness/published-schemas.ts';

// The packages may have to be fetched.
jest.setTimeout(300_000);

const runs: readonly (readonly [string, RunReport])[] = [
  ['full', fullRun],
  ['applied', appliedRun],
  ['evil', evilRun],
  ['empty', sampleReport({})],
];

let sample: SampleHome;
let answers: string;

beforeAll(() => {
  sample = sampleHome();
  answers = join(sample.folder, 'harden.toml');
  const waiver =
    'id = "server-header"\nreason = "the balancer sets it"\nowner = "platform team"\nexpires = 9999-12-31\n';
  writeFileSync(answers, `[[waivers]]\n${waiver}`, { mode: 0o600 });
});

afterAll(() => {
  rmSync(sample.folder, { recursive: true });
});

/** What the command itself prints of the sample installation. */
function audit(format: string, ...args: readonly string[]): string {
  return harden(['audit', '--home', sample.home, '--answers', answers, '--skip', 'jdk', '--format', format, ...args])
    .stdout;
}

describe('SARIF by the schema of OASIS', () => {
  test.each(runs)('holds for a run that is %s', async (_, report) => {
    expect(complaintsOf(await sarifSchema(), JSON.parse(sarifReport(report)))).toEqual([]);
  });

  test('holds for what the command prints', async () => {
    expect(complaintsOf(await sarifSchema(), JSON.parse(audit('sarif')))).toEqual([]);
  });

  test('is broken by a word that the schema does not know', async () => {
    const document = JSON.parse(sarifReport(fullRun).replace('"kind": "pass"', '"kind": "passed"'));
    expect(complaintsOf(await sarifSchema(), document)).not.toEqual([]);
  });
});

const xmlValidator = 'xmllint';

describe('JUnit by the XSD of Jenkins', () => {
  async function complaints(document: string): Promise<string> {
    const { status, stderr, error } = spawnSync(xmlValidator, ['--noout', '--schema', await junitSchema(), '-'], {
      input: document,
      encoding: 'utf8',
    });
    if (error !== undefined) throw error;
    return status === 0 ? '' : stderr;
  }

  test.each(runs)('holds for a run that is %s', async (_, report) => {
    expect(await complaints(junitReport(report))).toBe('');
  });

  test('holds for what the command prints', async () => {
    expect(await complaints(audit('junit'))).toBe('');
  });

  test('is broken by an element in a wrong place', async () => {
    expect(await complaints(junitReport(fullRun).replace('<properties>', '<properties><failure/>'))).not.toBe('');
  });
});

describe('HDF by the reader of Heimdall', () => {
  async function read(document: string): Promise<ReadonlyMap<string, string>> {
    const { convertFile, contextualizeEvaluation } = await inspecJs();
    const evaluation = convertFile(document)['1_0_ExecJson'];
    if (evaluation === undefined) throw new Error('Heimdall takes it for something else');
    const controls = contextualizeEvaluation(evaluation).contains.flatMap(({ contains }) => contains);
    return new Map(controls.map(({ data, hdf }) => [data.id, hdf.waived ? 'waived' : hdf.status]));
  }

  test.each(runs)('is read of a run that is %s', async (_, report) => {
    expect([...(await read(hdfReport(report))).keys()].sort()).toEqual([...report.rules.keys()].sort());
  });

  test('says of each check what the JSON report says', async () => {
    const words: Readonly<Record<string, string>> = {
      pass: 'Passed',
      fail: 'Failed',
      error: 'Profile Error',
      'not-applicable': 'Not Applicable',
      'not-reviewed': 'Not Reviewed',
      waived: 'waived',
    };
    const { checks }: { checks: { id: string; status: string }[] } = JSON.parse(audit('json'));
    const told = new Map(checks.map(({ id, status }) => [id, words[status]]));
    expect(new Set(told.values()).size).toBeGreaterThan(4);
    expect(await read(audit('hdf'))).toEqual(told);
  });

  test('is not read where a field is missing', async () => {
    await expect(read(hdfReport(fullRun).replaceAll('"sha256"', '"sha"'))).rejects.toThrow();
  });
});

describe('the bill of materials by the schema of CycloneDX', () => {
  test('holds for that of the bundle', async () => {
    expect(await cycloneDxComplaints(billOfMaterials('1.2.3', await bundledPackages()))).toBeNull();
  });

  test('is broken by one component named twice', async () => {
    const [first] = await bundledPackages();
    expect(
      await cycloneDxComplaints(billOfMaterials('1.2.3', first === undefined ? [] : [first, first])),
    ).not.toBeNull();
  });
});
