import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';

const sample = eachSampleHome();

function apply(home: string, ...args: readonly string[]): ReturnType<typeof harden> {
  return harden(['apply', '--yes', '--home', home, '--backup-dir', sample.backups, ...args], { cwd: sample.folder });
}

function contents(home: string): readonly string[] {
  return snapshot(home).map((line) => line.replace(/ \d+ \d+:\d+ [\d.]* /, ' '));
}

describe('harden apply --phase', () => {
  test('image makes no secret, says what waits, and comes to the same bytes each time', () => {
    const other = sampleHome();
    const { status, stdout } = apply(sample.home, '--phase', 'image');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Left to the first start of each instance[^:]*:\s+app-password/);
    const text = readFileSync(join(sample.home, 'repository/conf/deployment.toml'), 'utf8');
    expect(text).toContain('protocols = "+TLSv1.2,+TLSv1.3"');
    expect(text).not.toContain('⟦');
    expect(apply(other.home, '--phase', 'image').status).toBe(0);
    expect(contents(other.home)).toEqual(contents(sample.home));
    rmSync(other.folder, { recursive: true });
  });

  test('image has nothing more to change the second time', () => {
    expect(apply(sample.home, '--phase', 'image').status).toBe(0);
    expect(apply(sample.home, '--phase', 'image').stdout).toContain('othing to change');
  });

  test('first-start does the rest, and then nothing is left', () => {
    expect(apply(sample.home, '--phase', 'image').status).toBe(0);
    const secrets = join(sample.folder, 'secrets.toml');
    const rest = apply(sample.home, '--phase', 'first-start', '--secrets-out', secrets);
    expect(rest.status).toBe(0);
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
    expect(harden(['apply', '--dry-run', '--exit-code', '--home', sample.home]).status).toBe(0);
  });
});
