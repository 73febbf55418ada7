import type { Argv } from 'yargs';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { listSets } from '../../io/backup-sets.ts';
import { escapeOutput } from '../../report/escape-output.ts';
import { lookIntoStore } from '../home-store.ts';
import { openInstallation } from '../open-installation.ts';
import { backupOption, homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return backupOption(homeOptions(argv)).option('format', {
    choices: ['text', 'json'] as const,
    default: 'text' as const,
    describe: 'What to print',
  });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const store = lookIntoStore(await openInstallation(args, 'read'), args);
  const sets = (store === undefined ? [] : listSets(store)).map(
    ({ id, created, state, transforms, files, sealed }) => ({
      id,
      created,
      state,
      transforms,
      files: files.map(({ path }) => path),
      sealed: sealed !== null,
    }),
  );
  if (args.format === 'json') console.log(JSON.stringify({ version: 1, sets }, null, 2));
  else if (sets.length === 0) console.log('There are no backup sets of this installation.');
  else {
    for (const { id, state, files, transforms, sealed } of sets) {
      const form = sealed ? 'sealed, ' : '';
      console.log(escapeOutput(`${id}  ${state.padEnd(11)}  ${form}${files.length} files  ${transforms.join(', ')}`));
    }
  }
  return exitStatus.ok;
}
