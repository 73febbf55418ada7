import { join } from 'node:path';
import { encodingOf } from '../documents/text-encoding.ts';
import type { Plan, PlannedFinding } from '../engine/plan.ts';
import type { RunReport } from '../engine/report-input.ts';
import { HardenError } from '../harden-error.ts';
import { listSets } from '../io/backup-sets.ts';
import { type BackupStore, closeStore } from '../io/backup-store.ts';
import type { HomeFiles } from '../io/home-files.ts';
import type { Manifest } from '../io/manifest.ts';
import { withCopy } from '../io/set-parts.ts';
import { isStorePath } from '../kit/named-files.ts';
import type { Meta } from '../kit/transform.ts';
import { createRedactor } from '../report/redact.ts';
import { lookIntoStore } from './home-store.ts';
import type { BackupArguments } from './run-options.ts';

const id = 'old-backups';

const meta: Meta = {
  title: 'No old backup set holds passwords or keys in the clear',
  why: 'Copies of configuration are read by whoever reads the backup folder, its backups included, long after the passwords in them were changed elsewhere.',
  consequence: 'A sealed set is rolled back with its private key alone, and one that was removed not at all.',
  severity: 'medium',
  risk: 'safe',
  source: 'docs/restore.md.',
  references: { cwe: [312, 530], asvs: ['6.4.1', '8.3.4'], nist: ['CP-9(8)', 'SC-28'] },
};

export interface OldBackupArguments extends BackupArguments {
  readonly only: readonly string[];
  /** Days. */
  readonly 'max-backup-age': number;
}

/** Adds what an audit has to say of the backup sets of a home, unless it is to look at some transforms only. */
export function withOldBackups<T extends Pick<RunReport, 'plan' | 'rules'>>(
  report: T,
  files: HomeFiles,
  args: OldBackupArguments,
): T {
  if (args.only.length > 0) return report;
  const store = lookIntoStore(files, args);
  const findings = store === undefined ? [] : findingsIn(store, args['max-backup-age'], new Date());
  const status = findings[0]?.status ?? (store === undefined ? 'not-applicable' : 'pass');
  const plan: Plan = {
    ...report.plan,
    findings: [...report.plan.findings, ...findings],
    verdicts: [...report.plan.verdicts, { transform: id, status }],
  };
  return { ...report, plan, rules: new Map([...report.rules, [id, meta]]) };
}

const common = { transform: id, severity: meta.severity, risk: meta.risk, change: 'none' } as const;

const day = 86_400_000;

function findingsIn(store: BackupStore, days: number, now: Date): readonly PlannedFinding[] {
  try {
    const age = ({ created }: Manifest): number => Math.floor((now.getTime() - Date.parse(created)) / day);
    return listSets(store)
      .filter((set) => set.kind === 'apply' && set.sealed === null && age(set) > days && holdsSecrets(store, set))
      .map((set) => ({
        ...common,
        path: join(store.folder.path, set.id),
        at: set.id,
        status: 'fail',
        message: `The set is ${age(set)} days old and holds passwords or keys in the clear. Encrypt it (harden backups seal ${set.id} --to CERTIFICATE) or remove it (harden backups purge).`,
      }));
  } catch (error) {
    if (!(error instanceof HardenError)) throw error;
    // One damaged set must not keep the installation from being looked at.
    const message = `Could not be checked: ${error.message} ${error.hint}`;
    return [{ ...common, path: store.folder.path, at: 'backup sets', status: 'error', message }];
  } finally {
    closeStore(store);
  }
}

/** What cannot be read any more may hold some. */
function holdsSecrets(store: BackupStore, set: Manifest): boolean {
  const redactor = createRedactor();
  return set.files
    .filter(({ copy }) => copy !== null)
    .some((record) => {
      if (isStorePath(record.path)) return true;
      try {
        const text = withCopy(store, set, record, (bytes) =>
          Buffer.from(bytes).toString(encodingOf(record.path) === 'latin1' ? 'latin1' : 'utf8'),
        );
        return redactor.file(record.path, text) !== text;
      } catch {
        return true;
      }
    });
}
