import { existsSync } from 'node:fs';
import { childProcess } from './child-process.ts';

const program = '/usr/bin/logger';
const socket = '/dev/log';

/** Sends the head of the evidence log to the machine's syslog, where it has one: there the log's owner cannot reach it. */
export function sendHead(homeId: string, head: string): void {
  if (!existsSync(program) || !existsSync(socket)) return;
  const message = `evidence log of ${homeId}: head ${head}`;
  // Without a syslog the log is as good as it is without this copy: how it ends does not matter.
  childProcess().spawnSync(program, ['-t', 'harden', '-p', 'authpriv.notice', '--', message], {
    env: {},
    stdio: 'ignore',
    timeout: 2000,
  });
}
