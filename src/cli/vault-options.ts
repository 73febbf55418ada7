import type { Argv } from 'yargs';

export function vaultPasswordOption<T>(argv: Argv<T>) {
  return argv.option('password', {
    type: 'string',
    requiresArg: true,
    describe: "env:NAME or file:PATH of the password of the vault's keystore, where the installation does not tell it",
  });
}
