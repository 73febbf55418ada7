import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { bundleFolder } from '../harness/harden-command.ts';
import { complaintsOf } from '../report/schema-complaints.ts';
import { sarifSchema, workflowComplaints } from './harness/published-schemas.ts';

jest.setTimeout(120_000);

const job = fileURLToPath(new URL('../../templates/ci/sarif.yml', import.meta.url));
const fixture = fileURLToPath(new URL('../fixtures/sample-home/repository/conf/deployment.toml', import.meta.url));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harden-ci-'));
  mkdirSync(join(folder, 'checkout/tools'), { recursive: true });
  mkdirSync(join(folder, 'runner'));
  cpSync(bundleFolder(), join(folder, 'checkout/tools/harden'), { recursive: true });
  cpSync(fixture, join(folder, 'checkout/deployment.toml'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs each `run:` line as a runner does. */
function runSteps(): readonly (number | null)[] {
  const lines = [...readFileSync(job, 'utf8').matchAll(/^ {8}run: (.*)$/gm)].map(([, line = '']) => line);
  return lines.map(
    (line) =>
      spawnSync('bash', ['-e', '-o', 'pipefail', '-c', line], {
        cwd: join(folder, 'checkout'),
        env: { PATH: process.env['PATH'], RUNNER_TEMP: join(folder, 'runner') },
        stdio: ['ignore', 'ignore', 'inherit'],
      }).status,
  );
}

describe('the CI job', () => {
  test('is a workflow by the published schema', async () => {
    expect(await workflowComplaints(job)).toBe('');
    const other = join(folder, 'other.yml');
    writeFileSync(other, readFileSync(job, 'utf8').replace('runs-on:', 'runs-at:'));
    expect(await workflowComplaints(other)).not.toBe('');
  });

  test('fails on findings, and uploads what fails, at paths of the repository', async () => {
    expect(runSteps()).toEqual([2, 0]);
    const alerts = JSON.parse(readFileSync(join(folder, 'runner/alerts.sarif'), 'utf8'));
    expect(complaintsOf(await sarifSchema(), alerts)).toEqual([]);
    const { results }: { results: { kind: string; locations: { physicalLocation: object }[] }[] } = alerts.runs[0];
    expect(results.length).toBeGreaterThan(5);
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['fail']));
    expect(results[0]?.locations[0]?.physicalLocation).toMatchObject({ artifactLocation: { uri: 'deployment.toml' } });
  });
});
