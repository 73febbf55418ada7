import { createPrivateKey, randomBytes } from 'node:crypto';
import type { Argv } from 'yargs';
import { certificateNames } from '../../engine/certificate-order.ts';
import { changeKey, requireOwnKey } from '../../engine/change-key.ts';
import { keyContext } from '../../engine/context-of.ts';
import { type OwnStore, readingLater } from '../../engine/own-store.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import { makeKey } from '../../io/make-key.ts';
import { describeCertificate } from '../../keystore/describe-certificate.ts';
import { issueCertificate } from '../../keystore/issue-certificate.ts';
import { changeFiles, changeOptions } from '../change-files.ts';
import {
  givenPasswords,
  keyOptions,
  nameOption,
  openKey,
  optionalReference,
  truststoreOption,
} from '../key-options.ts';
import { openInstallation } from '../open-installation.ts';
import { step } from '../progress.ts';

const minute = 60 * 1000;
const day = 24 * 60 * minute;

export function options(argv: Argv) {
  return nameOption(truststoreOption(keyOptions(changeOptions(argv))))
    .option('new-key', { type: 'boolean', default: false, describe: 'Make a new key (RSA, 3072 bits) as well' })
    .option('days', { type: 'number', default: 366, requiresArg: true, describe: 'How long the certificate is valid' });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const { days } = args;
  if (!Number.isInteger(days) || days < 1 || days > 3660) {
    throw new HardenError(exitStatus.usage, '--days is no number from 1 to 3660.', 'Browsers accept at most 398 days.');
  }
  const given = givenPasswords(args);
  const truststorePassword = optionalReference(args['truststore-password'], '--truststore-password');
  const files = await openInstallation(args, args['dry-run'] ? 'read' : 'write');
  return changeFiles(args, files, 'keystore renew', async (home) => {
    const now = new Date();
    const context = keyContext(home, now, args.name);
    const own = await openKey(context, args, given);
    if (!args['new-key']) requireRenewable(own);
    if (args['new-key']) step('Making a key', 'slow');
    const newKey = args['new-key'] ? await makeKey(3072) : undefined;
    const certificate = await readingLater(
      'The certificate',
      'Look at [server] hostname and at --name.',
      issueCertificate({
        ...certificateNames(context, own),
        // Clocks differ: a client that is a little behind would refuse a certificate from just now.
        notBefore: new Date(now.getTime() - 5 * minute),
        notAfter: new Date(now.getTime() + days * day),
        privateKey:
          newKey === undefined
            ? own.privateKey
            : createPrivateKey({ key: Buffer.from(newKey), format: 'der', type: 'pkcs8' }),
        random: randomBytes,
      }),
    );
    return changeKey(context, own, { chain: [certificate], newKey, truststorePassword, random: randomBytes });
  });
}

/** The same key again makes sense only for a certificate that it signed itself. */
function requireRenewable({ entry }: OwnStore): void {
  const [certificate] = entry.chain;
  if (certificate === undefined) return;
  requireOwnKey(certificate);
  if (describeCertificate(certificate).isSelfSigned) return;
  throw new HardenError(
    exitStatus.refused,
    'The certificate comes from a CA, and one that the key signs itself would not be trusted by clients.',
    'Ask the CA for a new one (`harden keystore csr`, then `harden keystore import`), or make a new key with --new-key.',
  );
}
