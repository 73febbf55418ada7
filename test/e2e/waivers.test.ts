import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome } from '../harness/sample-home.ts';

const sample = eachSampleHome();
let answers: string;

beforeEach(() => {
  answers = join(sample.folder, 'harden.toml');
});

const open = '-Dcom.sun.management.jmxremote';

function waive(fields: string): void {
  writeFileSync(answers, `[[waivers]]\nreason = "the old agent needs it"\nowner = "platform team"\n${fields}\n`, {
    mode: 0o600,
  });
}

interface Told {
  readonly status: number | null;
  readonly notes: readonly string[];
  readonly statuses: Readonly<Record<string, string>>;
}

/** The status of each finding by its file, and what the run says of the waivers. */
function look(command: readonly string[], id = 'jmx'): Told {
  const args = [...command, '--home', sample.home, '--answers', answers, '--only', id, '--format', 'json'];
  const { status, stdout } = harden(args, { env: { HARDEN_BACKUP_DIR: sample.backups } });
  const report: { notes: string[]; findings: { file: string; status: string }[] } = JSON.parse(stdout);
  const notes = report.notes.filter((note) => note.includes('waiver'));
  return { status, notes, statuses: Object.fromEntries(report.findings.map((each) => [each.file, each.status])) };
}

function scripts(): readonly boolean[] {
  return ['sh', 'bat'].map((ending) =>
    readFileSync(join(sample.home, `bin/wso2server.${ending}`), 'latin1').includes(open),
  );
}

describe('a waiver', () => {
  test('with a scope holds for the files that it names, in audit and apply alike', () => {
    waive('id = "jmx"\nexpires = 9999-12-31\nscope = ["bin/*.bat"]');
    const statuses = { 'bin/wso2server.bat': 'waived', 'bin/wso2server.sh': 'fail' };
    expect(look(['audit'])).toEqual({ status: 2, notes: [], statuses });
    expect(look(['apply', '--dry-run'])).toEqual({ status: 0, notes: [], statuses });
    expect(look(['apply', '--yes'])).toEqual({ status: 0, notes: [], statuses });
    expect(scripts()).toEqual([false, true]);
    expect(look(['audit'])).toEqual({ status: 0, notes: [], statuses: { 'bin/wso2server.bat': 'waived' } });
  });

  test('without a scope holds for all files', () => {
    waive('id = "jmx"\nexpires = 9999-12-31');
    expect(look(['audit']).status).toBe(0);
    expect(look(['apply', '--yes']).status).toBe(0);
    expect(scripts()).toEqual([true, true]);
  });

  test('that is over binds neither, and is told of', () => {
    waive('id = "jmx"\nexpires = 2020-02-29');
    const notes = ['The waiver of jmx expired on 2020-02-29 and counts no more.'];
    expect(look(['audit'])).toMatchObject({ status: 2, notes });
    expect(look(['apply', '--yes'])).toMatchObject({ status: 0, notes });
    expect(scripts()).toEqual([false, false]);
  });

  test('whose scope names no file with a finding is told of', () => {
    waive('id = "jmx"\nexpires = 9999-12-31\nscope = ["bin/old.sh"]');
    expect(look(['audit'])).toMatchObject({
      status: 2,
      notes: ['The waiver of jmx in bin/old.sh is for nothing: there is no finding that it covers.'],
    });
  });

  test('is not told of where its check is not run', () => {
    waive('id = "jmx"\nexpires = 9999-12-31');
    expect(look(['audit'], 'compression').notes).toEqual([]);
  });

  test('for one half of what belongs together is refused', () => {
    waive('id = "app-password"\nexpires = 9999-12-31\nscope = ["repository/conf/deployment.toml"]');
    const { status, stderr } = harden(['audit', '--home', sample.home, '--answers', answers]);
    expect(status).toBe(65);
    expect(stderr).toContain('app-password changes several files that belong together');
  });

  test.each([
    ['a transform that there is not', 'id = "jmxs"\nexpires = 9999-12-31', 'Did you mean jmx?'],
    ['a path from the root', 'id = "jmx"\nexpires = 9999-12-31\nscope = ["/etc/passwd"]', 'scope'],
    ['a path that leaves the installation', 'id = "jmx"\nexpires = 9999-12-31\nscope = ["bin/../../x"]', 'scope'],
    ['no path', 'id = "jmx"\nexpires = 9999-12-31\nscope = []', 'scope'],
    ['a day that there is not', 'id = "jmx"\nexpires = "2027-13-01"', '2027-06-30'],
  ])('for %s is refused', (_, fields, hint) => {
    waive(fields);
    const { status, stderr } = harden(['audit', '--home', sample.home, '--answers', answers]);
    expect(status).toBe(65);
    expect(stderr).toContain(hint);
  });
});

test('what the answer file wants a report of is judged, and never changed', () => {
  writeFileSync(answers, '[transforms]\njmx = "report"\n', { mode: 0o600 });
  const args = ['--home', sample.home, '--answers', answers, '--backup-dir', sample.backups];
  const secrets = ['--secrets-out', join(sample.folder, 'secrets.toml')];
  expect(harden(['apply', '--yes', ...args, ...secrets]).status).toBe(0);
  expect(scripts()).toEqual([true, true]);
  expect(harden(['audit', ...args]).stdout).toContain('[changes only with --only jmx]');
});
