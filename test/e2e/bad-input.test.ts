import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { giveAway, isRoot, system } from '../harness/account.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { expectRefusal, type Refusal } from '../harness/refusal.ts';
import { type SampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';

const toml = 'repository/conf/deployment.toml';
const only = ['--only', 'tls-protocols,server-header'];
const canary = 'canary-5f3c';

let sample: SampleHome;

beforeEach(() => {
  sample = sampleHome();
});

afterEach(() => {
  system('chmod', '-R', 'u+rwX', sample.folder);
  rmSync(sample.folder, { recursive: true });
});

function run(args: readonly string[], through: readonly string[] = []): Ended {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups }, through });
}

/** Expects that apply refuses, with consent to everything. */
function expectNoApply(refusal: Refusal, args: readonly string[] = [], through: readonly string[] = []): void {
  expectRefusal(sample.home, () => run(['apply', '--yes', ...only, ...args], through), refusal);
}

function put(path: string, text: string | Uint8Array): void {
  writeFileSync(join(sample.home, path), text);
}

describe('a deployment.toml', () => {
  const deep = 100_000;

  test.each<[string, string | Uint8Array, number]>([
    ['that is not TOML', `[server]\nhostname = ${canary}\n`, 2],
    ['with a string without an end', `[server]\n\nhostname = "${canary}\n`, 3],
    ['with a table that is there twice', `[server]\nhostname = "${canary}"\n[a]\n[server]\n`, 4],
    ['with a key that is there twice', `[server]\nhostname = "${canary}"\nhostname = "${canary}"\n`, 3],
    ['with 100,000 nested arrays', `[${canary}]\nb = ${'['.repeat(deep)}${']'.repeat(deep)}\n`, 2],
    ['with 100,000 nested tables', `[${canary}]\nb = ${'{a='.repeat(deep)}1${'}'.repeat(deep)}\n`, 2],
    ['with a key of 100,000 parts', `[${canary}]\n${'a.'.repeat(deep)}b = 1\n`, 2],
    ['that is not UTF-8', Buffer.concat([Buffer.from(`# ${canary}\n\nx = "`), Buffer.of(0xff, 0xfe, 0x22, 0x0a)]), 3],
  ])('%s is refused, and its line is named', (_, text, line) => {
    put(toml, text);
    expectNoApply({ status: 65, says: [toml, `line ${line}`], hides: [canary] });
  });

  test('of 50 MB is refused without being read', () => {
    put(toml, Buffer.alloc(50_000_000, `# ${canary}\n`));
    expectNoApply({ status: 65, says: [toml, '1 MiB'], hides: [canary] });
  });

  test('that begins with a byte order mark could not be checked, and stays as it is', () => {
    put(toml, `\ufeff${readFileSync(join(sample.home, toml), 'utf8')}`);
    const before = snapshot(sample.home);
    const audit = run(['audit', '--format', 'json', ...only]);
    expect(audit.status).toBe(1);
    const { findings } = JSON.parse(audit.stdout);
    expect(findings[0]).toMatchObject({ status: 'error', line: 1, message: expect.stringMatching('byte order mark') });
    expect(run(['apply', '--yes', ...only]).stdout).toContain('could not be checked');
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('with the line ends of Windows keeps them, and everything else', () => {
    put(toml, readFileSync(join(sample.home, toml), 'utf8').replaceAll('\n', '\r\n'));
    const before = snapshot(sample.home);
    const lines = readFileSync(join(sample.home, toml), 'utf8').split('\r\n');
    expect(run(['apply', '--yes', ...only]).status).toBe(0);
    const after = readFileSync(join(sample.home, toml), 'utf8');
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(after.split('\r\n')).toEqual(expect.arrayContaining(lines));
    expect(run(['apply', '--yes', ...only]).stdout).toContain('Nothing to change');
    expect(run(['rollback', '--yes']).status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });
});

describe('a file of the product’s own defaults', () => {
  const deep = 100_000;

  test.each<[string, string]>([
    ['that is no JSON', `{ "${canary}`],
    ['that holds a list', `["${canary}"]`],
    ['that is too deep', `{"${canary}": ${'['.repeat(deep)}${']'.repeat(deep)}}`],
  ])('%s is refused: taken for empty, it would let weak defaults pass', (_, text) => {
    const path = 'repository/resources/conf/default.json';
    put(path, text);
    expectNoApply({ status: 65, says: [path], hides: [canary] });
  });
});

describe('a home', () => {
  test.each<[string, () => void, Refusal]>([
    ['that is absent', () => rmSync(sample.home, { recursive: true }), { status: 66, says: ['home is not a folder'] }],
    ['without repository/conf', () => rmSync(dirname(join(sample.home, toml)), { recursive: true }), unfound()],
    ['without anything', () => emptyHome(), unfound()],
    [
      'without bin, which would tell the release,',
      () => rmSync(join(sample.home, 'bin'), { recursive: true }),
      { status: 7, says: ['--assume-version'] },
    ],
    [
      'of another product',
      () => put('bin/version.txt', 'WSO2 API Manager v4.2.0'),
      { status: 66, says: ['WSO2 API Manager'] },
    ],
  ])('%s is refused', (_, prepare, refusal) => {
    prepare();
    expectRefusal(sample.folder, () => run(['apply', '--yes', ...only]), refusal);
  });

  test.each([
    ['deployment.toml', '../elsewhere/deployment.toml', toml],
    ['folder of configuration', '../../elsewhere', 'repository/conf'],
  ])('whose %s is a link out of it is refused, and nothing is written there', (_, target, path) => {
    const elsewhere = join(sample.folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'deployment.toml'), readFileSync(join(sample.home, toml)));
    rmSync(join(sample.home, path), { recursive: true });
    symlinkSync(target, join(sample.home, path));
    const refusal = { status: 7, says: [path, 'symbolic link'] };
    expectRefusal(sample.folder, () => run(['apply', '--yes', ...only]), refusal);
  });

  test('that holds a file in the place of repository/conf is no installation', () => {
    rmSync(join(sample.home, 'repository/conf'), { recursive: true });
    put('repository/conf', canary);
    expectNoApply({ status: 66, says: ['holds neither repository/conf/deployment.toml nor'], hides: [canary] });
  });
});

describe('rights', () => {
  test('to read deployment.toml are needed', () => {
    giveAway(sample.home);
    if (isRoot) chownSync(join(sample.home, toml), 0, 0);
    chmodSync(join(sample.home, toml), isRoot ? 0o600 : 0);
    expectUnchanged(['apply', '--yes', ...only], { status: 77, says: [toml] });
    expectUnchanged(['audit', ...only], { status: 77, says: [toml] });
  });

  test('to write a file are needed', () => {
    giveAway(sample.home);
    chmodSync(join(sample.home, toml), 0o444);
    expectNoApply({ status: 77, says: [toml, '--skip'] });
    expect(run(['apply', '--dry-run', ...only]).status).toBe(0);
  });

  test('to write a folder are needed', () => {
    giveAway(sample.home);
    chmodSync(join(sample.home, 'repository/conf'), 0o555);
    expectNoApply({ status: 77, says: ['repository/conf'] });
    expect(run(['apply', '--dry-run', ...only]).status).toBe(0);
  });

  test('are not asked for where a read-only file system is looked at only', () => {
    const through = readOnly(sample.home);
    expectNoApply({ status: 77, says: [/home\S* (lies on a read-only|may not be)/] }, [], through);
    const before = snapshot(sample.home);
    expect(run(['audit', ...only], through).status).toBe(2);
    expect(run(['apply', '--dry-run', ...only], through).status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });

  /** The tests themselves may lack what only the account of the home can see. */
  function expectUnchanged(args: readonly string[], refusal: Refusal): void {
    const path = join(sample.home, toml);
    if (isRoot) expectRefusal(sample.home, () => run(args), refusal);
    else {
      expectRefusal(join(sample.home, 'bin'), () => run(args), refusal);
      chmodSync(path, 0o600);
      expect(readFileSync(path)).toEqual(readFileSync('test/fixtures/sample-home/repository/conf/deployment.toml'));
      chmodSync(path, 0);
    }
  }
});

describe('a release', () => {
  test('that is not known can be looked at, and changed when it is told which rules fit', () => {
    put('bin/version.txt', 'WSO2 Identity Server v9.9.9');
    const before = snapshot(sample.home);
    expect(run(['audit', ...only]).status).toBe(2);
    const refused = run(['apply', '--yes', ...only]);
    expect(refused.status).toBe(7);
    expect(refused.stdout).toContain('9.9.9');
    expect(refused.stdout).toContain('--assume-version');
    expect(snapshot(sample.home)).toEqual(before);
    expect(run(['apply', '--yes', '--assume-version', '7.1.0', ...only]).status).toBe(0);
  });

  test('that is not known to harden at all cannot be assumed', () => {
    expectNoApply({ status: 64, says: ['--assume-version takes one of', '7.1.0'], hides: ['4.0.0'] }, [
      '--assume-version',
      '4.0.0',
    ]);
  });

  test('that a bare kernel never fills in is told by the version of the kernel', () => {
    put('bin/version.txt', '${product.name} v${product.version}');
    put('bin/wso2carbon-version.txt', 'WSO2 Carbon Framework v4.7.1');
    const report = JSON.parse(run(['audit', '--format', 'json', ...only]).stdout);
    expect(report).toMatchObject({ home: { shape: 'kernel' }, release: '6.0.0' });
  });

  test.each(['deployment.toml', toml])('is to be named for a folder with %s alone', (path) => {
    const text = readFileSync(join(sample.home, toml));
    emptyHome();
    mkdirSync(dirname(join(sample.home, path)), { recursive: true });
    put(path, text);
    const before = snapshot(sample.home);
    expectNoApply({ status: 7, says: ['--assume-version'] });
    expectRefusal(sample.home, () => run(['audit', ...only]), { status: 7, says: ['--assume-version'] });
    const assumed = [...only, '--assume-version', '7.1.0'];
    expect(run(['audit', ...assumed]).status).toBe(2);
    expect(run(['apply', '--yes', ...assumed]).status).toBe(0);
    expect(run(['apply', '--yes', ...assumed]).stdout).toContain('Nothing to change');
    expect(run(['rollback', '--yes']).status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
  });
});

describe('an answer file', () => {
  const deep = 100_000;

  test.each<[string, string | Uint8Array, Refusal]>([
    ['that is not TOML', `\nprofile = ${canary}`, { status: 65, says: ['line 2'], hides: [canary] }],
    ['that is not UTF-8', Buffer.of(0x23, 0xff, 0x0a), { status: 65, says: ['UTF-8'] }],
    ['that is too large', Buffer.alloc(2_000_000, '#'), { status: 65, says: ['1 MiB'] }],
    ['that is too deep', `profile = ${'['.repeat(deep)}${']'.repeat(deep)}`, { status: 65, says: ['line 1'] }],
    ['with a profile that is not known', `profile = "${canary}"`, { status: 65, says: ['strict'], hides: [canary] }],
    [
      'with a secret instead of its place',
      `[answers.super-admin]\npassword = "${canary}"`,
      { status: 65, says: ['answers.super-admin.password', 'env:NAME'], hides: [canary] },
    ],
    ['with a key of another level', 'hsts = true', { status: 65, says: ['"hsts"'] }],
    ['with escape codes in a key', '"\\u001b[31mprofil" = 1', { status: 65, says: [/\\u001b/], hides: ['\u001b'] }],
  ])('%s is refused', (_, text, refusal) => {
    expectNoApply(refusal, ['--answers', answerFile(text)]);
  });

  test('that others may write is refused', () => {
    const path = answerFile('');
    chmodSync(path, 0o664);
    expectNoApply({ status: 77, says: ['answers.toml', 'chmod'] }, ['--answers', path]);
  });

  test('that is absent, or none, is refused', () => {
    expectNoApply({ status: 65, says: ['absent.toml'] }, ['--answers', join(sample.folder, 'absent.toml')]);
    expectNoApply({ status: 65, says: [sample.home] }, ['--answers', sample.home]);
  });

  function answerFile(text: string | Uint8Array): string {
    const path = join(sample.folder, 'answers.toml');
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }
});

function unfound(): Refusal {
  return { status: 66, says: [`neither ${toml} nor deployment.toml`] };
}

function emptyHome(): void {
  rmSync(sample.home, { recursive: true });
  mkdirSync(sample.home);
}

/**
 * Makes a home read-only for what is started through the command that it returns: root by a mount that only that sees, or
 * by modes where that is not possible.
 */
function readOnly(home: string): readonly string[] {
  const script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
  const through = ['unshare', '--mount', 'sh', '-c', script, home];
  const [program = '', ...args] = through;
  if (isRoot && spawnSync(program, [...args, 'true']).status === 0) return through;
  giveAway(home);
  system('chmod', '-R', 'a-w', home);
  return [];
}
