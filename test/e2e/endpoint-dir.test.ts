import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { giveAway, isRoot, system } from '../harness/account.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

const login = 'EndpointConfig.properties';
const recovery = 'RecoveryEndpointConfig.properties';
const classes = 'WEB-INF/classes';
const only = ['--only', 'app-password'];

const sample = eachSampleHome();
/** Pages of login in one folder, and of recovery in another. */
let pages: { readonly login: string; readonly recovery: string };

beforeEach(() => {
  pages = { login: join(sample.folder, 'tomcat/login'), recovery: join(sample.folder, 'tomcat/recovery') };
  put(join(pages.login, login), '# of the login pages\r\napp.name=dashboard\r\napp.password=dashboard\r\n', 0o640);
  put(join(pages.login, classes, login), 'app.password = dashboard\nclient.keyStore=/etc/tomcat/wso2carbon.jks\n');
  put(join(pages.login, 'index.jsp'), 'left alone');
  put(join(pages.recovery, recovery), 'app.password=dashboard');
  put(join(pages.recovery, classes, recovery), 'app.password=another-one\nidentity.server.service.access.password=x\n');
});

function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

function run(...args: readonly string[]): Ended {
  return harden([...args, '--home', sample.home], { env: { HARDEN_BACKUP_DIR: sample.backups }, cwd: sample.folder });
}

function both(): readonly string[] {
  return ['--endpoint-dir', pages.login, '--endpoint-dir', pages.recovery];
}

function passwordNow(): string {
  const toml = TomlDocument.parse(readFileSync(join(sample.home, layout.deploymentToml), 'utf8'));
  return String(toml.get(['identity', 'auth_framework', 'endpoint', 'app_password']));
}

function passwordsOfPages(): readonly (string | undefined)[] {
  const files = [
    join(pages.login, login),
    join(pages.login, classes, login),
    join(pages.recovery, recovery),
    join(pages.recovery, classes, recovery),
  ];
  return files.map((file) => /^app\.password\s*=\s*(\S*)/m.exec(readFileSync(file, 'utf8'))?.[1]);
}

