import { isPrivateFile } from '../engine/new-secrets.ts';
import { type ExitStatus, exitStatus } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import type { Materials } from '../io/make-materials.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { makeOutputFolder } from '../io/output-file.ts';
import { escapeOutput } from '../report/escape-output.ts';
import type { Run } from './open-run.ts';

/**
 * Writes the files that a plan changes into a new folder, at their paths below the home, and nothing into the home: for
 * ConfigMaps, image layers and homes that cannot be written.
 */
export function writeElsewhere(path: string, run: Run, materials: Materials): ExitStatus {
  const { home } = run.read;
  const folder = makeOutputFolder(nodeFileSystem, { path, outside: [home.root], account: currentAccount() });
  try {
    for (const file of run.plan.files) {
      if (file.after !== undefined) folder.add(file.path, materials.encode(file.path, file.after));
    }
  } finally {
    folder.close();
  }
  const removed = run.plan.files.filter(({ after }) => after === undefined).map((file) => file.path);
  const secret = run.plan.files.filter(isPrivateFile).map((file) => file.path);
  console.error(escapeOutput(`${folder.path} holds the changed files, readable for you alone.`));
  if (secret.length > 0) console.error(escapeOutput(`These hold keys or passwords: ${secret.join(', ')}.`));
  if (removed.length > 0) console.error(escapeOutput(`These should go: ${removed.join(', ')}.`));
  return exitStatus.ok;
}
