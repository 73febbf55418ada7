import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

/** Is a program and its arguments; no shell comes between. */
export type Command = readonly [program: string, ...args: string[]];

/**
 * Runs one program to its end and returns its standard output.
 *
 * @throws Error of two sentences when the program is missing or fails: `purpose` completes "Cannot …", `remedy` says what to do.
 */
export async function run(
  command: Command,
  { purpose, remedy, input = '' }: { readonly purpose: string; readonly remedy: string; readonly input?: string },
): Promise<string> {
  const [program, ...args] = command;
  try {
    const running = execFileAsync(program, args, { maxBuffer: 64 * 1024 * 1024 });
    // A program that ends without reading its input is no failure of its own.
    running.child.stdin?.on('error', () => undefined).end(input);
    return (await running).stdout;
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new Error(`Cannot ${purpose}: ${reason}. ${remedy}`, { cause: error });
  }
}
