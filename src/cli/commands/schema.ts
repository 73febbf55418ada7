import type { Argv } from 'yargs';
import { keyCatalog } from '../../carbon/key-catalog.ts';
import { keyReach } from '../../carbon/key-reach.ts';
import { tomlSchema } from '../../carbon/toml-schema.ts';
import { configurationReader, sourcesOf } from '../../engine/configuration-of.ts';
import { templatesOf } from '../../engine/templates-of.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { answerSchema } from '../../report/answer-reference.ts';
import { openInstallation } from '../open-installation.ts';
import { readInstallation } from '../read-installation.ts';
import { registry } from '../registry.ts';
import { homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return homeOptions(argv).option('of', {
    choices: ['deployment', 'answers'] as const,
    default: 'deployment' as const,
    requiresArg: true,
    describe: 'deployment.toml of the installation, or the answer file of harden',
  });
}

export async function run(args: Awaited<ReturnType<typeof options>['argv']>): Promise<ExitStatus> {
  if (args.of === 'answers') {
    process.stdout.write(answerSchema(registry));
    return exitStatus.ok;
  }
  const { home } = readInstallation(args, await openInstallation(args, 'read'));
  const templates = templatesOf(home);
  if (templates.size === 0) {
    throw new HardenError(
      exitStatus.refused,
      'This folder holds no templates, so that its keys are not known.',
      'Name an installation with --home.',
    );
  }
  const { filesOf } = keyReach(templates, configurationReader()(home));
  const title = `deployment.toml of WSO2 Identity Server ${home.release.version}`;
  const catalog = keyCatalog(templates, sourcesOf(home));
  console.log(JSON.stringify(tomlSchema({ title, catalog, filesOf, meaningOf: meanings() }), null, 2));
  return exitStatus.ok;
}

/** What the transforms that judge a key say it is for. */
function meanings(): (key: string) => string | undefined {
  const known = new Map(
    registry.flatMap(({ id, transform }) =>
      transform.parts
        .flatMap(({ judges = [] }) => judges)
        .map((key) => [key, `${transform.meta.title}: \`harden explain ${id}\` tells why.`] as const),
    ),
  );
  return (key) => known.get(key);
}
