import { layout } from '../carbon/layout.ts';
import { type HomeFiles, statEntry } from './home-files.ts';
import type { Manifest } from './manifest.ts';

/** What only a server that ran leaves behind. */
export const startTraces = [
  'wso2carbon.pid',
  `${layout.resources}/.metadata`,
  'repository/logs/wso2carbon.log',
  'repository/logs/audit.log',
  'repository/components/default/configuration/org.eclipse.osgi',
] as const;

/**
 * Tells what shows that the server was started after a set was made, or may have been: a trace that was not there before,
 * or that anything touched since.
 */
export function traceSince(home: HomeFiles, { created, startTraces: former }: Manifest): string | undefined {
  const made = BigInt(Date.parse(created)) * 1_000_000n;
  return startTraces.find((path) => {
    const stat = statEntry(home, path);
    return stat !== undefined && (!former.includes(path) || stat.changed >= made);
  });
}
