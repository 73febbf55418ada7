import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';

const formats = ['json', 'sarif', 'junit', 'html', 'hdf'] as const;
const starts: Readonly<Record<(typeof formats)[number], string>> = {
  json: '{',
  sarif: '{',
  junit: '<?xml',
  html: '<!doctype html>',
  hdf: '{',
};

let sample: SampleHome;

beforeAll(() => {
  sample = sampleHome();
});

afterAll(() => {
  rmSync(sample.folder, { recursive: true });
});

function place(name: string): string {
  return join(sample.folder, name);
}

function audit(...args: readonly string[]) {
  return harden(['audit', '--home', sample.home, '--quiet', ...args], { env: { SOURCE_DATE_EPOCH: '1767323045' } });
}

describe('audit --format', () => {
  test.each(formats)('prints %s, the same at every run but for the time, which SOURCE_DATE_EPOCH fixes', (format) => {
    const { status, stdout, stderr } = audit('--format', format);
    expect(status).toBe(2);
    expect(stderr).toBe('');
    expect(stdout.startsWith(starts[format])).toBe(true);
    expect(audit('--format', format).stdout).toBe(stdout);
    expect(stdout).toMatch(/2026-01-02[T ]03:04:05/);
  });
});

describe('audit --report', () => {
  test('fills several new files that only their owner may read, with what --format prints', () => {
    const before = snapshot(sample.home);
    const wanted = formats.flatMap((format) => ['--report', `${format}:${place(`several.${format}`)}`]);
    const { status, stdout } = audit(...wanted);
    expect(status).toBe(2);
    expect(stdout).toContain('findings:');
    for (const format of formats) {
      const path = place(`several.${format}`);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path, 'utf8')).toBe(audit('--format', format).stdout);
    }
    expect(snapshot(sample.home)).toEqual(before);
  });

  test.each([
    ['a form that is not known', 'pdf:x', 64],
    ['a file without a form', 'report.html', 64],
    ['a form without a file', 'html:', 64],
    ['text, which is for terminals', 'text:x', 64],
  ])('refuses %s', (_, request, wanted) => {
    const { status, stdout } = audit('--report', request);
    expect(status).toBe(wanted);
    expect(stdout).toBe('');
  });

  test('refuses a place inside the home, and one that is taken, and leaves none of the others behind', () => {
    const before = snapshot(sample.home);
    writeFileSync(place('taken'), 'mine');
    const named = ['--report', `json:${place('left')}`];
    expect(audit(...named, '--report', `html:${join(sample.home, 'x.html')}`).status).toBe(7);
    expect(audit(...named, '--report', `html:${place('taken')}`).status).toBe(7);
    expect(audit(...named, '--report', `html:${place('left')}`).status).toBe(7);
    expect(existsSync(place('left'))).toBe(false);
    expect(readFileSync(place('taken'), 'utf8')).toBe('mine');
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('leaves no file behind where the run comes to no report', () => {
    const nowhere = place('no-home');
    const { status } = harden(['audit', '--home', nowhere, '--report', `json:${place('empty')}`]);
    expect(status).not.toBe(0);
    expect(existsSync(place('empty'))).toBe(false);
  });
});

