import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registry } from '../../src/cli/registry.ts';
import { system } from '../harness/account.ts';
import { type Ended, harden } from '../harness/harden-command.ts';
import { sampleHome, snapshot } from '../harness/sample-home.ts';

const folder = process.env['HARDEN_TEST_TREES'];
const trees =
  folder === undefined
    ? []
    : readdirSync(folder)
        .filter((name) => /^\d/.test(name))
        .sort();
const homes = [
  { name: 'the sample installation', from: undefined },
  ...trees.map((name) => ({ name: `the configuration of ${name}`, from: join(folder ?? '', name) })),
];

describe.each(homes)('$name', ({ from }) => {
  let place: string;
  let home: string;
  let before: readonly string[];
  let comments: ReadonlyMap<string, readonly string[]>;
  const ended: Record<'audit' | 'apply' | 'again' | 'auditAgain' | 'rollback', Ended> = Object.create(null);
  let changed: readonly string[];
  let applied: ReadonlyMap<string, readonly string[]>;
  let afterApply: readonly string[];
  let afterAgain: readonly string[];

  beforeAll(() => {
    place = from === undefined ? sampleHome().folder : copyOf(from);
    home = join(place, 'home');
    giveOddModes(home);
    before = snapshot(home);
    comments = commentsIn(home);
    ended.audit = run('audit', '--format', 'json');
    ended.apply = run('apply', '--yes', '--format', 'json', '--secrets-out', join(place, 'secrets.toml'));
    afterApply = snapshot(home);
    applied = commentsIn(home);
    ended.again = run('apply', '--yes', '--format', 'json', '--secrets-out', join(place, 'secrets-again.toml'));
    afterAgain = snapshot(home);
    ended.auditAgain = run('audit', '--format', 'json');
    ended.rollback = run('rollback', '--yes');
    changed = JSON.parse(ended.apply.stdout).changes.map(({ file }: { readonly file: string }) => file);
  }, 120_000);

  afterAll(() => rmSync(place, { recursive: true }));

  test('has findings, and every one is about a known transform', () => {
    expect(ended.audit).toMatchObject({ status: 2, stderr: '' });
    // The age of backup sets is judged by audit itself, for it is no matter of the installation.
    const ids = new Set([...registry.map(({ id }) => id), 'old-backups']);
    const { findings, checks } = JSON.parse(ended.audit.stdout);
    for (const { id } of findings) expect(ids).toContain(id);
    expect(checks).toHaveLength(ids.size);
  });

  test('is hardened in one run', () => {
    expect(ended.apply).toMatchObject({ status: 0, stderr: '' });
    expect(changed).toContain('repository/conf/deployment.toml');
    const planned = ({ stdout }: Ended): readonly unknown[] =>
      JSON.parse(stdout).findings.filter(({ planned }: { readonly planned: boolean }) => planned);
    expect(planned(ended.audit)).not.toEqual([]);
    expect(planned(ended.auditAgain)).toEqual([]);
  });

  test('is left as it is by a second run', () => {
    expect(JSON.parse(ended.again.stdout)).toMatchObject({ exit: { status: 0, reason: 'nothing to change' } });
    expect(afterAgain).toEqual(afterApply);
    expect(existsSync(join(place, 'secrets-again.toml'))).toBe(false);
  });

  test('loses no comment', () => {
    const count = [...comments.values()].reduce((sum, lines) => sum + lines.length, 0);
    expect(count).toBeGreaterThan(5);
    for (const [path, lines] of comments)
      expect({ path, lines: missing(lines, applied.get(path)) }).toEqual({ path, lines: [] });
  });

  test('is changed in no other files than the report tells', () => {
    const names = (state: readonly string[]): ReadonlyMap<string, string> =>
      new Map(state.filter((line) => / 100\d+ /.test(line)).map((line) => [line.split(' ')[0] ?? '', line]));
    const [old, now] = [names(before), names(afterApply)];
    const differing = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path));
    expect(differing.toSorted()).toEqual(changed.toSorted());
  });

  test('is rolled back byte for byte, with modes and times', () => {
    expect(ended.rollback).toMatchObject({ status: 0, stderr: '' });
    expect(snapshot(home)).toEqual(before);
  });

  function run(...args: readonly string[]): Ended {
    return harden([...args, '--home', home], { env: { HARDEN_BACKUP_DIR: join(place, 'backups') } });
  }
});

function copyOf(tree: string): string {
  const place = realpathSync(mkdtempSync(join(tmpdir(), `harden-${basename(tree)}-`)));
  cpSync(tree, join(place, 'home'), { recursive: true, preserveTimestamps: true });
  system('chmod', '-R', 'u+w', place);
  return place;
}

/** So that a mode which is not kept shows. */
function giveOddModes(home: string): void {
  const modes = [0o640, 0o600, 0o755, 0o644];
  for (const [index, path] of textsIn(home).entries())
    chmodSync(join(home, path), modes[index % modes.length] ?? 0o600);
}

function textsIn(home: string): readonly string[] {
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:toml|xml|j2|properties|sh|bat|conf)$/.test(entry.name))
    .map((entry) => relative(home, join(entry.parentPath, entry.name)))
    .sort();
}

function commentsIn(home: string): ReadonlyMap<string, readonly string[]> {
  return new Map(textsIn(home).map((path) => [path, commentsOf(path, readFileSync(join(home, path), 'utf8'))]));
}

/** Comments behind a value count as well. */
function commentsOf(path: string, text: string): readonly string[] {
  if (/\.(?:xml|j2)$/.test(path)) return text.match(/<!--[\s\S]*?-->|\{#[\s\S]*?#\}/g) ?? [];
  if (path.endsWith('.bat')) return text.match(/^\s*(?:@?rem\b|::).*$/gim) ?? [];
  return text.match(/(?:^|\s)#.*$/gm) ?? [];
}

function missing(lines: readonly string[], others: readonly string[] = []): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
