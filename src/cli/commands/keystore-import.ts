import { createPublicKey, randomBytes } from 'node:crypto';
import type { Argv } from 'yargs';
import { changeKey, requireNames, requireOwnKey } from '../../engine/change-key.ts';
import { keyContext } from '../../engine/context-of.ts';
import { requireServerUse, requireSoundSignatures } from '../../engine/fit-for-clients.ts';
import { certificatesIn, chainOf, type ForeignKey, keyIn, publicKeyOf } from '../../engine/read-certificates.ts';
import { requireNoWeakerKey } from '../../engine/weaker-key.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { currentAccount } from '../../io/account.ts';
import { readInputFile } from '../../io/input-file.ts';
import { nodeFileSystem } from '../../io/node-file-system.ts';
import { changeFiles, changeOptions } from '../change-files.ts';
import {
  givenPasswords,
  keyOptions,
  openKey,
  optionalReference,
  trustedCertificates,
  truststoreOption,
} from '../key-options.ts';
import { openInstallation } from '../open-installation.ts';
import { askSecret } from '../secret-reference.ts';

export function options(argv: Argv) {
  return truststoreOption(keyOptions(changeOptions(argv)))
    .option('cert', { type: 'string', requiresArg: true, describe: "The CA's answer, PEM or DER" })
    .option('chain', { type: 'string', requiresArg: true, describe: 'Certificates of the CA, PEM' })
    .option('p12', {
      type: 'string',
      requiresArg: true,
      describe: 'A PKCS#12 file with another key and its certificates',
    })
    .option('p12-password', { type: 'string', requiresArg: true, describe: 'env:NAME or file:PATH of its password' })
    .option('accept-names', {
      type: 'boolean',
      default: false,
      describe: 'Consent to a certificate that is not for all names of the server',
    })
    .option('accept-weaker', {
      type: 'boolean',
      default: false,
      describe: 'Consent to a key that is weaker than the present one, or a signature over SHA-1',
    });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const given = givenPasswords(args);
  const truststorePassword = optionalReference(args['truststore-password'], '--truststore-password');
  const { foreign, certificates } = await readInput(args);
  const files = await openInstallation(args, args['dry-run'] ? 'read' : 'write');
  return changeFiles(args, files, 'keystore import', async (home) => {
    const context = keyContext(home, new Date());
    const own = await openKey(context, args, given);
    const ownPublic = createPublicKey(own.privateKey);
    const publicKey = foreign === undefined ? ownPublic : publicKeyOf(foreign.pkcs8);
    const from = { trusted: trustedCertificates(context), now: context.now };
    const chain = chainOf(publicKey, certificates, from);
    const [leaf] = chain;
    if (leaf === undefined) throw new Error('a chain without certificates');
    requireOwnKey(leaf);
    if (args.store === 'tls' || own.alsoFor.includes('tls')) requireServerUse(leaf);
    if (!args['accept-names']) requireNames(context, leaf);
    if (!args['accept-weaker']) {
      requireNoWeakerKey(own.entry.chain[0], leaf);
      requireSoundSignatures(chain);
    }
    const newKey = foreign === undefined || publicKey.equals(ownPublic) ? undefined : foreign.pkcs8;
    return changeKey(context, own, { chain, newKey, truststorePassword, random: randomBytes });
  });
}

/** Reads the files that the operator names, before root becomes another account. */
async function readInput(
  args: Arguments,
): Promise<{ readonly foreign: ForeignKey | undefined; readonly certificates: readonly Uint8Array[] }> {
  const { cert, chain, p12 } = args;
  if ((cert === undefined) === (p12 === undefined)) {
    throw new HardenError(exitStatus.usage, 'Exactly one of --cert and --p12 is needed.', 'See `harden --help`.');
  }
  const more = [cert, chain].flatMap((path) => (path === undefined ? [] : certificatesIn(path, fileOf(path))));
  if (p12 === undefined) return { foreign: undefined, certificates: more };
  const bytes = fileOf(p12);
  const password =
    optionalReference(args['p12-password'], '--p12-password') ??
    (await askSecret(`The password of ${p12}`, 'Name its place with --p12-password env:NAME or file:PATH.'));
  const foreign = keyIn(p12, bytes, password);
  return { foreign, certificates: [...foreign.certificates, ...more] };
}

function fileOf(path: string): Uint8Array {
  return readInputFile(nodeFileSystem, path, currentAccount());
}
