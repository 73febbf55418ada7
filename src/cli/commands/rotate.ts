import type { Argv } from 'yargs';
import { confirmPlan } from '../../engine/confirm-plan.ts';
import { effectiveGates } from '../../engine/effective-gate.ts';
import { planAppPassword, planRotation } from '../../engine/rotate-app-password.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { encodeContent } from '../../io/encode-content.ts';
import { makeMaterials } from '../../io/make-materials.ts';
import { changeFiles, changeOptions } from '../change-files.ts';
import { openInstallation } from '../open-installation.ts';
import { registry } from '../registry.ts';
import { endpointDirOption } from '../run-options.ts';

export function options(argv: Argv) {
  return endpointDirOption(changeOptions(argv)).positional('what', {
    choices: ['app-password'] as const,
    demandOption: true,
    describe: 'The secret to make anew, in every place that holds it',
  });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  const transform = registry.find(({ id }) => id === args.what);
  if (transform === undefined) throw new Error(`there is no transform ${args.what}`);
  const files = await openInstallation(args, args['dry-run'] ? 'read' : 'write');
  const now = new Date();
  return changeFiles(args, files, `rotate ${args.what}`, async (home) => {
    const plan = planRotation(home, transform, now);
    confirmPlan(plan);
    const [gate] = effectiveGates(home, plan);
    if (gate !== undefined) throw new HardenError(exitStatus.refused, gate.message, gate.hint);
    const materials = await makeMaterials(plan, new Map(), now);
    const changed = plan.files.flatMap(({ path, before, after }) => {
      if (after === undefined || before === undefined || before.kind === 'store') return [];
      return [{ path, before: encodeContent(path, before), after: materials.encode(path, after), shown: after }];
    });
    return {
      says: [
        `A new password of the login and recovery pages at the APIs, in ${changed.map(({ path }) => path).join(', ')}.`,
        'Pages that are hosted elsewhere, and whatever else calls these APIs with it, need it too.',
      ],
      files: changed,
      check: (after) =>
        planAppPassword(after, transform, now).files.length === 0 ? undefined : 'not all places hold the new password',
    };
  });
}
