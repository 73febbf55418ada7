import type { Finding } from './finding.ts';
import { fileNameOf, type StoreInUse } from './store-in-use.ts';

/** A store of PKCS#12 without a digest: as kernels 4.9.25 to 4.10 come with. */
export function unprotected({ path, reading }: StoreInUse): readonly Finding[] {
  if (reading.kind !== 'read' || reading.integrity !== 'absent') return [];
  const message = `No digest protects ${fileNameOf(path)}: who can write it puts certificates in unseen, and any password opens it. Write it anew with one (keytool -importkeystore, or \`harden keystore renew\`).`;
  return [{ at: fileNameOf(path), severity: 'medium', message }];
}
