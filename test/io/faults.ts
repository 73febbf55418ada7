import type { FileSystem } from '../../src/io/file-system.ts';

/**
 * What happens at one call. `late` does what was asked before it fails. `dead` and `broken` go on for all calls after
 * it; `broken` lets a process read on.
 */
export type Fault =
  | { readonly kind: 'dead' }
  | { readonly kind: 'late'; readonly code: string }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'broken'; readonly code: string };

/** Stands for a process that is no more; whatever catches it cannot do anything with the disk. */
export class Killed extends Error {}

const reading = new Set<keyof FileSystem>(['openRoot', 'openFolder', 'openFile', 'stat', 'statHandle', 'readLink']);
for (const call of ['list', 'read', 'freeSpace', 'checkWritable'] as const) reading.add(call);

/** Counts the calls of a file system and lets the one of the given number, counted from zero, go wrong. */
export function withFault(fs: FileSystem, at: number, fault: Fault): { readonly fs: FileSystem; calls(): number } {
  let count = 0;
  const wrapped = Object.fromEntries(
    Object.entries(fs).map(([name, call]) => [
      name,
      (...values: readonly unknown[]) => {
        const index = name === 'close' ? -1 : count++;
        const goesOn = fault.kind === 'dead' || fault.kind === 'broken';
        const isDue = index === at || (goesOn && index > at);
        const isSpared = fault.kind === 'broken' && reading.has(name as keyof FileSystem);
        const perform = () => (call as (...values: readonly unknown[]) => unknown)(...values);
        if (!isDue || isSpared) return perform();
        if (fault.kind === 'dead') throw new Killed();
        if (fault.kind === 'late' && !reading.has(name as keyof FileSystem)) perform();
        throw Object.assign(new Error(fault.code), { code: fault.code });
      },
    ]),
  ) as unknown as FileSystem;
  return { fs: wrapped, calls: () => count };
}
