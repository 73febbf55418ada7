import { createPublicKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { secretConf } from '../../src/carbon/secure-vault.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { sealMaterials } from '../../src/engine/sealed-materials.ts';
import { joinPem } from '../../src/keystore/pem.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { canaries, type KeyHome, keyHome, keyHomeStores, selfSigned } from '../harness/key-home.ts';
import { type SampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';
import { repeatableBytes, rsaKey } from '../keystore/sample-stores.ts';

let first: KeyHome;
let second: SampleHome;
let said: string;
const recipient = rsaKey('recipient');

beforeEach(async () => {
  first = await keyHome();
  second = sampleHome();
  said = '';
  put(join(first.home, secretConf), `secVault.enabled=true\nkeystore.identity.location=${keyHomeStores.primary}\n`);
  put(join(first.home, 'password-persist'), canaries.primary);
  put(first.tomlPath, `${readFileSync(first.tomlPath, 'utf8')}\n[secrets]\nadmin = "QUJD"\n`);
  put(at('key.pem'), recipient.export({ type: 'pkcs8', format: 'pem' }));
  const der = await selfSigned(recipient, 'node.example', 10);
  put(at('node.pem'), joinPem([{ label: 'CERTIFICATE', der }]));
});

afterEach(() => {
  rmSync(first.folder, { recursive: true });
  rmSync(second.folder, { recursive: true });
  for (const canary of Object.values(canaries)) expect(said).not.toContain(canary);
});

function put(path: string, content: string | Buffer): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content, { mode: 0o600 });
}

function at(name: string): string {
  return join(second.folder, name);
}

function run(home: string, ...args: readonly string[]): Ended {
  const ended = harden([...args, '--home', home], { env: { HARDEN_BACKUP_DIR: second.backups } });
  said += ended.stdout + ended.stderr;
  return ended;
}

function exported(): string {
  expect(run(first.home, 'materials', 'export', '--to', at('node.pem'), '--out', at('node.json')).status).toBe(0);
  return at('node.json');
}

function importing(file: string, ...more: readonly string[]): Ended {
  return run(second.home, 'materials', 'import', file, '--key', at('key.pem'), ...more);
}

describe('harden materials', () => {
  test('gives a second node the stores and secrets of the first; rollback takes them away', () => {
    const before = snapshot(second.home);
    const file = exported();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const canary of Object.values(canaries)) expect(readFileSync(file, 'utf8')).not.toContain(canary);
    const shown = importing(file, '--dry-run');
    expect(shown.status).toBe(0);
    expect(shown.stdout).toMatch(/new file mode 100600\nBinary files .*tls\.p12/);
    expect(importing(file).status).toBe(7);
    expect(snapshot(second.home)).toEqual(before);

    const { status, stdout } = importing(file, '--yes');
    expect(status).toBe(0);
    for (const path of [...Object.values(keyHomeStores), secretConf, 'password-persist']) {
      expect(readFileSync(join(second.home, path))).toEqual(readFileSync(join(first.home, path)));
    }
    expect(statSync(join(second.home, keyHomeStores.tls)).mode & 0o777).toBe(0o600);
    const [one, other] = [first.home, second.home].map((home) =>
      TomlDocument.parse(readFileSync(join(home, 'repository/conf/deployment.toml'), 'utf8')),
    );
    for (const table of ['keystore', 'truststore', 'secrets', 'super_admin', 'identity', 'account_recovery']) {
      expect(other?.get([table])).toEqual(one?.get([table]));
    }
    expect(importing(file, '--yes').stdout).toContain('nothing to change');
    const set = /harden rollback (\S+)/.exec(stdout)?.[1] ?? '';
    expect(run(second.home, 'rollback', set, '--yes').status).toBe(0);
    const now = snapshot(second.home);
    expect(now).toEqual(before);
  });

  test('tell when a start will need the password of Secure Vault, which no file of the first node holds', () => {
    expect(importing(exported(), '--dry-run').stdout).not.toContain('is not among them');
    rmSync(join(first.home, 'password-persist'));
    rmSync(at('node.json'));
    expect(importing(exported(), '--dry-run').stdout).toContain('The password of Secure Vault is not among them');
  });

  test('opens with the right key only, and not when it was changed', () => {
    const file = exported();
    const before = snapshot(second.home);
    put(at('other.pem'), rsaKey('other').export({ type: 'pkcs8', format: 'pem' }));
    expect(run(second.home, 'materials', 'import', file, '--key', at('other.pem'), '--yes').status).toBe(65);
    expect(importing(at('node.pem'), '--yes').status).toBe(65);
    const parts = JSON.parse(readFileSync(file, 'utf8'));
    for (const part of ['key', 'iv', 'tag', 'data']) {
      const bytes = Buffer.from(parts[part], 'base64');
      bytes[5] = (bytes[5] ?? 0) ^ 1;
      put(at('changed.json'), JSON.stringify({ ...parts, [part]: bytes.toString('base64') }));
      expect(importing(at('changed.json'), '--yes').status).toBe(65);
    }
    expect(snapshot(second.home)).toEqual(before);
  });

  test('are for nobody whose certificate is over', async () => {
    const der = await selfSigned(recipient, 'node.example', -0.5);
    put(at('over.pem'), joinPem([{ label: 'CERTIFICATE', der }]));
    const { status, stderr } = run(first.home, 'materials', 'export', '--to', at('over.pem'), '--out', at('out.json'));
    expect(status).toBe(65);
    expect(stderr).toContain(`The certificate in ${at('over.pem')} expired on `);
    expect(existsSync(at('out.json'))).toBe(false);
  });

  test.each([
    ['a file outside of its place', { files: [{ path: 'bin/wso2server.sh', content: '' }], settings: [] }],
    ['a path that climbs', { files: [{ path: 'repository/resources/security/../x.jks', content: '' }], settings: [] }],
    ['another setting', { files: [], settings: [{ path: ['server', 'hostname'], value: 'evil.example' }] }],
    ['a setting that is no text', { files: [], settings: [{ path: ['encryption', 'key'], value: 1 }] }],
    ['something else', ['x']],
  ])('takes %s from nobody', (_, materials) => {
    const content = Buffer.from(JSON.stringify({ release: '7.1.0', ...materials }));
    put(at('forged.json'), sealMaterials(content, createPublicKey(recipient), repeatableBytes('seal')));
    const before = snapshot(second.home);
    expect(importing(at('forged.json'), '--yes').status).toBe(65);
    expect(snapshot(second.home)).toEqual(before);
  });

  test('refuses a node that was started with other keys, and another release', () => {
    const file = exported();
    expect(importing(file, '--yes', '--assume-version', '7.1.0').status).toBe(0);
    put(join(second.home, 'repository/logs/wso2carbon.log'), '');
    expect(importing(file, '--yes').status).toBe(0);
    put(join(second.home, 'password-persist'), 'another');
    expect(importing(file, '--yes').status).toBe(7);
    rmSync(join(second.home, 'repository/logs'), { recursive: true });
    put(join(second.home, 'bin/version.txt'), 'WSO2 Identity Server v7.0.0');
    expect(importing(file, '--yes').status).toBe(7);
  });
});
