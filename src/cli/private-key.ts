import { createPrivateKey, type KeyObject } from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import { readInputFile } from '../io/input-file.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { optionalReference } from './key-options.ts';

/**
 * Reads the private key of `--key`, before root becomes another account.
 * @param password where its password is, as `env:NAME` or `file:PATH`.
 * @throws {HardenError} bad input, for anything but an RSA key in PEM that opens.
 */
export function readPrivateKey(path: string, password: string | undefined): KeyObject {
  const passphrase = optionalReference(password, '--key-password');
  const key = Buffer.from(readInputFile(nodeFileSystem, path, currentAccount())).toString('utf8');
  try {
    const opened = createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
    if (opened.asymmetricKeyType === 'rsa') return opened;
  } catch {
    // Told below: what OpenSSL says helps nobody.
  }
  throw new HardenError(
    exitStatus.badInput,
    `${path} is no RSA key in PEM that can be opened.`,
    'Name the key of the certificate, and the place of its password with --key-password.',
  );
}