describe('--sign', () => {
  function keyFile(name: string, key: KeyObject, mode = 0o600): string {
    const path = place(name);
    writeFileSync(path, key.export({ type: 'pkcs8', format: 'pem' }), { mode });
    chmodSync(path, mode);
    return path;
  }

  test.each([
    ['Ed25519', () => generateKeyPairSync('ed25519')],
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ])('makes a detached signature of each report by %s that the public key confirms', (name, generate) => {
    const { publicKey, privateKey } = generate();
    const report = place(`signed-${name}.json`);
    audit('--report', `json:${report}`, '--sign', keyFile(`${name}.pem`, privateKey));
    const signature = readFileSync(`${report}.sig`);
    const bytes = readFileSync(report);
    const digest = name === 'RSA' ? 'sha256' : null;
    expect(verify(digest, bytes, publicKey, signature)).toBe(true);
    bytes[10] = (bytes[10] ?? 0) ^ 1;
    expect(verify(digest, bytes, publicKey, signature)).toBe(false);
    expect(statSync(`${report}.sig`).mode & 0o777).toBe(0o600);
  });

  test('refuses what is no key for it, and never quotes it', () => {
    const small = keyFile('small.pem', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
    const curve = keyFile('curve.pem', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    writeFileSync(place('words.pem'), 'canary-words', { mode: 0o600 });
    for (const key of [small, curve, place('words.pem')]) {
      const { status, stderr } = audit('--report', `json:${place('unsigned')}`, '--sign', key);
      expect(status).toBe(65);
      expect(stderr).not.toContain('canary');
    }
    expect(readdirSync(sample.folder).filter((name) => name.startsWith('unsigned'))).toEqual([]);
  });

  test('refuses a key that another account could have put there', () => {
    const key = keyFile('open.pem', generateKeyPairSync('ed25519').privateKey, 0o666);
    expect(audit('--report', `json:${place('unsigned')}`, '--sign', key).status).toBe(77);
  });

  test('is wrong usage without a report', () => {
    const key = keyFile('lonely.pem', generateKeyPairSync('ed25519').privateKey);
    expect(audit('--sign', key).status).toBe(64);
  });
});

describe('apply --report', () => {
  test('tells of a dry run, of a refusal, and of what was mended', () => {
    const { home, backups, folder } = sampleHome();
    const apply = (name: string, ...args: readonly string[]): { readonly exit: { readonly status: number } } => {
      const path = join(folder, name);
      harden(['apply', '--home', home, '--backup-dir', backups, '--report', `json:${path}`, ...args]);
      return JSON.parse(readFileSync(path, 'utf8'));
    };
    expect(apply('dry', '--dry-run')).toMatchObject({ command: 'dry-run', exit: { status: 0 } });
    expect(apply('refused')).toMatchObject({ command: 'apply', exit: { status: 7 } });
    const only = ['--only', 'tls-protocols', '--yes'];
    const mended = apply('done', ...only);
    expect(mended).toMatchObject({ command: 'apply', exit: { status: 0 }, backupSet: expect.any(String) });
    expect(apply('again', ...only)).toMatchObject({ exit: { status: 0, reason: 'nothing to change' } });
    rmSync(folder, { recursive: true });
  });
});

test('a report that cannot be written after apply is told as just that, and the changes stay', () => {
  const { home, backups, folder } = sampleHome();
  const path = join(folder, 'r.sarif');
  const { status, stderr } = harden(
    [
      ...['apply', '--home', home, '--backup-dir', backups, '--only', 'tls-protocols', '--yes'],
      ...['--report', `sarif:${path}`],
    ],
    // No file may grow beyond 20 KiB, which holds for all but the report.
    { through: ['sh', '-c', 'ulimit -f 40; exec "$@"', 'sh'] },
  );
  expect(status).toBe(1);
  expect(stderr).toContain('The changes are made and verified, but a report could not be written');
  expect(existsSync(path)).toBe(false);
  expect(readFileSync(join(home, 'repository/conf/deployment.toml'), 'utf8')).toContain('+TLSv1.2');
  rmSync(folder, { recursive: true });
});

(process.getuid?.() === 0 ? describe : describe.skip)('as root on an installation of another account', () => {
  test('reports lie in the operator’s own folder, signed by a key that only root may read', () => {
    const { home, folder } = sampleHome();
    execFileSync('chown', ['-R', '65534:65534', home]);
    const place = (name: string): string => join(folder, name);
    chmodSync(folder, 0o711);
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(place('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const { status, stderr } = harden([
      ...['audit', '--home', home, '--quiet', '--sign', place('key.pem')],
      ...['--report', `html:${place('r.html')}`, '--report', `sarif:${place('r.sarif')}`],
    ]);
    expect([status, stderr]).toEqual([2, '']);
    for (const name of ['r.html', 'r.sarif']) {
      expect(statSync(place(name))).toMatchObject({ uid: 0 });
      expect(verify(null, readFileSync(place(name)), publicKey, readFileSync(place(`${name}.sig`)))).toBe(true);
    }
    rmSync(folder, { recursive: true });
  });
});

test('a rule of the linter that is asked for is in the report', () => {
  const { home, folder } = sampleHome();
  const list = JSON.parse(harden(['lint', '--home', home, '--format', 'json']).stdout);
  const [first] = list.checks;
  const { stdout } = harden(['audit', '--home', home, '--only', first.id, '--format', 'sarif']);
  const [run] = JSON.parse(stdout).runs;
  expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toContain(first.id);
  rmSync(folder, { recursive: true });
});

test('a report names the files that could not be read, and not those of which one value is unknown', () => {
  const { home, folder } = sampleHome();
  const store = 'repository/resources/security/wso2carbon.p12';
  mkdirSync(join(home, 'repository/resources/security'), { recursive: true });
  writeFileSync(join(home, store), 'no keystore');
  const toml = join(home, 'repository/conf/deployment.toml');
  writeFileSync(toml, readFileSync(toml, 'utf8').replace(/^hostname = .*$/m, 'hostname = "$env{HOST}"'));
  const { unreadable, findings } = JSON.parse(harden(['audit', '--home', home, '--format', 'json']).stdout);
  expect(findings.filter(({ status }: { status: string }) => status === 'error').length).toBeGreaterThan(1);
  expect(unreadable).toEqual([store]);
  rmSync(folder, { recursive: true });
});

test('what is judged from generated files says so', () => {
  const { home, folder } = sampleHome();
  const toml = join(home, 'repository/conf/deployment.toml');
  writeFileSync(toml, readFileSync(toml, 'utf8').replace('maxThreads = "300"', 'maxThreads = "<300"'));
  const { findings } = JSON.parse(harden(['lint', '--home', home, '--format', 'json']).stdout);
  const levels = new Map(findings.map(({ id, evidence }: { id: string; evidence: string }) => [id, evidence]));
  expect(levels.get('broken-file')).toBe('rendered');
  expect(levels.get('unused-key') ?? 'file').toBe('file');
  rmSync(folder, { recursive: true });
});
