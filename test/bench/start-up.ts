import { join } from 'node:path';
import { java17 } from '../kernel/harness/java.ts';
import { fullHome } from './bench-homes.ts';
import { configMapper } from './config-mapper.ts';
import { type Contestant, mediansOf, peakMemory } from './measure.ts';
import { playbookContestant } from './playbook.ts';
import { printClaim, printMedian } from './print.ts';

/** What every run pays, and the dry run and the renderer beside the tools that do the same. */
export async function benchStartUp(bundle: string, folder: string): Promise<void> {
  const home = await fullHome(join(folder, 'full-home'));
  const harden = (...words: readonly string[]): Contestant => ({
    name: `harden ${words.join(' ')}`,
    command: process.execPath,
    args: () => [bundle, ...words, ...(words.includes('--dry-run') ? ['--home', home] : [])],
  });
  const bareNode: Contestant = { name: 'node -e 0', command: process.execPath, args: () => ['-e', '0'] };
  const contestants: readonly Contestant[] = [
    bareNode,
    harden('--help'),
    harden('completion', 'bash'),
    harden('apply', '--dry-run'),
    {
      name: 'harden effective --render',
      command: process.execPath,
      args: (fresh) => [bundle, 'effective', '--render', fresh, '--home', home],
    },
    await configMapper(home, folder),
    await keytoolList(join(home, 'repository/resources/security/wso2carbon.jks')),
    playbookContestant(home, folder),
  ];
  const medians = mediansOf(contestants, folder);
  const [bare = 1, help = 1, completion = 1, dryRun = 1, render = 1, mapper = 1, , playbook = 1] = medians;
  for (const [index, { name }] of contestants.entries()) printMedian(name, medians[index] ?? 0, bare);
  printClaim('--help against bare node', help / bare, { atMost: 2 });
  printClaim('completion against bare node', completion / bare, { atMost: 2 });
  printClaim('dry run against bare node', dryRun / bare, { atMost: 4 });
  if (process.env['NODE_EXTRA_CA_CERTS'] !== undefined) {
    const [withIt = 1, dryRunWithIt = 1] = mediansOf([bareNode, harden('apply', '--dry-run')], folder, process.env);
    printClaim('the same with NODE_EXTRA_CA_CERTS, as it is set here', dryRunWithIt / withIt, { atMost: 4 });
  }
  printClaim('the playbook against the dry run', playbook / dryRun, { atLeast: 15 });
  printClaim('rendering all files against the dry run', render / dryRun, { atMost: 3 });
  printClaim('the config-mapper against rendering all files', mapper / render, { atLeast: 3 });
  const peak = peakMemory([bundle, 'apply', '--dry-run', '--home', home]);
  console.log(
    `  peak memory of the dry run: ${peak.toFixed(0)} MB, of bare node ${peakMemory(['-e', '0']).toFixed(0)} MB`,
  );
}

async function keytoolList(store: string): Promise<Contestant> {
  return {
    name: 'keytool -list',
    command: join(await java17(), 'bin/keytool'),
    args: () => ['-list', '-keystore', store, '-storepass', 'wso2carbon'],
  };
}
