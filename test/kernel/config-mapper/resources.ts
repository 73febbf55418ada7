import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { MapperSources } from '../../../src/carbon/effective/resolve-configuration.ts';
import { type MapperTraits, mapperTraits, mapperVersionIn } from '../../../src/carbon/mapper-traits.ts';

/** JSON files and templates of one server, in a folder that the caller owns and removes. */
export interface Resources {
  readonly folder: string;
  readonly sources: MapperSources;
  /** Those of the kernel's own library. */
  readonly mapper: MapperTraits;
  /** By the path below the home of the file that each makes. */
  readonly templates: ReadonlyMap<string, string>;
  /** The deployment.toml that was shipped with them. */
  readonly toml: string;
}

const jsonFiles = ['default.json', 'key-mappings.json', 'infer.json', 'unit-resolve.json', 'validator.json'];

/** Copies those of a kernel and, where a product's tree is given, merges its JSON into them and lays its templates over. */
export async function copyResources(home: string, tree?: string): Promise<Resources> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-resources-'));
  const below = 'repository/resources/conf';
  await cp(join(home, below), folder, { recursive: true });
  if (tree !== undefined) {
    await mergeJson(folder, join(tree, below));
    await cp(join(tree, below, 'templates'), join(folder, 'templates'), { recursive: true, mode: 0 });
  }
  const [defaults, keyMappings, infer, units, validator] = await Promise.all(
    jsonFiles.map((file) => readFile(join(folder, file), 'utf8')),
  );
  return {
    folder,
    sources: { defaults, keyMappings, infer, units, validator },
    mapper: await mapperOfKernel(home),
    templates: await readTemplates(join(folder, 'templates')),
    toml: await readFile(join(tree ?? home, 'repository/conf/deployment.toml'), 'utf8'),
  };
}

/** Merges the JSON of a product's tree into that of a kernel, as the build of the product does. */
export async function mergeJson(folder: string, product: string): Promise<void> {
  for (const file of jsonFiles) {
    const merged = merge(await readJson(join(product, file)), await readJson(join(folder, file)));
    await writeFile(join(folder, file), JSON.stringify(merged, null, 2));
  }
}

export async function mapperOfKernel(home: string): Promise<MapperTraits> {
  const version = mapperVersionIn(await readdir(join(home, 'lib')));
  if (version === undefined) throw new Error(`No config-mapper is in ${home}/lib.`);
  return mapperTraits(version);
}

async function readTemplates(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.name.endsWith('.j2'))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    paths.map(async (path) => [relative(folder, path).slice(0, -'.j2'.length), await readFile(path, 'utf8')] as const),
  );
  return new Map(texts);
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** Objects are merged deeply; where both have something else, the first wins. */
function merge(first: unknown, second: unknown): unknown {
  if (!isObject(first) || !isObject(second)) return first ?? second;
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(first[key], second[key])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
