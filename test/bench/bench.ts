import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { java17 } from '../kernel/harness/java.ts';
import { unpackedKernel } from '../kernel/harness/kernels.ts';
import { playbook } from './playbook.ts';

// Speed as ratios of medians, all measured in turns in one run: a busy machine slows all of them alike.
const rounds = Number(process.env['HARDEN_BENCH_ROUNDS'] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'harden-bench-'));

interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly rounds: number;
}

try {
  const home = await fullHome();
  const bundle = join(process.cwd(), 'dist/harden.mjs');
  execFileSync('npm', ['run', '-s', 'bundle']);
  const dryRun = [bundle, 'apply', '--dry-run', '--home', home];
  const contestants: readonly Contestant[] = [
    { name: 'node -e 0', command: process.execPath, args: ['-e', '0'], rounds },
    { name: 'harden --help', command: process.execPath, args: [bundle, '--help'], rounds },
    { name: 'harden apply --dry-run', command: process.execPath, args: dryRun, rounds },
    { name: 'keytool -list', ...(await keytool(home)), rounds },
    { name: 'ansible-playbook --check', ...ansible(home), rounds: Math.min(rounds, 5) },
  ];
  const medians = measure(contestants);
  const [bare = 1, , dry = 1, list = 1, play = 1] = medians;
  for (const [index, { name }] of contestants.entries()) {
    const median = medians[index] ?? 0;
    console.log(
      `${name.padEnd(26)} ${median.toFixed(0).padStart(6)} ms  ${(median / bare).toFixed(2).padStart(6)} × bare node`,
    );
  }
  console.log(`dry run against keytool -list:      ${(list / dry).toFixed(1)} × as fast`);
  console.log(`dry run against the playbook:       ${(play / dry).toFixed(1)} × as fast`);
  console.log(
    `peak memory of the dry run:         ${peakMemory(dryRun).toFixed(0)} MB, of bare node ${peakMemory(['-e', '0']).toFixed(0)} MB`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** The kernel's programs and stores with the configuration of a full 7.1.0 over them, where that is at hand. */
async function fullHome(): Promise<string> {
  const home = join(folder, 'home');
  const kernel = await unpackedKernel('4.7.1');
  for (const part of ['bin', 'repository/conf', 'repository/resources']) {
    cpSync(join(kernel, part), join(home, part), { recursive: true });
  }
  const trees = process.env['HARDEN_TEST_TREES'];
  if (trees !== undefined) cpSync(join(trees, '7.1.0'), home, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', home]);
  console.log(trees === undefined ? 'home: the kernel of 6.0.0' : 'home: 7.1.0 over the kernel of 6.0.0');
  return home;
}

async function keytool(home: string): Promise<Pick<Contestant, 'command' | 'args'>> {
  const store = join(home, 'repository/resources/security/wso2carbon.jks');
  return {
    command: join(await java17(), 'bin/keytool'),
    args: ['-list', '-keystore', store, '-storepass', 'wso2carbon'],
  };
}

/** Ten of the edits of a dry run, as an operator would write them down for ansible-core. */
function ansible(home: string): Pick<Contestant, 'command' | 'args'> {
  const bin = process.env['HARDEN_ANSIBLE'];
  if (bin === undefined)
    throw new Error('HARDEN_ANSIBLE names no folder with ansible-playbook. Run .ci/install and source its file.');
  const file = join(folder, 'playbook.yml');
  writeFileSync(file, playbook(home));
  chmodSync(file, 0o600);
  return {
    command: join(bin, 'ansible-playbook'),
    args: [
      '--check',
      '--diff',
      '-i',
      'localhost,',
      '-c',
      'local',
      '-e',
      `ansible_python_interpreter=${bin}/python3`,
      file,
    ],
  };
}

function measure(contestants: readonly Contestant[]): readonly number[] {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    contestants.forEach(({ name, command, args, rounds: own }, index) => {
      if (round >= own) return;
      const start = process.hrtime.bigint();
      const { status } = spawnSync(command, args, { stdio: 'ignore' });
      if (status !== 0) throw new Error(`${name} ended with ${status}`);
      times[index]?.push(Number(process.hrtime.bigint() - start) / 1e6);
    });
  }
  return times.map((each) => each.sort((a, b) => a - b)[each.length >> 1] ?? 0);
}

/** In megabytes. */
function peakMemory(args: readonly string[]): number {
  const probe = 'process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))';
  const { stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${probe}`, ...args], {
    encoding: 'utf8',
  });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}
