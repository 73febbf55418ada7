import type { KeyObject } from 'node:crypto';
import type { RandomBytes } from '../keystore/key-store.ts';
import { keyId, sealEnvelope } from '../keystore/sealed-envelope.ts';
import { saveManifest } from './backup-sets.ts';
import type { BackupStore } from './backup-store.ts';
import { concerning } from './machine-error.ts';
import type { Manifest } from './manifest.ts';
import { envelopeFormat, sealParts } from './set-parts.ts';

/**
 * Encrypts a set to the holder of a key, who alone can roll it back from then on. What it says of itself stays readable:
 * which files, which transforms, and digests.
 */
export function sealSet(store: BackupStore, set: Manifest, recipient: KeyObject, random: RandomBytes): Manifest {
  const seal = (bytes: Uint8Array): Uint8Array => Buffer.from(sealEnvelope(envelopeFormat, bytes, recipient, random));
  const record = (parts: Readonly<Record<string, string>>): Manifest => {
    const sealed: Manifest = { ...set, sealed: { to: keyId(recipient), parts } };
    saveManifest(store, sealed);
    return sealed;
  };
  return concerning(store.folder.path, () => sealParts(store, set, seal, record));
}
