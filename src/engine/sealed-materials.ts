import type { KeyObject } from 'node:crypto';
import { exitStatus, HardenError } from '../harden-error.ts';
import type { RandomBytes } from '../keystore/key-store.ts';
import { openEnvelope, sealEnvelope } from '../keystore/sealed-envelope.ts';

const format = 'harden-materials-1';

/** Encrypts materials for the holder of a key. */
export function sealMaterials(content: Uint8Array, recipient: KeyObject, random: RandomBytes): string {
  return sealEnvelope(format, content, recipient, random);
}

/** @throws {HardenError} bad input, for a file that is none, is for another key, or was changed on its way. */
export function openMaterials(text: string, privateKey: KeyObject): Uint8Array {
  const opened = openEnvelope(format, text, privateKey);
  if (opened === 'foreign') {
    throw bad('The file holds no materials.', 'Name one that `harden materials export` made.');
  }
  if (opened === 'other key') {
    throw bad('The materials are encrypted for another key.', 'Name the key of the certificate.');
  }
  if (opened === 'damaged') throw bad('The materials are damaged or were changed.', 'Export them again.');
  return opened;
}

function bad(message: string, hint: string): HardenError {
  return new HardenError(exitStatus.badInput, message, hint);
}
