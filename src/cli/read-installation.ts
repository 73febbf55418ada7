import { releaseOf } from '../carbon/releases.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { HomeFiles } from '../io/home-files.ts';
import { type ReadHome, readHome } from '../io/read-home.ts';
import { endpointConfigurations } from '../kit/endpoint-configurations.ts';
import type { Home } from '../kit/home.ts';
import type { HomeArguments } from './run-options.ts';

/**
 * Tells what the installation is that a command was started for.
 * @throws {HardenError} no installation, or refused: a release that nothing tells; bad input: a folder of pages without pages.
 */
export function readInstallation(args: HomeArguments, files: HomeFiles): ReadHome {
  const assumed = args['assume-version'];
  const read = readHome(files, {
    assumed: assumed === undefined ? undefined : releaseOf(assumed),
    javaHome: process.env['JAVA_HOME'],
  });
  requireEndpoints(read.home);
  return read;
}

/** A folder that was meant and holds nothing to look at would pass for one that is in step. */
function requireEndpoints(home: Home): void {
  if (home.endpointDirs.length === 0) return;
  const found = [...endpointConfigurations(home, 'login'), ...endpointConfigurations(home, 'recovery')];
  const empty = home.endpointDirs.find((folder) => !found.some((path) => path.startsWith(`${folder}/`)));
  if (empty === undefined) return;
  throw new HardenError(
    exitStatus.badInput,
    `${empty} holds neither EndpointConfig.properties nor RecoveryEndpointConfig.properties, at its top or in WEB-INF/classes.`,
    'Name with --endpoint-dir the folder of the web application itself.',
  );
}
