import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Mutant, mutantsOf } from './mutants-of.ts';

/**
 * Seeds defects, one at a time, and has the tests of the room look for them: a defect that all tests let pass survives, and
 * is named. The defect is put in while a test is loaded; no file is changed.
 *
 *     npm run mutants                          a hundred, spread over transforms, kit, engine, documents and carbon
 *     npm run mutants -- --count 0 transforms  all of a folder or file
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const rooms = ['transforms', 'src/kit', 'src/engine', 'src/documents', 'src/carbon'];
/** A test that takes so long has met a defect that keeps it from ending. */
const limit = 180_000;

interface Seeded extends Mutant {
  readonly path: string;
  readonly source: string;
}

const all = (positionals.length > 0 ? positionals : rooms).flatMap(sourcesIn).flatMap((path): readonly Seeded[] => {
  const source = readFileSync(join(root, path), 'utf8');
  return mutantsOf(source).map((mutant) => ({ ...mutant, path, source }));
});
const chosen = sample(all, Number(values.count), Number(values.seed));
const survivors = chosen.filter((mutant, index) => {
  const isSurvivor = survives(mutant);
  process.stderr.write(`\r${index + 1} of ${chosen.length}`);
  if (isSurvivor) process.stderr.write(`\r${place(mutant)}\n`);
  return isSurvivor;
});
process.stderr.write('\n');
process.stdout.write(`${chosen.length} defects of ${all.length} were seeded; ${survivors.length} survived.\n`);
for (const mutant of survivors) process.stdout.write(`${place(mutant)}\n`);
process.exitCode = survivors.length === 0 ? 0 : 1;

function survives({ path, start, end, text }: Seeded): boolean {
  const mutant = JSON.stringify({ path: join(root, path), start, end, text });
  return testsOf(path).every((options) => {
    const jest = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
    ];
    const { status } = spawnSync(
      process.execPath,
      [...jest, '--selectProjects', 'unit', '--bail', '--silent', '--runInBand', ...options],
      {
        cwd: root,
        env: { ...process.env, HARDEN_MUTANT: mutant, HARDEN_FUZZ_RUNS: '20' },
        timeout: limit,
      },
    );
    return status === 0;
  });
}

/** The tests that should notice, the nearest first. */
function testsOf(path: string): readonly (readonly string[])[] {
  const name = basename(path, '.ts');
  const nearest = ['test/transforms', ...testFolders(path)].map((folder) => `${folder}/${name}.test.ts`);
  const own = nearest.filter((test) => existsSync(join(root, test))).map((test) => [test]);
  if (path.startsWith('transforms/')) {
    const places = ['test/transforms/generated-homes.test.ts', '--testNamePattern', `\\(${name}\\)$`];
    return [...own, places, ['test/transforms/default-homes.test.ts'], ['test/transforms']];
  }
  return [...own, ...testFolders(path).map((folder) => [folder]), ['test/transforms'], relatedTo(path)];
}

function relatedTo(path: string): readonly string[] {
  return ['--findRelatedTests', path, '--testPathIgnorePatterns', 'test/(?:kernel|conformance|e2e|io)/'];
}

/** Rooms of tests have the names of the rooms that they are for. */
function testFolders(path: string): readonly string[] {
  const room = path.replace(/^src\//, '').replace(/\/[^/]*$/, '');
  return [`test/${room}`, `test/${room.split('/')[0]}`].filter(
    (folder, index, each) => existsSync(join(root, folder)) && each.indexOf(folder) === index,
  );
}

function sourcesIn(path: string): readonly string[] {
  const full = join(root, path);
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => relative(root, join(full, name)));
}

/** A few of many, the same for the same seed (mulberry32); all for 0. */
function sample<Item>(items: readonly Item[], count: number, seed: number): readonly Item[] {
  if (count === 0 || count >= items.length) return items;
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ item }) => item);
}

function place({ path, source, start, end, text }: Seeded): string {
  const before = source.slice(0, start).split('\n');
  const line = source.split('\n')[before.length - 1]?.trim();
  return `${path}:${before.length}: ${JSON.stringify(source.slice(start, end))} → ${JSON.stringify(text)} in ${line}`;
}
