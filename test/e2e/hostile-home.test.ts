import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { giveAway, isRoot, someAccount, system } from '../harness/account.ts';
import { bundleFolder, type Ended, harden } from '../harness/harden-command.ts';
import { expectRefusal, expectTwoSentences } from '../harness/refusal.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

const toml = 'repository/conf/deployment.toml';
const script = 'bin/wso2server.sh';
const only = ['--only', 'tls-protocols,server-header,log-forging,session-id-length,jvm-dh-keysize'];

const sample = eachSampleHome();

function run(args: readonly string[], backups = sample.backups): Ended {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: backups } });
}

function at(path: string): string {
  return join(sample.home, path);
}

/** Expects that apply refuses and that nothing changes, neither in the home nor beside it. */
function expectNoApply(says: readonly string[], status = 7, backups = sample.backups): void {
  expectRefusal(sample.folder, () => run(['apply', '--yes', ...only], backups), { status, says });
}

describe('in the place of a file of the installation', () => {
  beforeEach(() => writeFileSync(join(sample.folder, 'victim'), readFileSync(at(toml))));

  test.each<[string, string, (path: string) => void]>([
    ['a link', toml, (path) => symlinkSync(join(sample.folder, 'victim'), path)],
    ['a link that leads nowhere', script, (path) => symlinkSync(join(sample.folder, 'absent'), path)],
    ['a second name of another file', toml, (path) => linkSync(join(sample.folder, 'victim'), path)],
    ['a fifo', 'repository/conf/log4j2.properties', (path) => system('mkfifo', path)],
    ['a socket or device', script, (path) => nodeAt(path)],
    ['a folder', toml, (path) => mkdirSync(path)],
  ])('%s is refused', (_, file, plant) => {
    rmSync(at(file));
    plant(at(file));
    expectNoApply([file]);
  });

  test.each(['repository', 'repository/conf', 'bin', 'repository/resources/conf/templates'])(
    'a link for the folder %s is refused',
    (folder) => {
      renameSync(at(folder), join(sample.folder, 'moved'));
      symlinkSync(join(sample.folder, 'moved'), at(folder));
      expectNoApply([folder, 'symbolic link']);
    },
  );
});

describe('planted names', () => {
  test('of temporary files lead nowhere and stay as they are', () => {
    const victim = join(sample.folder, 'victim');
    writeFileSync(victim, 'mine\n');
    const names = ['.harden-0123456789abcdef', 'deployment.toml.new', 'deployment.toml.tmp', 'deployment.toml~'];
    for (const name of names) symlinkSync(victim, join(at(toml), '..', name));
    for (const name of ['.harden.lock.0123456789abcdef', '.harden.lock.0123456789abcdef.new']) {
      symlinkSync(victim, at(name));
    }
    expect(run(['apply', '--yes', ...only]).status).toBe(0);
    expect(readFileSync(victim, 'utf8')).toBe('mine\n');
    expect(readdirSync(join(at(toml), '..'))).toEqual(expect.arrayContaining(names));
    expect(readFileSync(at(toml), 'utf8')).toContain('"+TLSv1.2,+TLSv1.3"');
  });

  test.each<[string, (path: string, victim: string) => void, number]>([
    ['a link', (path, victim) => symlinkSync(victim, path), 7],
    ['a link that leads nowhere', (path, victim) => symlinkSync(`${victim}-absent`, path), 7],
    ['a fifo', (path) => system('mkfifo', path), 7],
    ['a folder', (path) => mkdirSync(path), 7],
    ['a file that others may write', (path) => system('install', '-m', '666', '/dev/null', path), 7],
    ['a file that says nothing', (path) => writeFileSync(path, 'x'), 5],
    ['the lock of another machine', (path) => writeFileSync(path, lockOf('another-machine')), 5],
  ])('of the lock: %s is not taken for the right to write', (_, plant, status) => {
    const victim = join(sample.folder, 'victim');
    writeFileSync(victim, 'mine\n');
    plant(at('.harden.lock'), victim);
    const before = snapshot(sample.home);
    const { status: ended, stderr } = run(['apply', '--yes', ...only]);
    expect({ ended, stderr }).toEqual({ ended: status, stderr: expect.stringContaining('.harden.lock') });
    expect(snapshot(sample.home)).toEqual(before);
    expect(readFileSync(victim, 'utf8')).toBe('mine\n');
    expect(run(['audit', ...only]).status).toBe(2);
  });

  test('of a lock whose run is no more hold nobody up', () => {
    writeFileSync(at('.harden.lock'), lockOf(hostname()));
    expect(run(['apply', '--yes', ...only]).status).toBe(0);
    expect(readdirSync(sample.home)).toEqual(['bin', 'repository']);
  });
});

