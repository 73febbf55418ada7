import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { layout } from '../carbon/layout.ts';
import { exitStatus, HardenError } from '../harden-error.ts';

/**
 * The installation that is meant: the option, CARBON_HOME, IS_HOME, or the working directory when it looks like one.
 * @throws {HardenError} no installation.
 */
export function homePath(option: string | undefined): string {
  const named = option ?? process.env['CARBON_HOME'] ?? process.env['IS_HOME'];
  if (named !== undefined && named !== '') return resolve(named);
  const here = process.cwd();
  if ([layout.deploymentToml, 'deployment.toml'].some((path) => existsSync(join(here, path)))) return here;
  throw new HardenError(
    exitStatus.noInstallation,
    'The working directory is no installation, and none is named.',
    'Name the folder of the installation with --home.',
  );
}

/** The folders that a run works on, in which it puts no file of its own. */
export function placesOf(args: {
  readonly home: string | undefined;
  readonly 'endpoint-dir'?: readonly string[];
}): readonly string[] {
  return [homePath(args.home), ...(args['endpoint-dir'] ?? [])];
}
