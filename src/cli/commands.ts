export interface CommandHelp {
  readonly name: string;
  /** Its positional argument in the notation of yargs; empty without one. */
  readonly positional: string;
  readonly summary: string;
}

const table = [
  { name: 'init', positional: '', summary: 'Ask what only you know, show the plan, and write an answer file' },
  { name: 'audit', positional: '', summary: 'Show what the guidelines still ask for' },
  { name: 'apply', positional: '', summary: 'Plan, show the diff, and harden' },
  { name: 'plan', positional: '', summary: 'Write the plan to a file, to be reviewed now and applied later' },
  { name: 'rollback', positional: '[set]', summary: 'Put a backup set back, byte for byte' },
  // The first one whose words fit is chosen.
  { name: 'backups verify', positional: '[set]', summary: 'Check that the copies of backup sets are what was copied' },
  { name: 'backups seal', positional: '[set]', summary: 'Encrypt backup sets to a certificate' },
  { name: 'backups purge', positional: '', summary: 'Remove old backup sets, never the last good one' },
  { name: 'backups', positional: '', summary: 'List the backup sets of an installation' },
  { name: 'config', positional: '', summary: 'Show each choice and answer, and where it comes from' },
  { name: 'log verify', positional: '', summary: 'Check that nothing was taken from or changed in the evidence log' },
  {
    name: 'effective',
    positional: '[key]',
    summary: 'Show what the server will read, where it comes from, and where it ends up',
  },
  {
    name: 'lint',
    positional: '',
    summary: 'Show what is wrong with deployment.toml itself: dead keys, wrong types, broken references',
  },
  {
    name: 'schema',
    positional: '',
    summary: 'Print a JSON Schema of deployment.toml, or of the answer file, for editors',
  },
  { name: 'completion', positional: '<shell>', summary: 'Print the completion of a shell: bash or zsh' },
  { name: 'list', positional: '', summary: 'List all transforms' },
  { name: 'explain', positional: '<id>', summary: 'Explain one transform' },
  { name: 'keystore list', positional: '', summary: 'List the keys and certificates of all keystores' },
  { name: 'keystore csr', positional: '', summary: 'Ask a CA for a certificate' },
  { name: 'keystore import', positional: '', summary: "Bring in a CA's answer, or another key with its certificates" },
  { name: 'keystore renew', positional: '', summary: 'Make a new self-signed certificate' },
  { name: 'vault list', positional: '', summary: 'List the secrets of Secure Vault, without their values' },
  { name: 'vault check', positional: '', summary: 'Check that every secret is there and can be decrypted' },
  { name: 'vault set', positional: '<alias>', summary: 'Put a secret into Secure Vault' },
  { name: 'vault re-encrypt', positional: '', summary: 'Encrypt all secrets for the key of another keystore' },
  { name: 'rotate', positional: '<what>', summary: 'Make a secret anew in every place that holds it' },
  {
    name: 'materials export',
    positional: '',
    summary: 'Put keys, stores and secrets that nodes share into one encrypted file',
  },
  { name: 'materials import', positional: '<file>', summary: 'Bring the keys, stores and secrets of another node in' },
] as const satisfies readonly CommandHelp[];

export type CommandName = (typeof table)[number]['name'];

/** What the help and the completion say of a command; the command itself is in command-modules.ts. */
export interface Command extends CommandHelp {
  readonly name: CommandName;
}

export const commands: readonly Command[] = table;
