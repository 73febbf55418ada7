import type { Argv } from 'yargs';
import type { ExitStatus } from '../harden-error.ts';

export interface CommandModule {
  options(argv: Argv): Argv;
  run(args: never): Promise<ExitStatus>;
}

interface Command {
  readonly name: string;
  /** Its positional argument in the notation of yargs; empty without one. */
  readonly positional: string;
  readonly summary: string;
  /** Each command is loaded only when it is called: start-up is what every provisioning run pays. */
  load(): Promise<CommandModule>;
}

export const commands: readonly Command[] = [
  {
    name: 'init',
    positional: '',
    summary: 'Ask what only you know, show the plan, and write an answer file',
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'audit',
    positional: '',
    summary: 'Show what the guidelines still ask for',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'apply',
    positional: '',
    summary: 'Plan, show the diff, and harden',
    load: () => import('./commands/apply.ts'),
  },
  {
    name: 'plan',
    positional: '',
    summary: 'Write the plan to a file, to be reviewed now and applied later',
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'rollback',
    positional: '[set]',
    summary: 'Put a backup set back, byte for byte',
    load: () => import('./commands/rollback.ts'),
  },
  // The first one whose words fit is chosen.
  {
    name: 'backups verify',
    positional: '[set]',
    summary: 'Check that the copies of backup sets are what was copied',
    load: () => import('./commands/backups-verify.ts'),
  },
  {
    name: 'backups purge',
    positional: '',
    summary: 'Remove old backup sets, never the last good one',
    load: () => import('./commands/backups-purge.ts'),
  },
  {
    name: 'backups',
    positional: '',
    summary: 'List the backup sets of an installation',
    load: () => import('./commands/backups.ts'),
  },
  {
    name: 'config',
    positional: '',
    summary: 'Show each choice and answer, and where it comes from',
    load: () => import('./commands/config.ts'),
  },
  {
    name: 'log verify',
    positional: '',
    summary: 'Check that nothing was taken from or changed in the evidence log',
    load: () => import('./commands/log-verify.ts'),
  },
  {
    name: 'effective',
    positional: '[key]',
    summary: 'Show what the server will read, where it comes from, and where it ends up',
    load: () => import('./commands/effective.ts'),
  },
  {
    name: 'lint',
    positional: '',
    summary: 'Show what is wrong with deployment.toml itself: dead keys, wrong types, broken references',
    load: () => import('./commands/lint.ts'),
  },
  {
    name: 'schema',
    positional: '',
    summary: 'Print a JSON Schema of deployment.toml for editors',
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'completion',
    positional: '<shell>',
    summary: 'Print the completion of a shell: bash or zsh',
    load: () => import('./commands/completion.ts'),
  },
  { name: 'list', positional: '', summary: 'List all transforms', load: () => import('./commands/list.ts') },
  {
    name: 'explain',
    positional: '<id>',
    summary: 'Explain one transform',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'keystore list',
    positional: '',
    summary: 'List the keys and certificates of all keystores',
    load: () => import('./commands/keystore-list.ts'),
  },
  {
    name: 'keystore csr',
    positional: '',
    summary: 'Ask a CA for a certificate',
    load: () => import('./commands/keystore-csr.ts'),
  },
  {
    name: 'keystore import',
    positional: '',
    summary: "Bring in a CA's answer, or another key with its certificates",
    load: () => import('./commands/keystore-import.ts'),
  },
  {
    name: 'keystore renew',
    positional: '',
    summary: 'Make a new self-signed certificate',
    load: () => import('./commands/keystore-renew.ts'),
  },
  {
    name: 'vault list',
    positional: '',
    summary: 'List the secrets of Secure Vault, without their values',
    load: () => import('./commands/vault-list.ts'),
  },
  {
    name: 'vault check',
    positional: '',
    summary: 'Check that every secret is there and can be decrypted',
    load: () => import('./commands/vault-check.ts'),
  },
  {
    name: 'vault set',
    positional: '<alias>',
    summary: 'Put a secret into Secure Vault',
    load: () => import('./commands/vault-set.ts'),
  },
  {
    name: 'vault re-encrypt',
    positional: '',
    summary: 'Encrypt all secrets for the key of another keystore',
    load: () => import('./commands/vault-re-encrypt.ts'),
  },
  {
    name: 'rotate',
    positional: '<what>',
    summary: 'Make a secret anew in every place that holds it',
    load: () => import('./commands/rotate.ts'),
  },
  {
    name: 'materials export',
    positional: '',
    summary: 'Put keys, stores and secrets that nodes share into one encrypted file',
    load: () => import('./commands/materials-export.ts'),
  },
  {
    name: 'materials import',
    positional: '<file>',
    summary: 'Bring the keys, stores and secrets of another node in',
    load: () => import('./commands/materials-import.ts'),
  },
];
