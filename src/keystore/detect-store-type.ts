import type { StoreType } from './key-store.ts';

/** Tells the type of a store by its first bytes; names mislead: kernels 4.9.27 and 4.9.28 ship PKCS#12 stores as `.jks`. */
export function detectStoreType(bytes: Uint8Array): StoreType | 'JCEKS' | 'unknown' {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (magic === 'feedfeed') return 'JKS';
  if (magic === 'cececece') return 'JCEKS';
  return startsAsPkcs12(bytes) ? 'PKCS12' : 'unknown';
}

/** A SEQUENCE that begins with the INTEGER 3, the version of every PKCS#12 store. */
function startsAsPkcs12(bytes: Uint8Array): boolean {
  const [tag, length = 0] = bytes;
  const contentStart = 2 + (length > 0x80 ? length & 0x7f : 0);
  const [type, size, version] = bytes.subarray(contentStart, contentStart + 3);
  return tag === 0x30 && type === 0x02 && size === 1 && version === 3;
}