describe('what could drive a terminal', () => {
  const drive = '\u001b]0;owned\u0007\u009b2J\u202e\u2028';
  const driven = /[\u001b\u0007\u009b\u202e\u2028]/;

  test('is shown as what it is, in every form of output', () => {
    appendFileSync(at(toml), `# ${'\u202e\u2028\u200f'}\n"\\u001b[31m" = "\\u009b2J"\n`);
    writeFileSync(at(toml), readFileSync(at(toml), 'utf8').replace('login.example.com', '\\u001b]0;owned\\u0007'));
    appendFileSync(at('repository/conf/log4j2.properties'), `appender.X.layout.pattern = ${drive}%m%n\n`);
    writeFileSync(at(script), readFileSync(at(script), 'utf8').replaceAll('-Xms256m', `-Dx="${drive}" -Xms256m`));
    mkdirSync(at('repository/deployment/server/userstores'), { recursive: true });
    writeFileSync(at(`repository/deployment/server/userstores/${drive}.xml`), '<UserStoreManager');
    for (const args of [
      ['audit', '--verbose'],
      ['audit', '--format', 'json'],
      ['apply', '--dry-run'],
    ]) {
      const { status, stdout, stderr } = run(args);
      expect(status).toBeLessThanOrEqual(2);
      expect(stdout.length).toBeGreaterThan(1000);
      expect(stdout + stderr).not.toMatch(driven);
    }
  });

  test('is shown as what it is in an error, which stays two lines', () => {
    const home = join(sample.folder, `home${drive}\nharden: all is well.\n`);
    renameSync(sample.home, home);
    writeFileSync(join(home, 'bin/version.txt'), `WSO2 ${drive} v1.0.0`);
    const { status, stderr } = harden(['audit', '--home', home]);
    expect(status).toBe(66);
    expect(stderr).not.toMatch(driven);
    expectTwoSentences(stderr.replace('harden: all is well.', ''));
  });
});

