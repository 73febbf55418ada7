import type { Argv } from 'yargs';
import { planFileText } from '../../engine/plan-file.ts';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { currentAccount } from '../../io/account.ts';
import { closeStore } from '../../io/backup-store.ts';
import { nodeFileSystem } from '../../io/node-file-system.ts';
import { makeOutputFile } from '../../io/output-file.ts';
import { storeKey } from '../../io/store-key.ts';
import { createRedactor } from '../../report/redact.ts';
import { unifiedDiff } from '../../report/unified-diff.ts';
import { digestOfPlanFile } from '../approved-plan.ts';
import { placesOf } from '../home-path.ts';
import { makeStore } from '../home-store.ts';
import { openInstallation } from '../open-installation.ts';
import { openRun, type Run, reportOf } from '../open-run.ts';
import { printReport } from '../print-report.ts';
import { readAnswerFile } from '../read-answer-file.ts';
import { backupOption, endpointDirOption, planOptions } from '../run-options.ts';
import { toolVersion } from '../tool-version.ts';

export function options(argv: Argv) {
  return backupOption(endpointDirOption(planOptions(argv))).option('out', {
    type: 'string',
    demandOption: true,
    requiresArg: true,
    describe: 'A new file for the plan, which `apply --plan` takes',
  });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const answers = readAnswerFile(args.answers);
  const request = { path: args.out, outside: placesOf(args), account: currentAccount() };
  const file = makeOutputFile(nodeFileSystem, request);
  let isFilled = false;
  try {
    // The key of the store is all that is written besides.
    const files = await openInstallation(args, 'write');
    const run = await openRun(args, files, answers, 'none', 'rendered');
    const text = planFileText({
      ...(await partsOf(run, args)),
      answers,
      only: args.only,
      skip: args.skip,
    });
    file.finish(Buffer.from(text));
    isFilled = true;
    const pending = run.plan.files.length > 0;
    const reason = pending ? 'changes are pending; nothing was changed' : 'nothing to change';
    await printReport({ ...reportOf(run, 'plan'), exit: { status: exitStatus.ok, reason } }, args);
    const told = `Plan: ${file.path}\nPlan digest: ${digestOfPlanFile(text)}`;
    if (args.format === 'text') console.log(told);
    else console.error(told);
    return exitStatus.ok;
  } finally {
    if (!isFilled) file.discard();
  }
}

async function partsOf(run: Run, args: Arguments) {
  const { files, plan, profile, gates, time: now } = run;
  const redactor = createRedactor();
  const store = makeStore(files, args);
  try {
    return {
      key: storeKey(store),
      tool: toolVersion,
      home: { path: files.path, id: files.id },
      release: run.read.home.release.version,
      plan,
      profile,
      gates,
      now,
      diffOf: (file: Run['plan']['files'][number]) => unifiedDiff(file, redactor),
    };
  } finally {
    closeStore(store);
  }
}
