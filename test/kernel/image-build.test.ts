import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { bundleFolder } from '../harness/harden-command.ts';
import { sampleHome } from '../harness/sample-home.ts';
import { buildImage, type ImageRun, imageHome } from './harness/image-build.ts';

jest.setTimeout(120_000);

const templates = fileURLToPath(new URL('../../templates/image', import.meta.url));

let folder: string;
let build: ImageRun;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'harden-image-'));
  const context = join(folder, 'context');
  const out = join(folder, 'out');
  const { home, folder: sample } = sampleHome();
  cpSync(home, join(context, 'home'), { recursive: true });
  rmSync(sample, { recursive: true });
  cpSync(bundleFolder(), join(context, 'dist'), { recursive: true });
  cpSync(join(templates, 'entrypoint.sh'), join(context, 'entrypoint.sh'));
  writeFileSync(join(context, 'harden.toml'), 'profile = "recommended"\n');
  mkdirSync(out);
  chmodSync(out, 0o777);
  chmodSync(folder, 0o755);
  const keep = (name: string): string => `cp -r ${imageHome} /mnt/out/${name}`;
  const start = (name: string): string =>
    `mkdir -p /tmp/${name} && export HARDEN_STATE=/tmp/${name} JAVACMD=echo && exec "$ENTRYPOINT" --run > /mnt/out/${name}.log`;
  build = buildImage({
    dockerfile: join(templates, 'Dockerfile.fragment'),
    context,
    out,
    after: [
      keep('image'),
      'ls -A /tmp > /mnt/out/tmp',
      'ls -ln /opt/harden > /mnt/out/harden',
      start('first'),
      'cp -r /tmp/first /mnt/out/first',
      keep('started'),
      'umask 077; cat /proc/net/route > /mnt/out/route',
    ],
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(...names: readonly string[]): string {
  return readFileSync(join(folder, 'out', ...names), 'utf8');
}

describe('the lines of the Dockerfile', () => {
  test('run to their end as the account of the image, with no network, no HOME, no terminal and no Java', () => {
    expect(build).toMatchObject({ status: 0 });
    expect(read('route').trim().split('\n')).toHaveLength(1);
  });

  test('harden the image, with no secret in it and no backup left', () => {
    const toml = read('image/repository/conf/deployment.toml');
    expect(toml).toContain('protocols = "+TLSv1.2,+TLSv1.3"');
    expect(toml).not.toContain('⟦');
    // What is published stays until the instance makes its own.
    expect(toml).toContain('66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262');
    expect(read('tmp')).toBe('');
  });

  test('leave harden and its answers to root, whom the server cannot change', () => {
    const owners = read('harden')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/\s+/)[2]);
    expect(new Set(owners)).toEqual(new Set(['0']));
  });

  test('make the secrets of an instance at its first start, and then start the server with the new flags', () => {
    const toml = read('started/repository/conf/deployment.toml');
    expect(toml).not.toContain('66cd9688a2ae068244ea01e70f0e230f5623b7fa4cdecb65070a09ec06452262');
    const [, password = ''] = /super-admin\.password = "([^"]+)"/.exec(read('first/secrets.toml')) ?? [];
    expect(toml).toContain(`password = "${password}"`);
    expect(readdirSync(join(folder, 'out/first'))).toEqual(['backups', 'first-start', 'secrets.toml']);
    expect(read('first.log')).toContain('-Djdk.tls.rejectClientInitiatedRenegotiation=true');
    expect(read('first.log')).not.toContain(password);
  });
});