describe('the backup folder', () => {
  test.each<[string, () => string, string]>([
    ['inside the installation', () => at('backups'), 'inside the installation'],
    ['inside the installation by a link', () => linkTo(at('bin')), 'inside the installation'],
    ['where web servers look for pages', () => join(sample.folder, 'htdocs/backups'), 'web servers'],
    ['below a folder that others may write', () => openFolder(0o777), 'written by other accounts'],
    ['below a folder that a group may write', () => openFolder(0o775), 'written by other accounts'],
  ])('%s is refused', (_, prepare, says) => {
    const place = prepare();
    expectNoApply([says], 7, place);
  });

  test('that others may look into is refused', () => {
    expect(run(['apply', '--yes', ...only]).status).toBe(0);
    const [name = ''] = readdirSync(sample.backups);
    chmodSync(join(sample.backups, name), 0o755);
    const before = snapshot(sample.home);
    expect(run(['rollback', '--yes']).status).toBe(7);
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('below a sticky folder such as /tmp is taken, and is for one account alone', () => {
    const place = join(openFolder(0o1777), 'own');
    expect(run(['apply', '--yes', ...only], place).status).toBe(0);
    const [name = ''] = readdirSync(place);
    const [set = ''] = readdirSync(join(place, name));
    for (const path of [join(place, name), join(place, name, set)]) expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const file of filesBelow(join(place, name, set))) expect(statSync(file).mode & 0o077).toBe(0);
  });

  function openFolder(mode: number): string {
    const path = join(sample.folder, 'open');
    mkdirSync(path);
    chmodSync(path, mode);
    return path;
  }

  function linkTo(target: string): string {
    const path = join(sample.folder, 'link');
    symlinkSync(target, path);
    return path;
  }
});

test('copies that the server made are not looked for behind a link, and that is told', () => {
  const elsewhere = join(sample.folder, 'elsewhere/repository/conf');
  mkdirSync(elsewhere, { recursive: true });
  writeFileSync(join(elsewhere, 'user-mgt.xml'), '<a><Password>of-somebody</Password></a>');
  symlinkSync(join(sample.folder, 'elsewhere'), at('backup'));
  const leftovers = ['--only', 'plain-text-leftovers'];
  const before = snapshot(join(sample.folder, 'elsewhere'));
  const { status, stdout } = run(['audit', ...leftovers]);
  expect(status).toBe(1);
  expect(stdout).toContain('Could not be checked');
  expect(run(['apply', '--yes', ...leftovers]).stdout).toContain('Nothing to change');
  expect(snapshot(join(sample.folder, 'elsewhere'))).toEqual(before);
});

describe('a folder that the nodes of a cluster share by a link', () => {
  test.each([
    ['repository/tenants', ['keystore-settings', 'userstore-readonly']],
    ['repository/deployment/server/userstores', ['userstore-readonly']],
  ])('is not looked into, which is told, and all else is judged: %s', (name, ids) => {
    const elsewhere = join(sample.folder, 'shared');
    mkdirSync(join(elsewhere, '1/userstores'), { recursive: true });
    writeFileSync(join(elsewhere, 'ldap.xml'), '<UserStoreManager/>');
    rmSync(at(name), { recursive: true, force: true });
    mkdirSync(join(at(name), '..'), { recursive: true });
    symlinkSync(elsewhere, at(name));
    const { stdout } = run(['audit', '--format', 'json']);
    const { findings, checks } = JSON.parse(stdout);
    const unsure = findings.filter(
      ({ at, status }: { at: string; status: string }) => at === name || status === 'error',
    );
    expect(unsure.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(ids));
    expect(checks.find(({ id }: { id: string }) => id === 'tls-protocols').status).toBe('fail');
    // Data may exist there that today's keys protect.
    const keys = run(['apply', '--yes', '--only', 'encryption-key']);
    expect(keys).toMatchObject({ status: 7, stdout: expect.stringContaining(`${name} leads out of the installation`) });
    expect(run(['apply', '--yes', '--only', 'tls-protocols']).status).toBe(0);
    const listed = run(['keystore', 'list', '--expires-in', '1d']);
    expect(listed.stdout.includes('where it leads')).toBe(name === 'repository/tenants');
    expect(snapshot(elsewhere).map((line) => line.split(' ')[0])).toEqual(['1', '1/userstores', 'ldap.xml']);
  });
});

test('nothing of the installation, of its Java or of the working directory is run', () => {
  const mark = join(sample.folder, 'mark');
  const trap = `#!/bin/sh\ntouch '${mark}'\n`;
  mkdirSync(at('jdk/bin'), { recursive: true });
  writeFileSync(at('jdk/release'), 'JAVA_VERSION="17.0.1"\n');
  for (const path of ['jdk/bin/java', 'bin/ciphertool.sh', 'cp', 'getent', 'git', 'java', 'keytool', 'sh']) {
    writeFileSync(at(path), trap, { mode: 0o755 });
  }
  writeFileSync(at(script), `${trap}${readFileSync(at(script), 'utf8')}`, { mode: 0o755 });
  writeFileSync(at('package.json'), '{"type": "commonjs", "scripts": {"preinstall": "./java"}}');
  const env = { HARDEN_BACKUP_DIR: sample.backups, JAVA_HOME: at('jdk'), PATH: `.:${process.env['PATH']}` };
  for (const args of [['audit'], ['apply', '--dry-run'], ['apply', '--yes'], ['rollback', '--yes']]) {
    const { status } = harden([...args, ...(args[0] === 'rollback' ? [] : only)], { env, cwd: sample.home });
    expect({ args, status }).toEqual({ args, status: args[0] === 'audit' ? 2 : 0 });
  }
  expect(readdirSync(sample.folder).toSorted()).toEqual(['backups', 'home']);
});

/** As root the home belongs to another account, and as a user to that user: what has to hold is the same. */
describe('a home that belongs to the account of the server', () => {
  const owner = isRoot ? someAccount : process.getuid?.();
  const outside = (): readonly string[] => snapshot(sample.folder).filter((line) => !/^(home|backups)\b/.test(line));

  beforeEach(() => {
    writeFileSync(join(sample.folder, 'beside'), 'mine\n', { mode: 0o600 });
    giveAway(sample.home);
    if (!isRoot) chmodSync(sample.folder, 0o755);
  });

  test('is changed with the rights of that account, and so is its store', () => {
    const [before, beside] = [snapshot(sample.home), outside()];
    const secrets = join(sample.folder, 'secrets.toml');
    const { status, stderr } = run(['apply', '--yes', '--secrets-out', secrets]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(statSync(secrets)).toMatchObject({ uid: process.getuid?.(), mode: 0o100600 });
    rmSync(secrets);
    const [name = ''] = readdirSync(sample.backups);
    const changed = [...filesBelow(sample.home), ...filesBelow(join(sample.backups, name))];
    expect(new Set(changed.map((path) => statSync(path).uid))).toEqual(new Set([owner]));
    expect(statSync(join(sample.backups, name))).toMatchObject({ uid: owner, mode: 0o040700 });
    expect(run(['rollback', '--yes']).status).toBe(0);
    expect(snapshot(sample.home)).toEqual(before);
    expect(outside()).toEqual(beside);
  });

  test('gains nothing by files that only root can read', () => {
    if (isRoot) system('chown', '0:0', at(script));
    chmodSync(at(script), isRoot ? 0o600 : 0);
    const { status, stderr } = run(['audit']);
    expect({ status, stderr }).toEqual({ status: 77, stderr: expect.stringContaining(script) });
    chmodSync(at(script), 0o600);
  });

  test('can be hardened by a harden that lies where only root can enter', () => {
    const folder = join(sample.folder, 'private');
    cpSync(bundleFolder(), folder, { recursive: true });
    chmodSync(folder, 0o700);
    const runPrivate = (...args: readonly string[]): Ended =>
      harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups }, bundle: folder });
    const secrets = join(sample.folder, 'secrets.toml');
    expect(runPrivate('apply', '--dry-run', '--format', 'json')).toMatchObject({ status: 0, stderr: '' });
    expect(runPrivate('apply', '--yes', '--secrets-out', secrets)).toMatchObject({ status: 0, stderr: '' });
    expect(runPrivate('audit')).toMatchObject({ status: 2, stderr: '' });
    expect(runPrivate('rollback', '--yes')).toMatchObject({ status: 0, stderr: '' });
  });
});

/** A device, which only root can make, or a socket. */
function nodeAt(path: string): void {
  if (isRoot) system('mknod', path, 'c', '1', '5');
  else {
    // Only a process that is killed leaves its socket behind.
    const listen = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', listen, path]);
    expect(lstatSync(path).isSocket()).toBe(true);
  }
}

/** A lock as harden writes it, of a process that cannot be. */
function lockOf(host: string): string {
  return JSON.stringify({
    id: '0123456789abcdef',
    pid: 2 ** 30,
    started: '1',
    boot: null,
    host,
    tool: '0.1.0',
    created: '2026-01-01T00:00:00.000Z',
    stores: [join(sample.backups, 'is-01234567')],
  });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
