import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

const sample = eachSampleHome();

const only = ['--only', 'tls-protocols,log-forging,jvm-dh-keysize'];
const toml = 'repository/conf/deployment.toml';

describe('harden apply --out', () => {
  test('writes the changed files as apply would make them, and leaves the installation as it is', () => {
    const before = snapshot(sample.home);
    const out = join(sample.folder, 'out');
    expect(harden(['apply', '--home', sample.home, '--out', out, ...only]).status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
    expect(statSync(out).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(out, 'bin'))).toEqual(['wso2server.bat', 'wso2server.sh']);
    harden(['apply', '--home', sample.home, '--yes', '--backup-dir', sample.backups, ...only]);
    expect(readFileSync(join(out, toml))).toEqual(readFileSync(join(sample.home, toml)));
  });

  test('overwrites no folder and does not write into the home', () => {
    for (const out of [sample.folder, join(sample.home, 'out')]) {
      const before = snapshot(sample.folder);
      expect(harden(['apply', '--home', sample.home, '--out', out, ...only]).status).toBe(7);
      expect(snapshot(sample.folder)).toEqual(before);
    }
  });
});
