import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A command line whose wall time is taken as a whole process. */
export interface Contestant {
  readonly name: string;
  readonly command: string;
  /** @param fresh a path at which nothing is yet, for what a run writes */
  args(fresh: string): readonly string[];
  /** The most rounds that are worth their time. */
  readonly rounds?: number;
}

/** How often each one runs; medians of fewer say little. */
export const benchRounds = Number(process.env['HARDEN_BENCH_ROUNDS'] ?? 15);

/** Node 20 parses the certificates of NODE_EXTRA_CA_CERTS at each start, which would flatter every ratio to bare node. */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

/**
 * The median of each, in milliseconds. All run in turns: a busy machine slows all of them alike.
 * @throws {Error} when one of them fails
 */
export function mediansOf(
  contestants: readonly Contestant[],
  folder: string,
  env: NodeJS.ProcessEnv = environment,
): readonly number[] {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < benchRounds; round++) {
    for (const [index, { name, command, args, rounds = benchRounds }] of contestants.entries()) {
      if (round >= rounds) continue;
      const words = args(join(folder, `${index}-${round}`));
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(command, words, {
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
        // What logs where it was started, as the config-mapper, leaves nothing in the checkout.
        cwd: folder,
        env,
      });
      const end = process.hrtime.bigint();
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      times[index]?.push(Number(end - start) / 1e6);
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[each.length >> 1] ?? 0);
}

/** In megabytes. */
export function peakMemory(args: readonly string[]): number {
  const probe = 'process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))';
  const { stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${probe}`, ...args], {
    encoding: 'utf8',
    env: environment,
  });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}
