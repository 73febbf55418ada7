import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { bundleFolder, harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';

const template = readFileSync(new URL('../../templates/systemd/harden.conf', import.meta.url), 'utf8');

const sample = eachSampleHome();
let dropIn: string;

beforeEach(() => {
  const answers = join(sample.folder, 'harden.toml');
  writeFileSync(answers, 'profile = "recommended"\n', { mode: 0o600 });
  dropIn = template
    .replace('/usr/bin/node', process.execPath)
    .replace('/opt/harden/harden.mjs', join(bundleFolder(), 'harden.mjs'))
    .replace('/etc/harden/harden.toml', answers)
    .replace('=/opt/wso2is', `=${sample.home}`);
});

/** What systemd has against a service with the drop-in; nothing when it takes all of it. */
function complaints(text: string): string {
  const service = join(sample.folder, 'wso2is.service');
  mkdirSync(`${service}.d`, { recursive: true });
  writeFileSync(service, '[Service]\nExecStart=/bin/sh /opt/wso2is/bin/wso2server.sh\n');
  writeFileSync(`${service}.d/harden.conf`, text);
  const { stderr, error } = spawnSync(analyse, ['verify', service], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], SYSTEMD_UNIT_PATH: `${sample.folder}:` },
  });
  if (error !== undefined) throw error;
  return stderr;
}

const analyse = 'systemd-analyze';

/** Runs the line before the start as systemd does: no shell, and the variables of the unit alone. */
function startPre(): ReturnType<typeof spawnSync> {
  const variables = new Map([...dropIn.matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  const [, line = ''] = /^ExecStartPre=(.*)$/m.exec(dropIn) ?? [];
  const words = line.split(' ').map((word) => word.replace(/\$\{(\w+)\}/g, (_, name) => variables.get(name) ?? ''));
  const [program = '', ...args] = words;
  return spawnSync(program, args, { encoding: 'utf8', env: Object.fromEntries(variables), cwd: '/' });
}

describe('the systemd drop-in', () => {
  test('is taken by systemd without a word', () => {
    expect(complaints(dropIn)).toBe('');
    expect(complaints(dropIn.replace('ExecStartPre', 'ExecStartPree'))).toContain('Unknown key');
    expect(complaints(dropIn.replace(process.execPath, '/usr/bin/nodee'))).toContain('not executable');
  });

  test('keeps a server from starting that is not hardened, lets it start once it is, and stops it when that was undone', () => {
    const before = snapshot(sample.folder);
    const refused = startPre();
    expect(refused.status).toBe(2);
    expect(refused.stdout).toContain('+protocols = "+TLSv1.2,+TLSv1.3"');
    expect(snapshot(sample.folder)).toEqual(before);
    const secrets = join(sample.folder, 'secrets.toml');
    harden(['apply', '--yes', '--home', sample.home, '--backup-dir', sample.backups, '--secrets-out', secrets]);
    expect(startPre().status).toBe(0);
    const toml = join(sample.home, 'repository/conf/deployment.toml');
    writeFileSync(toml, readFileSync(toml, 'utf8').replace('"+TLSv1.2,+TLSv1.3"', '"+TLSv1,+TLSv1.2,+TLSv1.3"'));
    expect(startPre().status).toBe(2);
  });
});

describe('the systemd drop-in for first starts', () => {
  const text = readFileSync(new URL('../../templates/systemd/first-start.conf', import.meta.url), 'utf8');

  /** The lines as systemd runs them, in the places of this test. */
  function startPres(changed: string): readonly (number | null)[] {
    const commands = [...changed.matchAll(/^ExecStartPre=\+\/bin\/sh -c '(.*)'$/gm)].map(([, command = '']) => command);
    const env = { HARDEN_HOME: sample.home, HARDEN_BACKUP_DIR: sample.backups };
    return commands.map((command) => spawnSync('/bin/sh', ['-c', command], { env, cwd: '/' }).status);
  }

  function placed(from: string): string {
    return from
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('/opt/harden/harden.mjs', join(bundleFolder(), 'harden.mjs'))
      .replaceAll('/etc/harden/', `${sample.folder}/`)
      .replaceAll('/var/lib/harden', join(sample.folder, 'state'))
      .replaceAll('=/opt/wso2is', `=${sample.home}`);
  }

  test('makes the secrets of a machine once, and is taken by systemd', () => {
    expect(complaints(placed(text))).toBe('');
    harden(['apply', '--phase', 'image', '--yes', '--home', sample.home, '--backup-dir', sample.backups]);
    expect(startPres(placed(text))).toEqual([0]);
    expect(readFileSync(join(sample.folder, 'state/secrets.toml'), 'utf8')).toContain('super-admin.password');
    const after = snapshot(sample.folder);
    expect(startPres(placed(text))).toEqual([0]);
    expect(snapshot(sample.folder)).toEqual(after);
  });

  test('does not let a server start whose materials it was to receive and could not', () => {
    const receiving = placed(text.replace('#ExecStartPre', 'ExecStartPre'));
    expect(complaints(receiving)).toBe('');
    expect(startPres(receiving)[0]).toBe(65);
  });
});
