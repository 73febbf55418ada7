import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome } from '../harness/sample-home.ts';
import { hardenInTerminal } from '../harness/terminal.ts';

jest.setTimeout(60_000);

const sample = eachSampleHome();

function applyArgs(...args: readonly string[]): readonly string[] {
  const secrets = ['--secrets-out', join(sample.folder, 'secrets.toml')];
  return ['apply', '--yes', '--home', sample.home, '--backup-dir', sample.backups, ...secrets, ...args];
}

const making = 'Making keys and secrets';

describe('progress', () => {
  test('is shown on a terminal, in a line that is gone when the result is printed', async () => {
    const { status, raw } = await hardenInTerminal(applyArgs(), () => '', { TERM: 'xterm' });
    expect(status).toBe(0);
    const begun = raw.indexOf(`${making} …\r`);
    expect(begun).toBeGreaterThanOrEqual(0);
    const gone = raw.indexOf('\u001b[2K\r', begun);
    expect(gone).toBeGreaterThan(begun);
    expect(gone).toBeLessThan(raw.indexOf('To undo:'));
  });

  test('is told in words where the terminal cannot move its cursor', async () => {
    const { raw } = await hardenInTerminal(applyArgs(), () => '', { TERM: 'dumb' });
    expect(raw).toContain(`${making}.\r\n`);
    expect(raw).not.toContain('\u001b');
  });

  test('is not told where it was asked to be quiet', async () => {
    const { shown } = await hardenInTerminal(applyArgs('--quiet'), () => '', { TERM: 'xterm' });
    expect(shown).not.toContain(making);
  });

  test('is not told where nobody watches', () => {
    expect(harden(applyArgs()).stderr).toBe('');
  });

  test('says with --verbose how long each step took, beside the result and not in it', () => {
    const { stderr, stdout } = harden(applyArgs('--verbose'));
    expect(stderr).toMatch(/^Reading and judging the installation: \d+\.\d\d s\n/);
    expect(stderr).toMatch(/^Making keys and secrets: \d+\.\d\d s\nCopying and writing 5 files: \d+\.\d\d s$/m);
    expect(stdout).not.toMatch(/\d s\n/);
  });
});
