import type { Argv } from 'yargs';
import type { ExitStatus } from '../harden-error.ts';
import { later } from '../later.ts';
import { seldom } from './seldom.ts';

export interface CommandModule {
  options(argv: Argv): Argv;
  run(args: never): Promise<ExitStatus>;
}

export interface Command {
  readonly name: string;
  /** Its positional argument in the notation of yargs; empty without one. */
  readonly positional: string;
  readonly summary: string;
  load(): Promise<CommandModule>;
}

/** Help and version load no command, and those that provisioning runs and cron jobs start are apart from all others. */
export const commands: readonly Command[] = [
  {
    name: 'init',
    positional: '',
    summary: 'Ask what only you know, show the plan, and write an answer file',
    load: async () => (await seldom()).init,
  },
  {
    name: 'audit',
    positional: '',
    summary: 'Show what the guidelines still ask for',
    load: later(() => import('./commands/audit.ts')),
  },
  {
    name: 'apply',
    positional: '',
    summary: 'Plan, show the diff, and harden',
    load: later(() => import('./commands/apply.ts')),
  },
  {
    name: 'plan',
    positional: '',
    summary: 'Write the plan to a file, to be reviewed now and applied later',
    load: async () => (await seldom()).plan,
  },
  {
    name: 'rollback',
    positional: '[set]',
    summary: 'Put a backup set back, byte for byte',
    load: async () => (await seldom()).rollback,
  },
  // The first one whose words fit is chosen.
  {
    name: 'backups verify',
    positional: '[set]',
    summary: 'Check that the copies of backup sets are what was copied',
    load: async () => (await seldom()).backupsVerify,
  },
  {
    name: 'backups seal',
    positional: '[set]',
    summary: 'Encrypt backup sets to a certificate',
    load: async () => (await seldom()).backupsSeal,
  },
  {
    name: 'backups purge',
    positional: '',
    summary: 'Remove old backup sets, never the last good one',
    load: async () => (await seldom()).backupsPurge,
  },
  {
    name: 'backups',
    positional: '',
    summary: 'List the backup sets of an installation',
    load: async () => (await seldom()).backups,
  },
  {
    name: 'config',
    positional: '',
    summary: 'Show each choice and answer, and where it comes from',
    load: async () => (await seldom()).config,
  },
  {
    name: 'log verify',
    positional: '',
    summary: 'Check that nothing was taken from or changed in the evidence log',
    load: async () => (await seldom()).logVerify,
  },
  {
    name: 'effective',
    positional: '[key]',
    summary: 'Show what the server will read, where it comes from, and where it ends up',
    load: async () => (await seldom()).effective,
  },
  {
    name: 'lint',
    positional: '',
    summary: 'Show what is wrong with deployment.toml itself: dead keys, wrong types, broken references',
    load: async () => (await seldom()).lint,
  },
  {
    name: 'schema',
    positional: '',
    summary: 'Print a JSON Schema of deployment.toml, or of the answer file, for editors',
    load: async () => (await seldom()).schema,
  },
  {
    name: 'completion',
    positional: '<shell>',
    summary: 'Print the completion of a shell: bash or zsh',
    load: later(() => import('./commands/completion.ts')),
  },
  { name: 'list', positional: '', summary: 'List all transforms', load: async () => (await seldom()).list },
  {
    name: 'explain',
    positional: '<id>',
    summary: 'Explain one transform',
    load: async () => (await seldom()).explain,
  },
  {
    name: 'keystore list',
    positional: '',
    summary: 'List the keys and certificates of all keystores',
    load: later(() => import('./commands/keystore-list.ts')),
  },
  {
    name: 'keystore csr',
    positional: '',
    summary: 'Ask a CA for a certificate',
    load: async () => (await seldom()).keystoreCsr,
  },
  {
    name: 'keystore import',
    positional: '',
    summary: "Bring in a CA's answer, or another key with its certificates",
    load: async () => (await seldom()).keystoreImport,
  },
  {
    name: 'keystore renew',
    positional: '',
    summary: 'Make a new self-signed certificate',
    load: async () => (await seldom()).keystoreRenew,
  },
  {
    name: 'vault list',
    positional: '',
    summary: 'List the secrets of Secure Vault, without their values',
    load: async () => (await seldom()).vaultList,
  },
  {
    name: 'vault check',
    positional: '',
    summary: 'Check that every secret is there and can be decrypted',
    load: async () => (await seldom()).vaultCheck,
  },
  {
    name: 'vault set',
    positional: '<alias>',
    summary: 'Put a secret into Secure Vault',
    load: async () => (await seldom()).vaultSet,
  },
  {
    name: 'vault re-encrypt',
    positional: '',
    summary: 'Encrypt all secrets for the key of another keystore',
    load: async () => (await seldom()).vaultReEncrypt,
  },
  {
    name: 'rotate',
    positional: '<what>',
    summary: 'Make a secret anew in every place that holds it',
    load: async () => (await seldom()).rotate,
  },
  {
    name: 'materials export',
    positional: '',
    summary: 'Put keys, stores and secrets that nodes share into one encrypted file',
    load: async () => (await seldom()).materialsExport,
  },
  {
    name: 'materials import',
    positional: '<file>',
    summary: 'Bring the keys, stores and secrets of another node in',
    load: async () => (await seldom()).materialsImport,
  },
];
