import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { joinPem } from '../../src/keystore/pem.ts';
import { bundleFolder, harden } from '../harness/harden-command.ts';
import { keyHome, keyHomeStores, newKey, selfSigned } from '../harness/key-home.ts';
import { sampleHome, snapshot } from '../harness/sample-home.ts';

const entrypoint = fileURLToPath(new URL('../../templates/image/entrypoint.sh', import.meta.url));

test('the entrypoint makes the secrets of an instance before its first start only', () => {
  const { home, folder } = sampleHome();
  const answers = join(folder, 'harden.toml');
  writeFileSync(answers, 'profile = "recommended"\n', { mode: 0o600 });
  writeFileSync(join(home, 'bin/wso2server.sh'), '#!/bin/sh\necho "started $*"\n');
  harden(['apply', '--phase', 'image', '--yes', '--home', home, '--backup-dir', join(folder, 'build')]);
  const start = () =>
    spawnSync('sh', [entrypoint, '--run'], {
      encoding: 'utf8',
      // No terminal, no HOME, no Java.
      env: {
        PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
        WSO2_SERVER_HOME: home,
        HARDEN: join(bundleFolder(), 'harden.mjs'),
        HARDEN_ANSWERS: answers,
        HARDEN_STATE: folder,
      },
    });
  const first = start();
  expect(first.stderr).toBe('');
  expect(first.stdout).toMatch(/started --run\n$/);
  expect(existsSync(join(folder, 'first-start'))).toBe(true);
  expect(readFileSync(join(folder, 'secrets.toml'), 'utf8')).toContain('super-admin.password');
  const after = snapshot(folder);
  expect(start().stdout).toBe('started --run\n');
  expect(snapshot(folder)).toEqual(after);
  rmSync(folder, { recursive: true });
});

test('the entrypoint of a further node receives the keys of the first one', async () => {
  const first = await keyHome();
  const { home, folder } = sampleHome();
  const put = (name: string, text: string | Buffer): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const key = newKey();
  const pem = joinPem([{ label: 'CERTIFICATE', der: await selfSigned(key, 'node.example', 10) }]);
  const recipient = ['--to', put('node.pem', pem), '--out', join(folder, 'materials.json')];
  expect(harden(['materials', 'export', '--home', first.home, ...recipient]).status).toBe(0);
  writeFileSync(join(home, 'bin/wso2server.sh'), '#!/bin/sh\necho started\n');
  const { status, stderr } = spawnSync('sh', [entrypoint], {
    encoding: 'utf8',
    env: {
      PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      WSO2_SERVER_HOME: home,
      HARDEN: join(bundleFolder(), 'harden.mjs'),
      HARDEN_ANSWERS: put('harden.toml', 'profile = "recommended"\n'),
      HARDEN_STATE: folder,
      HARDEN_MATERIALS: join(folder, 'materials.json'),
      HARDEN_MATERIALS_KEY: put('node.key', key.export({ type: 'pkcs8', format: 'pem' })),
    },
  });
  expect([status, stderr]).toEqual([0, '']);
  for (const path of Object.values(keyHomeStores)) {
    expect(readFileSync(join(home, path))).toEqual(readFileSync(join(first.home, path)));
  }
  for (const each of [folder, first.folder]) rmSync(each, { recursive: true });
});
