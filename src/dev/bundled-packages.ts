import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleRoot, commandsOptions, entryOptions, packagesOptions } from './bundle-options.ts';

/** A package of others of which something is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package states it. */
  readonly license: string;
  /** Of the package's archive, as package-lock.json has it: a hash's name and its base64. */
  readonly integrity: string;
  readonly licenseText: string;
}

interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
}

/**
 * Asks the bundler which packages it takes from, each once, in the order of their places.
 * @throws Error where one states no license or is not pinned: it may not be shipped then.
 */
export async function bundledPackages(): Promise<readonly BundledPackage[]> {
  const builds = await Promise.all(
    [commandsOptions, packagesOptions, entryOptions].map((options) =>
      build({ ...options, outdir: 'dist', write: false, metafile: true }),
    ),
  );
  const outputs = builds.flatMap(({ metafile }) => Object.values(metafile.outputs));
  const used = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? placeOf(path) : [])),
  );
  const lock: { readonly packages: Readonly<Record<string, LockEntry>> } = readJson(
    join(bundleRoot, 'package-lock.json'),
  );
  const found = [...new Set(used)].toSorted().map((place) => packageAt(place, Object.entries(lock.packages)));
  // npm may have put the same version at two places.
  return [...new Map(found.map((each) => [`${each.name}@${each.version}`, each])).values()];
}

/** The folder of the package that a file belongs to. */
function placeOf(path: string): readonly string[] {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.slice(0, 1) ?? [];
}

function packageAt(place: string, lock: readonly (readonly [string, LockEntry])[]): BundledPackage {
  const folder = join(bundleRoot, place);
  const { name, version, license }: { name: string; version: string; license?: string } = readJson(
    join(folder, 'package.json'),
  );
  const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
  if (license === undefined) throw new Error(`${name} states no license`);
  // Where npm puts a package below node_modules depends on what lies there already.
  const isThis = ([path, entry]: readonly [string, LockEntry]): boolean =>
    path.endsWith(`node_modules/${name}`) && entry.version === version;
  const integrity = lock.find(isThis)?.[1].integrity;
  if (integrity === undefined) throw new Error(`${name} is not pinned`);
  // The field of package.json is all that some packages have.
  const licenseText = file === undefined ? `License: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
  return { name, version, license, integrity, licenseText };
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8'));
}
