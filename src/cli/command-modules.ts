import type { Argv } from 'yargs';
import type { ExitStatus } from '../harden-error.ts';
import { later } from '../later.ts';
import type { CommandName } from './commands.ts';

export interface CommandModule {
  options(argv: Argv): Argv;
  run(args: never): Promise<ExitStatus>;
}

/** A run loads the command that it is for, and no other. */
export const commandModules: Readonly<Record<CommandName, () => Promise<CommandModule>>> = {
  init: later(() => import('./commands/init.ts')),
  audit: later(() => import('./commands/audit.ts')),
  apply: later(() => import('./commands/apply.ts')),
  plan: later(() => import('./commands/plan.ts')),
  rollback: later(() => import('./commands/rollback.ts')),
  'backups verify': later(() => import('./commands/backups-verify.ts')),
  'backups seal': later(() => import('./commands/backups-seal.ts')),
  'backups purge': later(() => import('./commands/backups-purge.ts')),
  backups: later(() => import('./commands/backups.ts')),
  config: later(() => import('./commands/config.ts')),
  'log verify': later(() => import('./commands/log-verify.ts')),
  effective: later(() => import('./commands/effective.ts')),
  lint: later(() => import('./commands/lint.ts')),
  schema: later(() => import('./commands/schema.ts')),
  completion: later(() => import('./commands/completion.ts')),
  list: later(() => import('./commands/list.ts')),
  explain: later(() => import('./commands/explain.ts')),
  'keystore list': later(() => import('./commands/keystore-list.ts')),
  'keystore csr': later(() => import('./commands/keystore-csr.ts')),
  'keystore import': later(() => import('./commands/keystore-import.ts')),
  'keystore renew': later(() => import('./commands/keystore-renew.ts')),
  'vault list': later(() => import('./commands/vault-list.ts')),
  'vault check': later(() => import('./commands/vault-check.ts')),
  'vault set': later(() => import('./commands/vault-set.ts')),
  'vault re-encrypt': later(() => import('./commands/vault-re-encrypt.ts')),
  rotate: later(() => import('./commands/rotate.ts')),
  'materials export': later(() => import('./commands/materials-export.ts')),
  'materials import': later(() => import('./commands/materials-import.ts')),
};
