import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { type SampleHome, sampleHome, snapshot } from '../harness/sample-home.ts';
import { controlC, enter, hardenInTerminal } from '../harness/terminal.ts';

// A dialogue of twenty questions, on a machine that may be busy.
jest.setTimeout(60_000);

let sample: SampleHome;
let answers: string;

beforeEach(() => {
  sample = sampleHome();
  answers = join(sample.folder, 'harden.toml');
});

afterEach(() => {
  rmSync(sample.folder, { recursive: true });
});

/** Types what is given for the question that holds the key, once, and Enter at every other prompt. */
function wizard(typed: readonly (readonly [question: string, line: string])[], ...args: readonly string[]) {
  const left = [...typed];
  return hardenInTerminal(
    ['init', '--home', sample.home, '--backup-dir', sample.backups, '--out', answers, ...args],
    (shown) => {
      const [question, line] = left[0] ?? [];
      if (question === undefined || line === undefined || !shown.includes(question)) return enter;
      left.shift();
      return line;
    },
  );
}

/** The words that the wizard prints after "harden". */
function replayOf(shown: string): readonly string[] {
  const [, words = ''] = /\n {2}harden (.*)\n/.exec(shown) ?? [];
  return words.split(' ');
}

const connector = 'Make this change (http-connector)?';

describe('harden init', () => {
  test('writes an answer file whose replay without a terminal shows the same plan, byte for byte', async () => {
    const before = snapshot(sample.home);
    const { status, shown } = await wizard([
      [connector, 'yes\r'],
      ['What should the Server header say?', 'gate\r'],
    ]);
    expect(status).toBe(0);
    const text = readFileSync(answers, 'utf8');
    expect(text).toContain('[transforms]\nhttp-connector = true\n');
    expect(text).toContain('[answers.server-header]\ntext = "gate"\n');
    expect(statSync(answers).mode & 0o777).toBe(0o600);
    expect(snapshot(sample.home)).toEqual(before);
    const replay = harden([...replayOf(shown), '--dry-run']);
    expect(replay.status).toBe(0);
    expect(replay.stdout).toContain('+[transport.http]\n+enabled = false\n');
    expect(shown).toContain(replay.stdout);
  });

  test('makes the changes on consent and ends with nothing left to change', async () => {
    const secrets = join(sample.folder, 'secrets.toml');
    const { status, shown } = await wizard([['What now?', 'apply\r']], '--secrets-out', secrets);
    expect(shown).not.toContain('This is a bug');
    expect(status).toBe(0);
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
    const again = harden(['apply', '--dry-run', '--exit-code', '--home', sample.home, '--answers', answers]);
    expect(again.stdout).toContain('othing to change');
    expect(again.status).toBe(0);
  });

  test('goes back to the question before', async () => {
    await wizard([
      [connector, 'yes\r'],
      ['With "detect"', 'back\r'],
      [connector, 'no\r'],
    ]);
    expect(readFileSync(answers, 'utf8')).not.toContain('http-connector');
  });

  test('says what is wrong with an answer and asks again', async () => {
    const { shown } = await wizard([
      ['What should the Server header say?', '<h1>\r'],
      ['! This is not of the expected form.', '\u0015gate\r'],
    ]);
    expect(shown).toContain('! This is not of the expected form.');
    expect(readFileSync(answers, 'utf8')).toContain('text = "gate"');
  });

  test.each(['Which profile?', connector, 'What now?'])('leaves nothing after Ctrl-C at "%s"', async (question) => {
    const before = snapshot(sample.folder);
    const { status, shown } = await wizard([[question, controlC]]);
    expect(status).toBe(130);
    expect(shown).toContain('Interrupted: nothing was written.');
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('leaves nothing after Ctrl-C where the secrets should go', async () => {
    const before = snapshot(sample.folder);
    const { status } = await wizard([
      ['What now?', 'apply\r'],
      ['Into which new file', controlC],
    ]);
    expect(status).toBe(130);
    expect(snapshot(sample.folder)).toEqual(before);
  });

  test('keeps to 80 columns in what it asks', async () => {
    const { shown } = await wizard([['What now?', controlC]]);
    const asked = shown.slice(0, shown.indexOf('never started'));
    expect(
      Math.max(
        ...asked
          .split('\n')
          .filter((line) => !line.startsWith('?'))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  test('overwrites no file', async () => {
    writeFileSync(answers, 'mine');
    const { status } = await wizard([]);
    expect(status).toBe(7);
    expect(readFileSync(answers, 'utf8')).toBe('mine');
  });

  test('refuses without a terminal and names the other way', () => {
    const { status, stderr } = harden(['init', '--home', sample.home, '--out', answers]);
    expect(status).toBe(7);
    expect(stderr).toContain('--answers FILE');
    expect(snapshot(sample.folder)).not.toContain('harden.toml');
  });
});
