import type { Argv } from 'yargs';
import type { ExitStatus } from '../harden-error.ts';
import { later } from '../later.ts';

export interface CommandModule {
  options(argv: Argv): Argv;
  run(args: never): Promise<ExitStatus>;
}

interface Command {
  readonly name: string;
  /** Its positional argument in the notation of yargs; empty without one. */
  readonly positional: string;
  readonly summary: string;
  load(): Promise<CommandModule>;
}

/**
 * Help and version load no command. All commands are two modules: nearly everything that one needs others need too, and
 * dozens of small files take longer to open than a large one, but what is never run is better not read at all.
 */
const planningCommands = later(() => import('./planning-commands.ts'));
const commandModules = later(() => import('./command-modules.ts'));

export const commands: readonly Command[] = [
  {
    name: 'init',
    positional: '',
    summary: 'Ask what only you know, show the plan, and write an answer file',
    load: async () => (await commandModules()).init,
  },
  {
    name: 'audit',
    positional: '',
    summary: 'Show what the guidelines still ask for',
    load: async () => (await planningCommands()).audit,
  },
  {
    name: 'apply',
    positional: '',
    summary: 'Plan, show the diff, and harden',
    load: async () => (await planningCommands()).apply,
  },
  {
    name: 'plan',
    positional: '',
    summary: 'Write the plan to a file, to be reviewed now and applied later',
    load: async () => (await commandModules()).plan,
  },
  {
    name: 'rollback',
    positional: '[set]',
    summary: 'Put a backup set back, byte for byte',
    load: async () => (await commandModules()).rollback,
  },
  // The first one whose words fit is chosen.
  {
    name: 'backups verify',
    positional: '[set]',
    summary: 'Check that the copies of backup sets are what was copied',
    load: async () => (await commandModules()).backupsVerify,
  },
  {
    name: 'backups seal',
    positional: '[set]',
    summary: 'Encrypt backup sets to a certificate',
    load: async () => (await commandModules()).backupsSeal,
  },
  {
    name: 'backups purge',
    positional: '',
    summary: 'Remove old backup sets, never the last good one',
    load: async () => (await commandModules()).backupsPurge,
  },
  {
    name: 'backups',
    positional: '',
    summary: 'List the backup sets of an installation',
    load: async () => (await commandModules()).backups,
  },
  {
    name: 'config',
    positional: '',
    summary: 'Show each choice and answer, and where it comes from',
    load: async () => (await commandModules()).config,
  },
  {
    name: 'log verify',
    positional: '',
    summary: 'Check that nothing was taken from or changed in the evidence log',
    load: async () => (await commandModules()).logVerify,
  },
  {
    name: 'effective',
    positional: '[key]',
    summary: 'Show what the server will read, where it comes from, and where it ends up',
    load: async () => (await commandModules()).effective,
  },
  {
    name: 'lint',
    positional: '',
    summary: 'Show what is wrong with deployment.toml itself: dead keys, wrong types, broken references',
    load: async () => (await commandModules()).lint,
  },
  {
    name: 'schema',
    positional: '',
    summary: 'Print a JSON Schema of deployment.toml, or of the answer file, for editors',
    load: async () => (await commandModules()).schema,
  },
  {
    name: 'completion',
    positional: '<shell>',
    summary: 'Print the completion of a shell: bash or zsh',
    load: later(() => import('./commands/completion.ts')),
  },
  { name: 'list', positional: '', summary: 'List all transforms', load: async () => (await commandModules()).list },
  {
    name: 'explain',
    positional: '<id>',
    summary: 'Explain one transform',
    load: async () => (await commandModules()).explain,
  },
  {
    name: 'keystore list',
    positional: '',
    summary: 'List the keys and certificates of all keystores',
    load: async () => (await commandModules()).keystoreList,
  },
  {
    name: 'keystore csr',
    positional: '',
    summary: 'Ask a CA for a certificate',
    load: async () => (await commandModules()).keystoreCsr,
  },
  {
    name: 'keystore import',
    positional: '',
    summary: "Bring in a CA's answer, or another key with its certificates",
    load: async () => (await commandModules()).keystoreImport,
  },
  {
    name: 'keystore renew',
    positional: '',
    summary: 'Make a new self-signed certificate',
    load: async () => (await commandModules()).keystoreRenew,
  },
  {
    name: 'vault list',
    positional: '',
    summary: 'List the secrets of Secure Vault, without their values',
    load: async () => (await commandModules()).vaultList,
  },
  {
    name: 'vault check',
    positional: '',
    summary: 'Check that every secret is there and can be decrypted',
    load: async () => (await commandModules()).vaultCheck,
  },
  {
    name: 'vault set',
    positional: '<alias>',
    summary: 'Put a secret into Secure Vault',
    load: async () => (await commandModules()).vaultSet,
  },
  {
    name: 'vault re-encrypt',
    positional: '',
    summary: 'Encrypt all secrets for the key of another keystore',
    load: async () => (await commandModules()).vaultReEncrypt,
  },
  {
    name: 'rotate',
    positional: '<what>',
    summary: 'Make a secret anew in every place that holds it',
    load: async () => (await commandModules()).rotate,
  },
  {
    name: 'materials export',
    positional: '',
    summary: 'Put keys, stores and secrets that nodes share into one encrypted file',
    load: async () => (await commandModules()).materialsExport,
  },
  {
    name: 'materials import',
    positional: '<file>',
    summary: 'Bring the keys, stores and secrets of another node in',
    load: async () => (await commandModules()).materialsImport,
  },
];
