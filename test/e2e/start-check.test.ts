import { type ChildProcess, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { joinPem } from '../../src/keystore/pem.ts';
import { giveAway, isRoot, someAccount, system } from '../harness/account.ts';
import { type Ended, harden, startHarden } from '../harness/harden-command.ts';
import { newKey, selfSigned } from '../harness/key-home.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

jest.setTimeout(120_000);

const only = ['--only', 'server-header,jvm-dh-keysize'];
const enclosure = ['unshare', ...(isRoot ? [] : ['--user', '--map-root-user']), '--mount', '--net', '--pid', '--fork'];
const canEnclose = spawnSync(enclosure[0] ?? '', [...enclosure.slice(1), 'true']).status === 0;
const enclosed = canEnclose ? test : test.skip;
const key = newKey();

const sample = eachSampleHome();
let javaHome: string;
let temporary: string;
let before: readonly string[];

beforeEach(async () => {
  javaHome = join(sample.folder, 'java');
  temporary = join(sample.folder, 'temporary');
  mkdirSync(join(javaHome, 'bin'), { recursive: true });
  mkdirSync(temporary);
  system('chmod', '1777', temporary);
  const der = await selfSigned(key, 'localhost', 10);
  writeFileSync(join(javaHome, 'key.pem'), key.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(javaHome, 'cert.pem'), joinPem([{ label: 'CERTIFICATE', der }]));
  before = snapshot(sample.home);
});

const serve = `
  const { readFileSync } = require('fs');
  const read = (name) => readFileSync(process.env.JAVA_HOME + '/' + name);
  require('https')
    .createServer({ key: read('key.pem'), cert: read('cert.pem') }, (_, answer) => answer.end('up'))
    .listen(Number(process.env.PORT ?? 9443));
`;

/** Gives the server a Java that runs this program, whatever it is asked for. */
function java(program: string): void {
  const path = join(javaHome, 'bin/java');
  writeFileSync(join(javaHome, 'program.js'), program);
  writeFileSync(path, `#!/bin/sh\nexec ${process.execPath} "$JAVA_HOME/program.js" "$@"\n`);
  system('chmod', '755', path);
}

function options(env: Readonly<Record<string, string>> = {}) {
  return { env: { HARDEN_BACKUP_DIR: sample.backups, JAVA_HOME: javaHome, TMPDIR: temporary, ...env } };
}

function args(...more: readonly string[]): readonly string[] {
  return ['apply', '--yes', '--start-check', '--home', sample.home, ...only, ...more];
}

function check(...more: readonly string[]): Ended {
  return harden(args(...more), options());
}

function expectNothingLeft(): void {
  expect(readdirSync(temporary)).toEqual([]);
  expect(processesOf(sample.home)).toEqual([]);
}

/** All processes in whose command line a path stands. */
function processesOf(path: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => commandLine(pid).includes(path));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

describe('harden apply --start-check', () => {
  enclosed('applies what answers HTTPS in a copy', () => {
    java(serve);
    const { status, stderr } = check();
    expect(stderr).toMatch(/Start check: it answers HTTPS after \d+ seconds/);
    expect(status).toBe(0);
    expect(snapshot(sample.home)).not.toEqual(before);
    expectNothingLeft();
  });

  enclosed('shows the copy what the plan makes, in the place of the home, and lets it write nowhere else', () => {
    java(`
      const { existsSync, readFileSync, writeFileSync } = require('fs');
      const attempt = (path) => { try { writeFileSync(path, 'x'); return 'written'; } catch (error) { return error.code; } };
      const home = process.env.HOME;
      const say = (name, value) => console.log('ERROR ' + name + '=' + value);
      say('header', readFileSync(home + '/repository/conf/deployment.toml', 'utf8').includes('server = "server"'));
      say('flag', process.argv.some((word) => word.includes('ephemeralDHKeySize=2048')));
      say('home', process.argv.find((word) => word.startsWith('-Dcarbon.home=')));
      say('variables', Object.keys(process.env).filter((name) => !/^(_|PWD|OLDPWD|SHLVL)$/.test(name)).sort());
      say('outside', attempt(${JSON.stringify(join(sample.folder, 'outside'))}));
      say('java', attempt(process.env.JAVA_HOME + '/written'));
      say('inside', attempt(home + '/written'));
      say('others', Object.keys(require('os').networkInterfaces()));
      say('privileges', readFileSync('/proc/self/status', 'utf8').match(/NoNewPrivs:\\t(\\d)/)[1]);
      say('logs', existsSync(home + '/repository/logs/old.log'));
      process.exit(1);
    `);
    mkdirSync(join(sample.home, 'repository/logs'));
    writeFileSync(join(sample.home, 'repository/logs/old.log'), '');
    before = snapshot(sample.home);
    const { status, stderr } = check();
    const facts = Object.fromEntries([...stderr.matchAll(/ERROR (\w+)=(.*)/g)].map(([, name, value]) => [name, value]));
    expect(facts).toEqual({
      header: 'true',
      flag: 'true',
      home: `-Dcarbon.home=${sample.home}`,
      variables: 'HOME,JAVA_HOME,LANG,PATH',
      outside: 'EROFS',
      java: 'EROFS',
      inside: 'written',
      others: 'lo',
      privileges: '1',
      logs: 'false',
    });
    expect(status).toBe(3);
    expect(snapshot(sample.home)).toEqual(before);
    expectNothingLeft();
  });

  enclosed('changes nothing where the server ends, and shows the end of what it said with secrets masked', () => {
    const secret = 'Kanarie.4711.secret';
    const toml = join(sample.home, 'repository/conf/deployment.toml');
    writeFileSync(toml, readFileSync(toml, 'utf8').replace('password = "admin"', `password = "${secret}"`));
    before = snapshot(sample.home);
    java(`console.error('FATAL cannot go on with ${secret} \\u001b[2J'); process.exit(1);`);
    const out = join(sample.folder, 'secrets');
    const { status, stdout, stderr } = check('--only', 'encryption-key', '--secrets-out', out);
    expect(status).toBe(3);
    expect(stderr).toMatch(/FATAL cannot go on with \*{6}\d+ \\u001b\[2J/);
    expect(stderr).toContain('The server ended');
    expect(stdout + stderr).not.toContain(secret);
    expect(existsSync(out)).toBe(false);
    expect(snapshot(sample.home)).toEqual(before);
    expect(JSON.parse(harden(['backups', '--format', 'json', '--home', sample.home], options()).stdout).sets).toEqual(
      [],
    );
    expectNothingLeft();
  });

  enclosed('changes nothing where HTTPS does not answer in time, whatever the log says', () => {
    java(`console.log('WSO2 Carbon started in 3 sec'); setInterval(() => {}, 1000);`);
    const { status, stderr } = check('--start-timeout', '2');
    expect(status).toBe(3);
    expect(stderr).toContain('does not answer HTTPS on port 9443 after');
    expect(snapshot(sample.home)).toEqual(before);
    expectNothingLeft();
  });

  enclosed('changes nothing where the port is in use', async () => {
    java(serve);
    const toml = join(sample.home, 'repository/conf/deployment.toml');
    writeFileSync(toml, readFileSync(toml, 'utf8').replace('[server]\n', '[server]\noffset = "11"\n'));
    before = snapshot(sample.home);
    const server = createServer().listen(9454);
    try {
      const { status, stderr } = check();
      expect(status).toBe(3);
      expect(stderr).toContain('Port 9454 is in use');
      expect(snapshot(sample.home)).toEqual(before);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  enclosed('hands on only what the configuration takes from the environment, by name alone', () => {
    java(`console.log('ERROR it is ' + process.env.NODE_IP + ', ' + process.env.OTHER); process.exit(1);`);
    const toml = join(sample.home, 'repository/conf/deployment.toml');
    writeFileSync(toml, readFileSync(toml, 'utf8').replace('[server]\n', '[server]\nnode_ip = "$env{NODE_IP}"\n'));
    expect(check()).toMatchObject({ status: 7, stdout: expect.stringMatching(/takes NODE_IP from the environment/s) });
    const { stderr } = harden(args(), options({ NODE_IP: '192.0.2.1', OTHER: 'no' }));
    expect(stderr).toContain('ERROR it is 192.0.2.1, undefined');
  });

  const rooted = canEnclose && isRoot ? test : test.skip;
  rooted('runs as the account that the home belongs to', () => {
    giveAway(sample.home);
    java(
      `console.log('ERROR uid=' + require('fs').readFileSync('/proc/self/uid_map', 'utf8').trim()); process.exit(1);`,
    );
    const { status, stderr } = check();
    expect(status).toBe(3);
    expect(stderr).toMatch(new RegExp(`ERROR uid=0 +${someAccount} +1$`, 'm'));
    expectNothingLeft();
  });
});

describe('a start check that is interrupted', () => {
  async function isAtWork(child: ChildProcess): Promise<void> {
    java(`setInterval(() => {}, 1000);`);
    while (child.exitCode === null && !processesOf('program.js').some((pid) => commandLine(pid).includes(javaHome)))
      await new Promise(setImmediate);
  }

  enclosed.each(['SIGINT', 'SIGTERM'] as const)('by %s changes nothing and leaves nothing', async (signal) => {
    java(`setInterval(() => {}, 1000);`);
    const { child, ended } = startHarden(args(), options());
    await isAtWork(child);
    child.kill(signal);
    expect((await ended).status).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(snapshot(sample.home)).toEqual(before);
    expectNothingLeft();
  });

  enclosed('by the death of harden leaves nothing either', async () => {
    java(`setInterval(() => {}, 1000);`);
    const { child, ended } = startHarden(args(), options());
    await isAtWork(child);
    child.kill('SIGKILL');
    await ended;
    while (readdirSync(temporary).length > 0 || processesOf(sample.home).length > 0) await new Promise(setImmediate);
    rmSync(join(sample.home, '.harden.lock'));
    expect(snapshot(sample.home)).toEqual(before);
  });
});

describe('a start check that is asked for', () => {
  test('is named in the dry run, which starts nothing', () => {
    java(`require('fs').writeFileSync(process.env.JAVA_HOME + '/was-run', '');`);
    const { status, stdout } = harden(
      ['apply', '--dry-run', '--start-check', '--home', sample.home, ...only],
      options(),
    );
    expect(status).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`sh bin/wso2server.sh is started in a copy of ${sample.home}`);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `HTTPS on port 9443; of the environment it gets PATH, LANG, HOME, JAVA_HOME=${javaHome}`,
    );
    expect(existsSync(join(javaHome, 'was-run'))).toBe(false);
  });

  test.each([
    ['on data that others share', '[database.shared_db]\ntype = "mysql"\nhostname = "db"\n', 'database.shared_db'],
    ['with clustering', '[clustering]\nmembership_scheme = "multicast"\n', 'clustering'],
    [
      'with a directory elsewhere',
      '[user_store.properties]\nConnectionURL = "ldap://ldap.example.com:389"\n',
      'user_store',
    ],
  ])('is refused for a server %s', (_, settings, named) => {
    writeFileSync(join(sample.home, 'repository/conf/deployment.toml'), settings);
    before = snapshot(sample.home);
    const { status, stdout } = check();
    expect(status).toBe(7);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`start-check: .*${named}.*leave out --start-check`));
    expect(snapshot(sample.home)).toEqual(before);
  });

  test('is refused for a server with a user store beside its own', () => {
    const folder = join(sample.home, 'repository/deployment/server/userstores');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'partners.xml'), '<UserStoreManager class="x"/>');
    expect(check()).toMatchObject({ status: 7, stdout: expect.stringContaining('partners.xml') });
  });

  test('is refused where Secure Vault would ask at the console', () => {
    const conf = join(sample.home, 'repository/conf/security/secret-conf.properties');
    mkdirSync(dirname(conf), { recursive: true });
    writeFileSync(conf, 'secVault.enabled=true\n');
    expect(check()).toMatchObject({ status: 7, stdout: expect.stringContaining('password-tmp') });
    writeFileSync(join(sample.home, 'password-tmp'), 'x');
    expect(
      harden(['apply', '--dry-run', '--start-check', '--home', sample.home, ...only], options()).stdout,
    ).not.toContain('password-tmp');
  });

  test('is refused where no Java is named, and where nothing could be started', () => {
    const withoutJava = { env: { HARDEN_BACKUP_DIR: sample.backups } };
    expect(harden(args(), withoutJava)).toMatchObject({ status: 7, stdout: expect.stringContaining('JAVA_HOME') });
    rmSync(join(sample.home, 'bin/wso2server.sh'));
    expect(check('--skip', 'jvm-dh-keysize').status).toBe(7);
  });

  test('takes a number of seconds, and goes with no folder elsewhere', () => {
    expect(check('--start-timeout', 'soon').status).toBe(64);
    expect(check('--start-timeout', '0').status).toBe(64);
    expect(check('--out', join(sample.folder, 'out')).status).toBe(64);
  });
});
