import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ended, harden } from '../harness/harden-command.ts';
import { canaries, type KeyHome, keyHome, keyHomeStores } from '../harness/key-home.ts';

let sample: KeyHome;

beforeAll(async () => {
  sample = await keyHome();
  writeFileSync(at('names.cnf'), 'subjectAltName=DNS:login.example.com,DNS:localhost\n');
  writeFileSync(at('ca.cnf'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n');
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:3072',
    '-nodes',
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '900',
    '-subj',
    '/CN=Root',
  );
  openssl(
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'mid.key',
    '-out',
    'mid.csr',
    '-subj',
    '/CN=Issuing',
  );
  sign('mid.csr', 'mid.pem', 'root', 'ca.cnf');
  writeFileSync(at('chain.pem'), readFileSync(at('root.pem'), 'utf8') + readFileSync(at('mid.pem'), 'utf8'));
});

afterAll(() => {
  rmSync(sample.folder, { recursive: true });
});

function at(name: string): string {
  return join(sample.folder, name);
}

function openssl(...args: readonly string[]): string {
  return started('openssl', args);
}

function started(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: sample.folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout + stderr;
}

function sign(request: string, out: string, issuer: string, extensions: string): void {
  openssl(
    ...['x509', '-req', '-in', request, '-out', out, '-days', '200', '-sha256', '-CAcreateserial'],
    ...['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-extfile', extensions],
  );
}

function run(...args: readonly string[]): Ended {
  const env = { HARDEN_BACKUP_DIR: sample.backups, P12: 'of the file' };
  return harden([...args, '--home', sample.home], { env });
}

/** What Java says of the key in the store of TLS. */
function keytool(...args: readonly string[]): string {
  const store = join(sample.home, keyHomeStores.tls);
  return started('keytool', ['-keystore', store, '-storepass', canaries.tls, '-alias', 'server', ...args]);
}

describe('with a CA made by openssl', () => {
  test('the request is signed and asks for the names; the answer comes in, and Java uses key and chain', () => {
    expect(run('keystore', 'csr', '--store', 'tls', '--out', at('server.csr')).status).toBe(0);
    const request = openssl('req', '-in', 'server.csr', '-noout', '-verify', '-text');
    expect(request).toContain('verify OK');
    expect(request).toContain('DNS:login.example.com, DNS:localhost');
    sign('server.csr', 'server.pem', 'mid', 'names.cnf');
    expect(run('keystore', 'import', '--store', 'tls', '--cert', at('server.pem'), '--yes').status).toBe(65);
    const args = ['--cert', at('server.pem'), '--chain', at('chain.pem')];
    expect(run('keystore', 'import', '--store', 'tls', ...args, '--yes').status).toBe(0);
    expect(keytool('-list', '-v')).toContain('Certificate chain length: 3');
    expect(keytool('-certreq')).toContain('BEGIN NEW CERTIFICATE REQUEST');
  });

  test.each([
    ['as openssl writes it today', []],
    ['with the old ciphers', ['-legacy']],
  ])('a PKCS#12 file %s brings in another key', (name, options) => {
    const key = `key${name.length}`;
    openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${key}.key`,
      '-out',
      `${key}.csr`,
      '-subj',
      '/CN=login.example.com',
    );
    sign(`${key}.csr`, `${key}.pem`, 'mid', 'names.cnf');
    openssl(
      ...['pkcs12', '-export', ...options, '-inkey', `${key}.key`, '-in', `${key}.pem`, '-certfile', 'chain.pem'],
      ...['-out', `${key}.p12`, '-passout', 'pass:of the file'],
    );
    openssl('pkcs12', ...options, '-in', `${key}.p12`, '-passin', 'pass:of the file', '-noout');
    chmodSync(at(`${key}.p12`), 0o600);
    const args = ['keystore', 'import', '--store', 'tls', '--p12', at(`${key}.p12`), '--p12-password', 'env:P12'];
    const { status, stderr } = run(...args, '--yes');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const wanted = openssl('x509', '-in', `${key}.pem`, '-noout', '-pubkey');
    writeFileSync(at('from-java.pem'), keytool('-exportcert', '-rfc'));
    expect(openssl('x509', '-in', 'from-java.pem', '-noout', '-pubkey')).toBe(wanted);
    expect(keytool('-list', '-v')).toContain('Certificate chain length: 3');
  });

  test('a renewed certificate is one that openssl verifies for the name', () => {
    expect(run('keystore', 'renew', '--store', 'tls', '--new-key', '--yes').status).toBe(0);
    writeFileSync(at('own.pem'), keytool('-exportcert', '-rfc'));
    const verified = openssl('verify', '-CAfile', 'own.pem', '-verify_hostname', 'login.example.com', 'own.pem');
    expect(verified).toContain('OK');
  });
});
