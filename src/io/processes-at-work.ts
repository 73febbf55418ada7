import { basename, dirname, resolve } from 'node:path/posix';
import type { Home } from '../kit/home.ts';
import { type FileSystem, type Folder, unlessAbsent } from './file-system.ts';
import { type HomeFiles, readFile } from './home-files.ts';
import { readWhole } from './read-whole.ts';
import { followWay } from './way.ts';

const flag = '-Dcarbon.home=';
const maximumArguments = 4 << 20;

/** Programs in `bin` by which the vendor changes an installation, and the classes that some of them start. */
const tools = /^(?:(?:wso2)?update_(?:linux|darwin)|ciphertool\.sh|chpasswd\.sh)$/;
const toolClasses: ReadonlyMap<string, string> = new Map([
  ['org.wso2.ciphertool.CipherTool', 'ciphertool.sh'],
  ['org.wso2.carbon.core.util.PasswordUpdater', 'chpasswd.sh'],
]);

/** What the arguments of all of these hold somewhere; most processes of a machine are none of them. */
const telling = new RegExp(`${flag}|update_(?:linux|darwin)|ciphertool|CipherTool|chpasswd|PasswordUpdater`);

type AtWork = Pick<Home, 'server' | 'tool'>;

const nothing: AtWork = { server: { kind: 'stopped' }, tool: undefined };

/**
 * Tells whether the server of this home runs, a process whose arguments name the home as `carbon.home`, the one of
 * wso2carbon.pid first; and whether a tool of the vendor works on the home. Without `/proc` nothing can be told, and
 * nothing counts as running.
 */
export function processesAtWork(home: HomeFiles): AtWork {
  const { fs } = home;
  try {
    const way = followWay(fs, '/proc', 0);
    try {
      if (way.rest.length > 0) return nothing;
      const found = { ...nothing };
      for (const pid of new Set([...statedPid(home), ...pidsIn(fs, way.folder)])) {
        const text = argumentsOf(fs, way.folder, pid);
        if (!telling.test(text)) continue;
        const process: Process = { pid, proc: way.folder, words: text.split('\0') };
        const tool = toolOf(home, process);
        if (tool !== undefined) found.tool ??= { name: tool, pid };
        else if (found.server.kind === 'stopped' && isServer(home, process)) found.server = { kind: 'running', pid };
      }
      return found;
    } finally {
      fs.close(way.folder.handle);
    }
  } catch {
    return nothing;
  }
}

interface Process {
  readonly pid: number;
  readonly proc: Folder;
  readonly words: readonly string[];
}

/** The start script pads what it writes with NUL in some releases. */
function statedPid(home: HomeFiles): readonly number[] {
  const text = Buffer.from(readFile(home, 'wso2carbon.pid')?.bytes ?? []).toString('latin1');
  const digits = text.replaceAll('\0', '').trim();
  return /^\d{1,9}$/.test(digits) ? [Number(digits)] : [];
}

function pidsIn(fs: FileSystem, proc: Folder): readonly number[] {
  return fs
    .list(proc)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function isServer(home: HomeFiles, { words }: Process): boolean {
  const stated = words.findLast((word) => word.startsWith(flag));
  return stated !== undefined && isHome(home, stated.slice(flag.length));
}

/** The name of the tool that a process is, where it works on this home. */
function toolOf(home: HomeFiles, process: Process): string | undefined {
  const started = process.words.map((word) => toolClasses.get(word)).find((name) => name !== undefined);
  if (started !== undefined) return isServer(home, process) ? started : undefined;
  // The program itself, or the script that a shell runs.
  const path = process.words.slice(0, 2).find((word) => tools.test(basename(word)));
  if (path === undefined) return undefined;
  const program = path.startsWith('/') ? path : resolve(workingFolder(home.fs, process), path);
  return isHome(home, dirname(dirname(program))) ? basename(program) : undefined;
}

/** Another account's process hides it. */
function workingFolder(fs: FileSystem, { proc, pid }: Process): string {
  try {
    return fs.readLink(proc, `${pid}/cwd`);
  } catch {
    return '/';
  }
}

/** Another account's process may hide its arguments; then it is not known what it is. */
function argumentsOf(fs: FileSystem, proc: Folder, pid: number): string {
  try {
    const handle = unlessAbsent(() => fs.openFile(proc, `${pid}/cmdline`));
    if (handle === undefined) return '';
    try {
      return Buffer.from(readWhole(fs, handle, 'cmdline', maximumArguments, 0)).toString();
    } finally {
      fs.close(handle);
    }
  } catch {
    return '';
  }
}

/** The start script may have been called through a symbolic link, so that folders are compared, not names. */
function isHome(home: HomeFiles, path: string): boolean {
  if (path === home.path) return true;
  if (!path.startsWith('/')) return false;
  try {
    const way = followWay(home.fs, path, 0);
    try {
      const own = home.fs.statHandle(home.root.handle);
      const other = home.fs.statHandle(way.folder.handle);
      return way.rest.length === 0 && other.device === own.device && other.inode === own.inode;
    } finally {
      home.fs.close(way.folder.handle);
    }
  } catch {
    return false;
  }
}
