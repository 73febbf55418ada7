import type { ExitStatus } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { makeOutputFile, type OutputFile } from '../io/output-file.ts';

/** Makes the file of `--out`, before root becomes another account, and takes it away where the command fails. */
export async function withOutputFile(
  place: { readonly path: string; readonly outside: readonly string[] },
  action: (out: OutputFile) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const out = makeOutputFile(nodeFileSystem, { ...place, account: currentAccount() });
  try {
    return await action(out);
  } catch (error) {
    discard(out);
    throw error;
  }
}

function discard(out: OutputFile): void {
  try {
    out.discard();
  } catch {
    // Root's folder, when root has become the owner of the home by now.
    console.error(`${out.path} is empty and can be removed.`);
  }
}