describe('harden --endpoint-dir', () => {
  test('changes pages that are hosted elsewhere in one step with the home; rollback needs no option to find them', () => {
    const before = snapshot(sample.folder);
    const shown = run('apply', '--dry-run', ...only, ...both());
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain(join(pages.recovery, classes, recovery));
    expect(snapshot(sample.folder)).toEqual(before);

    const { status, stdout, stderr } = run('apply', '--yes', ...only, ...both());
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const password = passwordNow();
    expect(password).toMatch(/^[A-Za-z][\w.-]{27}$/);
    expect(passwordsOfPages()).toEqual([password, password, password, password]);
    expect(stdout).not.toContain(password);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('see that only the server of these pages can: /');
    expect(readFileSync(join(pages.login, login), 'utf8')).toBe(
      `# of the login pages\r\napp.name=dashboard\r\napp.password=${password}\r\n`,
    );
    expect(readFileSync(join(pages.login, classes, login), 'utf8')).toContain('/etc/tomcat/wso2carbon.jks');
    expect(run('apply', '--yes', ...only, ...both()).stdout).toContain('Nothing to change');
    expect(run('apply', '--dry-run', '--exit-code', ...only, ...both()).status).toBe(0);

    expect(run('rollback', '--yes').status).toBe(0);
    rmSync(sample.backups, { recursive: true });
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('repairs pages that have another password than the home', () => {
    expect(run('apply', '--yes', ...only).status).toBe(0);
    expect(run('audit', ...only).status).toBe(0);
    const { status, stdout } = run('audit', ...only, ...both(), '--format', 'json');
    expect(status).toBe(2);
    const files = JSON.parse(stdout).findings.map(({ file }: { readonly file: string }) => file);
    expect(files).toHaveLength(4);
    expect(files).toContain(join(pages.login, login));
    expect(run('apply', '--yes', ...only, ...both()).status).toBe(0);
    expect(new Set(passwordsOfPages())).toEqual(new Set([passwordNow()]));
  });

  test('brings them along when the password is rotated', () => {
    expect(run('apply', '--yes', ...only, ...both()).status).toBe(0);
    const former = passwordNow();
    expect(run('rotate', 'app-password', '--yes', ...both()).status).toBe(0);
    expect(passwordNow()).not.toBe(former);
    expect(new Set(passwordsOfPages())).toEqual(new Set([passwordNow()]));
  });

  test('is part of what a stored plan was made for', () => {
    const plan = join(sample.folder, 'plan.json');
    expect(run('plan', '--out', plan, ...only, ...both()).status).toBe(0);
    expect(run('apply', '--plan', plan, '--yes').status).toBe(6);
    expect(run('apply', '--plan', plan, '--yes', '--endpoint-dir', pages.login).status).toBe(6);
    expect(run('apply', '--plan', plan, '--yes', ...both()).status).toBe(0);
  });

  test('is told of by what others changed since', () => {
    const { stdout } = run('apply', '--yes', ...only, ...both());
    const set = /harden rollback (\S+)/.exec(stdout)?.[1] ?? '';
    put(join(pages.recovery, recovery), 'app.password=of-somebody');
    const changed = `Since backup set ${set}: ${join(pages.recovery, recovery)} was changed by others.`;
    expect(run('audit', ...only, '--since', set).stdout.replaceAll(/\s+/g, ' ')).toContain(changed);
    expect(run('rollback', '--yes', set).status).toBe(6);
  });

  test('does not take the stores of pages elsewhere for those of the home', () => {
    put(
      join(pages.login, login),
      'client.trustStore=./x/client-truststore.p12\nCarbon.Security.TrustStore.Password=wso2carbon\n',
    );
    const { stdout } = run('audit', '--endpoint-dir', pages.login, '--format', 'json', '--only', 'truststore');
    expect(JSON.parse(stdout).changes).toEqual([]);
  });
});

describe('harden --endpoint-dir refuses, and changes nothing,', () => {
  const refused = (args: readonly string[], status: number, says: string): void => {
    const before = snapshot(sample.folder);
    const ended = run('apply', '--yes', ...only, ...args);
    expect(ended.stderr + ended.stdout).toContain(says);
    expect(ended.status).toBe(status);
    if (existsSync(sample.backups)) rmSync(sample.backups, { recursive: true });
    expect(snapshot(sample.folder)).toEqual(before);
  };

  test('a folder of the home, one that holds it, and two of which one holds the other', () => {
    refused(['--endpoint-dir', join(sample.home, 'repository')], 7, 'lies in the installation');
    refused(['--endpoint-dir', sample.folder], 7, 'or holds one of them');
    refused(['--endpoint-dir', pages.login, '--endpoint-dir', join(pages.login, classes)], 7, 'another folder');
  });

  test('a folder that is absent or holds no such file', () => {
    refused(['--endpoint-dir', join(sample.folder, 'absent')], 65, 'is not a folder');
    refused(['--endpoint-dir', join(sample.folder, 'tomcat')], 65, 'holds neither EndpointConfig.properties');
  });

  test('a link and a second name in the place of a file', () => {
    const file = join(pages.recovery, recovery);
    renameSync(file, `${file}.real`);
    symlinkSync(`${recovery}.real`, file);
    refused(both(), 7, 'link');
    rmSync(file);
    renameSync(`${file}.real`, file);
    linkSync(file, join(sample.folder, 'second-name'));
    refused(both(), 7, 'more than one hard link');
  });

  test('a folder in which others could swap a file', () => {
    chmodSync(join(pages.recovery, classes), 0o777);
    refused(both(), 7, 'can be written by other accounts');
  });

  test('what belongs to another account', () => {
    if (!isRoot) return;
    giveAway(pages.recovery);
    refused(both(), 7, 'belongs to neither root nor the account');
  });

  test('as root on a home of another account, a folder of root', () => {
    if (!isRoot) return;
    giveAway(sample.home);
    refused(both(), 77, 'may not be');
  });

  test('backups and outputs in it, and changed files elsewhere', () => {
    const inside = join(pages.login, 'inside');
    refused([...both(), '--backup-dir', inside], 7, 'lies inside the installation or a folder of its pages');
    refused([...both(), '--secrets-out', inside], 7, 'lies inside');
    refused([...both(), '--out', join(sample.folder, 'out')], 64, '--endpoint-dir');
  });
});

test('a folder that is named through a link is found, and named by its place', () => {
  const link = join(sample.folder, 'link');
  symlinkSync(pages.login, link);
  const { status, stdout } = run('apply', '--dry-run', ...only, '--endpoint-dir', link, '--endpoint-dir', pages.login);
  expect(status).toBe(0);
  expect(stdout).toContain(join(pages.login, classes, login));
  expect(stdout).not.toContain(`${link}/`);
});

test('root becomes the account of home and pages where they have one', () => {
  if (!isRoot) return;
  giveAway(sample.home);
  giveAway(join(sample.folder, 'tomcat'));
  system('chmod', '0640', join(pages.login, login));
  expect(run('apply', '--yes', ...only, ...both()).status).toBe(0);
  const { uid, gid, mode } = statSync(join(pages.login, login));
  expect([uid, gid, mode & 0o777]).toEqual([4711, 4711, 0o640]);
  expect(new Set(passwordsOfPages())).toEqual(new Set([passwordNow()]));
  rmSync(sample.backups, { recursive: true });
});
