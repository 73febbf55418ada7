import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';
import { controlC, enter, hardenInTerminal } from '../harness/terminal.ts';

// A dialogue of twenty questions, on a machine that may be busy.
jest.setTimeout(60_000);

const sample = eachSampleHome();
let answers: string;

beforeEach(() => {
  answers = join(sample.folder, 'harden.toml');
});

/** Types what is given for the question that holds the key, once, and Enter at every other prompt. */
function wizard(typed: Typed, ...args: readonly string[]) {
  return wizardIn({ TERM: 'xterm', NO_COLOR: '1' }, typed, ...args);
}

type Typed = readonly (readonly [question: string, line: string])[];

function wizardIn(env: Readonly<Record<string, string>>, typed: Typed, ...args: readonly string[]) {
  const left = [...typed];
  return hardenInTerminal(
    ['init', '--home', sample.home, '--backup-dir', sample.backups, '--out', answers, ...args],
    (shown) => {
      const [question, line] = left[0] ?? [];
      if (question === undefined || line === undefined || !shown.includes(question)) return enter;
      left.shift();
      return line;
    },
    env,
  );
}

/** The words that the wizard prints after "harden". */
function replayOf(shown: string): readonly string[] {
  const [, words = ''] = /\n {2}harden (apply .*)\n/.exec(shown) ?? [];
  return words.split(' ');
}

/** Part of every question. */
const whateverComesNext = '';

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
    const replay = harden([...replayOf(shown), '--dry-run'], { env: { COLUMNS: '80' } });
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
      [whateverComesNext, 'back\r'],
      [connector, 'no\r'],
    ]);
    expect(readFileSync(answers, 'utf8')).not.toContain('http-connector');
  });

  test('says what is wrong with an answer and asks again', async () => {
    const { shown } = await wizard([
      ['What should the Server header say?', '<h1>\r'],
      ['! This is not a plain text', '\u0015gate\r'],
    ]);
    expect(shown).toContain('! This is not a plain text of up to 40 characters.');
    expect(readFileSync(answers, 'utf8')).toContain('text = "gate"');
  });

  test('leaves nothing after Ctrl-C, whichever question it is typed at', async () => {
    const before = snapshot(sample.folder);
    let asked = Number.POSITIVE_INFINITY;
    for (let wanted = 1; wanted <= asked; wanted++) {
      let prompts = 0;
      const { status, shown } = await hardenInTerminal(
        ['init', '--home', sample.home, '--backup-dir', sample.backups, '--out', answers],
        () => {
          prompts++;
          return prompts === wanted ? controlC : enter;
        },
      );
      asked = prompts < wanted ? prompts : asked;
      if (prompts < wanted) break;
      expect(status).toBe(130);
      expect(shown).toContain('Interrupted: nothing was written.');
      expect(snapshot(sample.folder)).toEqual(before);
    }
    // Profile, a dozen questions, what now, and where the secrets go.
    expect(asked).toBeGreaterThan(12);
    expect(asked).toBeLessThan(40);
  }, 300_000);

  test('takes an answer that moves something for consent, and asks nothing that hangs on an answer that is not given', async () => {
    const { shown } = await wizard([
      ['By how much', '10\r'],
      ['What now?', 'write\r'],
    ]);
    expect(shown).not.toContain('On which day was it reviewed?');
    expect(readFileSync(answers, 'utf8')).toContain('ports = true');
    expect(readFileSync(answers, 'utf8')).toContain('[answers.ports]\noffset = 10\n');
  });

  test('asks for a password where it is to be typed, and shows nothing of it', async () => {
    const typed = 'Canary.pass-word.1';
    const { status, shown } = await wizard([
      ['Where is the password', 'prompt\r'],
      ['What now?', 'apply\r'],
      ['answers.super-admin.password (not shown)', `${typed}\r`],
      ['The same again', `${typed}X\r`],
      ['answers.super-admin.password (not shown)', `${typed}\r`],
      ['The same again', `${typed}\r`],
    ]);
    expect(status).toBe(0);
    expect(shown).not.toContain('Canary');
    expect(readFileSync(answers, 'utf8')).toContain('password = "prompt"');
    expect(readFileSync(join(sample.home, 'repository/conf/deployment.toml'), 'utf8')).toContain(typed);
  });

  describe('in line mode, for screen readers', () => {
    const lineMode = { TERM: 'dumb' };

    test('draws nothing twice and moves no cursor', async () => {
      const { status, raw } = await wizardIn(lineMode, [
        ['What should the Server header say?', '<h1>\r'],
        ['! This is not a plain text', 'gate\r'],
      ]);
      expect(status).toBe(0);
      expect(raw).not.toContain('\u001b');
      expect(raw.match(/What should the Server header say/g)).toHaveLength(1);
      expect(readFileSync(answers, 'utf8')).toContain('text = "gate"');
    });

    test.each([
      ['Ctrl-C', controlC],
      ['the end of the input', '\u0004'],
    ])('leaves nothing after %s', async (_, key) => {
      const before = snapshot(sample.folder);
      const { status, shown } = await wizardIn(lineMode, [[connector, key]]);
      expect(status).toBe(130);
      expect(shown).toContain('Interrupted: nothing was written.');
      expect(snapshot(sample.folder)).toEqual(before);
    });
  });

  test('keeps to 80 columns in what it asks', async () => {
    const { shown } = await wizard([['What now?', controlC]], '--quiet');
    const asked = shown.slice(0, shown.indexOf('never started')).split('\n');
    // The terminal redraws a prompt in its place, which stands here one behind the other.
    const lines = asked.flatMap((line) => (line.startsWith('?') ? line.split(/(?<=.)(?=\? \[)/) : [line]));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.each([0, 10])('writes lines as for 80 columns where the terminal says that it has %d', async (columns) => {
    const { shown } = await hardenInTerminal(
      ['init', '--home', sample.home],
      () => controlC,
      { TERM: 'dumb' },
      columns,
    );
    const longest = Math.max(...shown.split('\n').map((line) => line.length));
    expect(longest).toBeGreaterThan(60);
    expect(longest).toBeLessThanOrEqual(80);
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
