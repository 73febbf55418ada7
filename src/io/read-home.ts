import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path/posix';
import { detectRelease } from '../carbon/detect-release.ts';
import { parseJavaVersion } from '../carbon/java-version.ts';
import { layout } from '../carbon/layout.ts';
import type { Release } from '../carbon/releases.ts';
import { lineOf } from '../documents/line-of.ts';
import { encodingOf } from '../documents/text-encoding.ts';
import type { Input } from '../engine/report-input.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { File, Home, Java } from '../kit/home.ts';
import { forgetFolders, type HomeFiles, listFolder, readFile } from './home-files.ts';
import { readJavaVersion } from './java-home.ts';
import { memoryLimit } from './memory-limit.ts';
import { parentOf } from './path-parts.ts';
import { processesAtWork } from './processes-at-work.ts';
import { startTraces } from './start-traces.ts';
import { usedDatabase } from './used-database.ts';

/** An installation as read, and what had to be assumed of it. */
export interface ReadHome {
  readonly home: Home;
  /** The version that the installation states and harden has no facts of. */
  readonly unknownVersion: string | undefined;
  readonly notes: readonly string[];
  /** The files that were looked at so far, in path order. */
  inputs(): readonly Input[];
}

/**
 * Tells what an installation is. Files are read when they are first asked for, and only once.
 * @throws {HardenError} no installation, or refused: a release that nothing tells.
 */
export function readHome(
  files: HomeFiles,
  request: { readonly assumed: Release | undefined; readonly javaHome: string | undefined },
): ReadHome {
  forgetFolders(files);
  const remembered = new Map<string, File>();
  const read = (path: string): File => {
    const known = remembered.get(path);
    if (known !== undefined) return known;
    const file = readOne(files, path);
    remembered.set(path, file);
    return file;
  };
  const listed = new Map<string, readonly string[]>();
  const list = (folder: string): readonly string[] => {
    const known = listed.get(folder);
    if (known !== undefined) return known;
    const names = listFolder(files, folder);
    listed.set(folder, names);
    return names;
  };
  const textOf = (path: string): string | undefined => {
    const file = read(path);
    return file.kind === 'text' ? file.text : undefined;
  };
  const deploymentToml = [layout.deploymentToml, 'deployment.toml'].find((path) => read(path).kind === 'text');
  if (deploymentToml === undefined) {
    throw new HardenError(
      exitStatus.noInstallation,
      `${files.path} holds neither ${layout.deploymentToml} nor deployment.toml.`,
      'Name the folder of an Identity Server 5.9.0 or newer with --home.',
    );
  }
  const detection = detectRelease({
    version: textOf(layout.versionText),
    kernelVersion: textOf(layout.kernelVersionText),
    assumed: request.assumed,
  });
  if (detection.kind === 'foreign') {
    throw new HardenError(
      exitStatus.noInstallation,
      `${files.path} holds ${detection.product}, not WSO2 Identity Server.`,
      'Name an installation of Identity Server with --home.',
    );
  }
  if (detection.kind === 'unstated') {
    throw new HardenError(
      exitStatus.refused,
      'Nothing in this folder tells the release that deployment.toml is for.',
      'Name it: --assume-version 7.1.0, say.',
    );
  }
  const release = detection.kind === 'known' ? detection.release : detection.nearest;
  const java = javaOf(files, request.javaHome, release);
  const home: Home = {
    root: files.path,
    shape: detection.shape,
    deploymentToml,
    endpointDirs: files.endpointDirs,
    release,
    startTraces: tracesIn(files, list),
    ...processesAtWork(files),
    java,
    memoryLimit: memoryLimit(files.fs),
    read,
    list,
  };
  const unknownVersion = detection.kind === 'unknown' ? detection.stated : undefined;
  const inputs = (): readonly Input[] =>
    [...remembered]
      .map(([path, { kind }]): Input => ({ path, state: kind === 'absent' ? 'absent' : 'read' }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { home, unknownVersion, notes: notesOf(home, unknownVersion), inputs };
}

function notesOf(home: Home, unknownVersion: string | undefined): readonly string[] {
  const notes: string[] = [];
  if (unknownVersion !== undefined) {
    notes.push(`Version ${unknownVersion} is not known; it is judged by the rules of ${home.release.version}.`);
  }
  if (home.shape === 'configuration-only') {
    notes.push(
      'This folder holds configuration alone. What lies elsewhere, such as keystores and start scripts, is not reviewed; audit the installation for it.',
    );
  }
  if (home.java.source === 'assumed') {
    notes.push(
      `JAVA_HOME tells no version of Java; the oldest that the release supports, ${home.java.major}, is assumed.`,
    );
  }
  return notes;
}

function javaOf(files: HomeFiles, javaHome: string | undefined, release: Release): Java {
  const stated = javaHome === undefined ? undefined : readJavaVersion(files.fs, javaHome);
  const version = stated === undefined ? undefined : parseJavaVersion(stated);
  return version === undefined
    ? { major: release.java[0], update: 0, source: 'assumed' }
    : { ...version, source: 'release-file' };
}

function tracesIn(files: HomeFiles, list: (folder: string) => readonly string[]): readonly string[] {
  const traces = startTraces.filter((path) => list(parentOf(path)).includes(basename(path)));
  const database = traces.length === 0 ? usedDatabase(files) : undefined;
  return database === undefined ? traces : [`users in ${database}`];
}

function readOne(files: HomeFiles, path: string): File {
  const found = readFile(files, path);
  if (found === undefined) return { kind: 'absent', path };
  const encoding = encodingOf(path);
  if (encoding === 'binary') return { kind: 'binary', path, bytes: found.bytes };
  return { kind: 'text', path, text: decode(path, found.bytes, encoding) };
}

/** Text that comes back to the same bytes when it is written. */
function decode(path: string, bytes: Uint8Array, encoding: 'utf-8' | 'latin1'): string {
  // A TextDecoder of Node 20 makes strings of two bytes a character even of ASCII, which all parsers then take longer for.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding);
  if (encoding === 'latin1' || isUtf8(bytes)) return text;
  const [upToError = ''] = text.split('\ufffd');
  throw new HardenError(
    exitStatus.badInput,
    `${path}, line ${lineOf(upToError, upToError.length)}, is not UTF-8.`,
    'Save the file in UTF-8 and try again.',
  );
}
