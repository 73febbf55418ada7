import type { Argv } from 'yargs';
import { reencrypt, requireVault } from '../../engine/change-vault.ts';
import { type KeyContext, keyContext } from '../../engine/context-of.ts';
import { requireStore } from '../../engine/own-store.ts';
import { openVaultKey, readVault, type VaultKey } from '../../engine/vault.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { openSecret } from '../../keystore/vault-cipher.ts';
import { keyPurposes } from '../../kit/store-recipe.ts';
import { changeFiles, changeOptions } from '../change-files.ts';
import { optionalReference } from '../key-options.ts';
import { openInstallation } from '../open-installation.ts';
import { askSecret } from '../secret-reference.ts';
import { vaultPasswordOption } from '../vault-options.ts';

export function options(argv: Argv) {
  return vaultPasswordOption(changeOptions(argv))
    .option('to', {
      choices: keyPurposes,
      demandOption: true,
      requiresArg: true,
      describe: 'The keystore that is to open the vault, by what the server uses it for',
    })
    .option('to-password', { type: 'string', requiresArg: true, describe: 'env:NAME or file:PATH of its password' });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const given = optionalReference(args.password, '--password');
  const givenTo = optionalReference(args['to-password'], '--to-password');
  const files = await openInstallation(args, args['dry-run'] ? 'read' : 'write');
  return changeFiles(args, files, 'vault re-encrypt', async (home) => {
    const context = keyContext(home, new Date());
    const vault = requireVault(readVault(context));
    const from = await keyOf(context, vault, given, 'Name its place with --password env:NAME or file:PATH.');
    const target = requireStore(context, args.to);
    const known = givenTo ?? (await passwordInVault(context, args.to, from));
    const to = await keyOf(context, target, known, 'Name its place with --to-password env:NAME or file:PATH.');
    const { reading } = target;
    const type = reading.kind === 'read' ? reading.type : target.type;
    return reencrypt(context, from, { ...to, path: target.path, alias: target.alias, type });
  });
}

async function keyOf(
  context: KeyContext,
  store: { readonly path: string; readonly alias: string },
  given: string | undefined,
  hint: string,
): Promise<VaultKey> {
  const key = openVaultKey(context, store, given);
  if (key !== undefined) return key;
  const asked = given ?? (await askSecret(`The password of ${store.path}`, hint));
  const opened = openVaultKey(context, store, asked);
  if (opened !== undefined) return opened;
  throw new HardenError(
    exitStatus.badInput,
    `The password does not open the key ${store.alias} of ${store.path}; Secure Vault has one password for store and key.`,
    hint,
  );
}

/** The password of a store often lies in the vault itself. */
async function passwordInVault(
  context: KeyContext,
  purpose: Arguments['to'],
  from: VaultKey,
): Promise<string | undefined> {
  const setting = context.configuration.get(`keystore.${purpose}.password`);
  const [alias] = setting.kind === 'value' ? setting.secrets : [];
  const { entries, store } = readVault(context);
  const entry = entries.find((each) => each.alias === alias);
  if (entry === undefined || store?.padding === undefined) return undefined;
  return openSecret(entry.text, from.pkcs8, store.padding);
}
