import type { Content } from '../kit/finding.ts';
import type { File, Home } from '../kit/home.ts';
import type { PlannedFile } from './plan.ts';

/** A home with changes laid over it in memory, so that each transform sees what those before it left. */
export interface StagedHome {
  readonly home: Home;
  put(path: string, content: Content | undefined): void;
  /** Runs an action and tells which files it looked at. */
  watch<T>(action: () => T): { readonly result: T; readonly seen: ReadonlyMap<string, File> };
  isAsSeen(seen: ReadonlyMap<string, File>): boolean;
  changedFiles(): readonly PlannedFile[];
}

export function stageHome(original: Home): StagedHome {
  const staged = new Map<string, File>();
  let seen = new Map<string, File>();
  const read = (path: string): File => staged.get(path) ?? original.read(path);
  return {
    home: {
      ...original,
      read: (path) => {
        const file = read(path);
        seen.set(path, file);
        return file;
      },
      list: (folder) => original.list(folder),
    },
    watch(action) {
      seen = new Map();
      return { result: action(), seen };
    },
    isAsSeen(files) {
      for (const [path, file] of files) if (read(path) !== file) return false;
      return true;
    },
    put(path, content) {
      staged.set(path, content === undefined ? { kind: 'absent', path } : { ...content, path });
    },
    changedFiles() {
      return [...staged.values()]
        .map((file) => ({ path: file.path, before: contentOf(original.read(file.path)), after: contentOf(file) }))
        .filter(({ before, after }) => !sameContent(before, after))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

function contentOf(file: File): Content | undefined {
  if (file.kind === 'absent') return undefined;
  const { path: _, ...content } = file;
  return content;
}

function sameContent(a: Content | undefined, b: Content | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'text') return b.kind === 'text' && a.text === b.text;
  if (a.kind === 'store') return a === b;
  return b.kind === 'binary' && a.bytes.length === b.bytes.length && a.bytes.every((byte, at) => byte === b.bytes[at]);
}
