import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBundle } from '../../src/dev/make-bundle.ts';
import { compiledScript } from '../../src/io/compiled-script.ts';
import { harden } from '../harness/harden-command.ts';

let folder: string;
let bundle: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'harden-bundle-test-'));
  bundle = join(folder, 'bundle');
  makeBundle(bundle);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function chunk(kind: RegExp, from = bundle): string {
  const name = readdirSync(join(from, 'chunks')).find((each) => kind.test(each));
  return join(from, 'chunks', name ?? 'missing');
}

const script = /^commands-\w+\.js$/;
const code = /\.cache$/;

test('two builds in two folders are the same', () => {
  const other = join(folder, 'a folder of another length', 'bundle');
  makeBundle(other);
  const names = readdirSync(bundle, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(bundle.length));
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    expect([name, readFileSync(join(other, name)).equals(readFileSync(join(bundle, name)))]).toEqual([name, true]);
  }
});

test('harden.mjs is a program by itself, also by a link to it as npm makes one', () => {
  const link = join(folder, 'harden');
  symlinkSync(join(bundle, 'harden.mjs'), link);
  const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH']}` };
  const { status, stdout } = spawnSync(link, ['explain', 'hsts'], { encoding: 'utf8', env });
  expect([status, stdout]).toEqual([0, harden(['explain', 'hsts'], { bundle }).stdout]);
});

test('V8 takes the code that it made when the bundle was built', () => {
  expect(compiledScript(chunk(script)).cachedDataRejected).toBe(false);
});

test('the script of the commands is ASCII, as which it is read', () => {
  expect(readFileSync(chunk(script)).every((byte) => byte < 0x80)).toBe(true);
});

test('harden says the same without that code, and with damaged code', () => {
  const damaged = join(folder, 'damaged');
  cpSync(bundle, damaged, { recursive: true });
  const path = chunk(code, damaged);
  const whole = readFileSync(path);
  const middle = whole.length / 2;
  const flipped = Buffer.from(whole).fill(0xa5, middle);
  const foreign = Buffer.concat([whole.subarray(0, 32), Buffer.from('another')]);
  const args = ['explain', 'hsts'];
  const said = harden(args, { bundle });
  expect(said.status).toBe(0);
  for (const bytes of [flipped, whole.subarray(0, middle), Buffer.alloc(0), foreign]) {
    writeFileSync(path, bytes);
    expect(harden(args, { bundle: damaged })).toEqual(said);
  }
  rmSync(path);
  expect(harden(args, { bundle: damaged })).toEqual(said);
});
