import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import { readInputFile } from '../io/input-file.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';

/** Makes a detached signature of a whole file. */
export type Signer = (bytes: Uint8Array) => Uint8Array;

/**
 * Reads the private key of `--sign`, before root becomes another account. Ed25519 signs the bytes themselves, RSA their
 * SHA-256 digest by PKCS#1 v1.5: what `openssl pkeyutl -verify` and `openssl dgst -verify` take.
 * @throws {HardenError} bad input, for anything but an unencrypted PEM key of Ed25519, or of RSA with 2048 bits or more.
 */
export function readSigner(path: string): Signer {
  const key = parseKey(readInputFile(nodeFileSystem, path, currentAccount()));
  const isRsa = key?.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  if (key === undefined || !(isRsa || key.asymmetricKeyType === 'ed25519')) {
    throw new HardenError(
      exitStatus.badInput,
      `${path} holds no private key that harden can sign with.`,
      'Name an unencrypted PEM file with an Ed25519 key, or an RSA key of 2048 bits or more.',
    );
  }
  return (bytes) => sign(isRsa ? 'sha256' : null, bytes, key);
}

function parseKey(pem: Uint8Array): KeyObject | undefined {
  try {
    return createPrivateKey(Buffer.from(pem));
  } catch {
    return undefined;
  }
}
