import type { Argv } from 'yargs';
import { nearest } from '../../engine/nearest.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { transformPage } from '../../report/transform-page.ts';
import { transformsFor } from '../transforms-for.ts';

export function options(argv: Argv): Argv {
  return argv.positional('id', {
    type: 'string',
    describe: 'A transform, as `harden list` names it',
    demandOption: true,
  });
}

export async function run(args: { readonly [name: string]: unknown }): Promise<ExitStatus> {
  const id = String(args['id']);
  const known = await transformsFor([id]);
  const found = known.find((candidate) => candidate.id === id);
  if (found === undefined) {
    const close = nearest(
      id,
      known.map((candidate) => candidate.id),
    );
    throw new HardenError(
      exitStatus.usage,
      `There is no transform named ${JSON.stringify(id)}.`,
      close === undefined ? 'See `harden list` for all of them.' : `Did you mean ${close}?`,
    );
  }
  process.stdout.write(transformPage(found.id, found.transform));
  return exitStatus.ok;
}
