import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

/**
 * Runs one program to its end and returns its standard output.
 *
 * @throws Error of two sentences when the program is missing or fails: `purpose` completes "cannot …", `remedy` says what to do.
 */
export async function run(
  command: readonly [string, ...string[]],
  { purpose, remedy }: { readonly purpose: string; readonly remedy: string },
): Promise<string> {
  const [program, ...args] = command;
  try {
    const { stdout } = await execFileAsync(program, args, { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new Error(`Cannot ${purpose}: ${reason}. ${remedy}`, { cause: error });
  }
}
