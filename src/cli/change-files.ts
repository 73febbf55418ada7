import { isDeepStrictEqual } from 'node:util';
import type { Argv } from 'yargs';
import { encodingOf } from '../documents/text-encoding.ts';
import type { ChangedFile, HomeChange } from '../engine/change-key.ts';
import { type ExitStatus, exitStatus, HardenError } from '../harden-error.ts';
import { commitChanges } from '../io/commit.ts';
import type { HomeFiles } from '../io/home-files.ts';
import { rollBack } from '../io/rollback.ts';
import { rememberSecrets } from '../io/secret-records.ts';
import type { Content } from '../kit/finding.ts';
import type { File, Home } from '../kit/home.ts';
import { escapeOutput } from '../report/escape-output.ts';
import { createRedactor } from '../report/redact.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import { canAsk, confirm } from './confirm.ts';
import { holdHome } from './hold-home.ts';
import { endStep, step } from './progress.ts';
import { readInstallation } from './read-installation.ts';
import { restartCommand } from './restart-command.ts';
import { backupOption, homeOptions } from './run-options.ts';
import { toolVersion } from './tool-version.ts';

/** Options of every command that changes an installation by itself. */
export function changeOptions(argv: Argv) {
  return backupOption(homeOptions(argv))
    .option('dry-run', { type: 'boolean', default: false, describe: 'Show what would change, and write nothing' })
    .option('yes', { type: 'boolean', alias: 'y', default: false, describe: 'Consent to what is shown' });
}

export type ChangeArguments = Awaited<ReturnType<typeof changeOptions>['argv']>;

/**
 * Shows a change, asks for consent, and makes it as `apply` does: under the lock, with a backup set, all or nothing, read
 * back and rolled back where it did not come out as meant.
 * @param name of the command, which the backup set keeps.
 */
export async function changeFiles(
  args: ChangeArguments,
  files: HomeFiles,
  name: string,
  propose: (home: Home) => Promise<HomeChange>,
): Promise<ExitStatus> {
  step('Reading the installation');
  const { home, seen } = watched(readInstallation(args, files).home);
  const change = await propose(home);
  endStep();
  if (change.files.length === 0) {
    console.log('There is nothing to change.');
    return exitStatus.ok;
  }
  if (!args.quiet || !args.yes) await show(change);
  if (args['dry-run']) {
    console.log('Nothing was written.');
    return exitStatus.ok;
  }
  requireFit(args, files);
  if (!args.yes) await confirm('Make these changes?');
  return holdHome(files, args, async ({ store, lock }) => {
    const { home: present } = readInstallation(args, files);
    if (![...seen].every(([path, file]) => isDeepStrictEqual(present.read(path), file))) throw changedMeanwhile();
    const origin = {
      tool: toolVersion,
      release: home.release.version,
      transforms: [name],
      dataKeys: change.dataKeys ?? [],
      startTraces: present.startTraces,
      now: new Date(),
    };
    const notes = change.tell?.() ?? [];
    step('Writing, and reading again what was written');
    const set = commitChanges({ home: files, store, lock, origin, changes: change.files });
    const after = readInstallation(args, files).home;
    const problem = failureOf(() => change.check(after));
    endStep();
    if (problem !== undefined) {
      rollBack({ home: files, store, lock, set, origin });
      throw new HardenError(
        exitStatus.rolledBack,
        `After the change ${problem}, so everything was rolled back.`,
        'This is a bug in harden: please report it.',
      );
    }
    await rememberSecrets(store, change.chosen ?? new Map(), origin.now);
    const paths = change.files.map(({ path }) => path).join(', ');
    console.log(escapeOutput(`Changed and verified: ${paths}.`));
    for (const note of notes) console.log(escapeOutput(note));
    console.log(`To make it effective: ${restartCommand(home)}`);
    console.log(`To undo it: harden rollback ${set.id}`);
    return exitStatus.ok;
  });
}

/** Remembers what a change was decided on. */
function watched(home: Home): { readonly home: Home; readonly seen: ReadonlyMap<string, File> } {
  const seen = new Map<string, File>();
  const read = (path: string): File => {
    const file = home.read(path);
    seen.set(path, file);
    return file;
  };
  return { home: { ...home, read }, seen };
}

/** What cannot even be read is not as it was meant either. */
function failureOf(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof HardenError) return error.message.replace(/\.$/, '');
    throw error;
  }
}

async function show({ says, files }: HomeChange): Promise<void> {
  const redactor = createRedactor();
  const diffs = files.map(({ path, before, after, shown }) =>
    unifiedDiff({ path, before: contentOf(path, before), after: shown ?? contentOf(path, after) }, redactor),
  );
  process.stdout.write(escapeOutput(`${[...says, '', ...diffs].join('\n').trimEnd()}\n`));
}

function contentOf(path: string, bytes: ChangedFile['before']): Content | undefined {
  if (bytes === undefined) return undefined;
  const encoding = encodingOf(path);
  // The file of a password has no ending that would tell, and its diff shows nothing of it anyway.
  if (encoding === 'binary') return { kind: 'binary', bytes };
  return { kind: 'text', text: Buffer.from(bytes).toString(encoding === 'latin1' ? 'latin1' : 'utf8') };
}

function requireFit(args: ChangeArguments, files: HomeFiles): void {
  const { home, unknownVersion } = readInstallation(args, files);
  if (unknownVersion !== undefined) {
    throw new HardenError(
      exitStatus.refused,
      `Version ${unknownVersion} is not known to this harden, so a change could do something else than meant.`,
      'Use a newer harden, or name the release whose rules fit with --assume-version.',
    );
  }
  if (home.tool !== undefined) {
    throw new HardenError(
      exitStatus.refused,
      `${home.tool.name} works on this installation (process ${home.tool.pid}), and changes of both could be lost.`,
      'Wait until it has ended, and run the command again.',
    );
  }
  if (home.server.kind === 'running') {
    throw new HardenError(
      exitStatus.refused,
      `The server runs (process ${home.server.pid}), and keys or secrets would change under it.`,
      'Stop it, run the command, and start it again.',
    );
  }
  if (!args.yes && !canAsk()) {
    throw new HardenError(
      exitStatus.refused,
      'There is no terminal to ask for consent on, so nothing was changed.',
      'Give consent with --yes.',
    );
  }
}

function changedMeanwhile(): HardenError {
  return new HardenError(
    exitStatus.stale,
    'The installation changed after it was looked at, so nothing was changed.',
    'Run the command again.',
  );
}
