const names: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.2', 'MD2withRSA'],
  ['1.2.840.113549.1.1.4', 'MD5withRSA'],
  ['1.2.840.113549.1.1.5', 'SHA1withRSA'],
  ['1.2.840.113549.1.1.10', 'RSASSA-PSS'],
  ['1.2.840.113549.1.1.11', 'SHA256withRSA'],
  ['1.2.840.113549.1.1.12', 'SHA384withRSA'],
  ['1.2.840.113549.1.1.13', 'SHA512withRSA'],
  ['1.2.840.113549.1.1.14', 'SHA224withRSA'],
  ['1.2.840.10040.4.3', 'SHA1withDSA'],
  ['2.16.840.1.101.3.4.3.2', 'SHA256withDSA'],
  ['1.2.840.10045.4.1', 'SHA1withECDSA'],
  ['1.2.840.10045.4.3.1', 'SHA224withECDSA'],
  ['1.2.840.10045.4.3.2', 'SHA256withECDSA'],
  ['1.2.840.10045.4.3.3', 'SHA384withECDSA'],
  ['1.2.840.10045.4.3.4', 'SHA512withECDSA'],
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
]);

/** Returns Java's name of a signature algorithm, or its dotted identifier. */
export function signatureAlgorithmName(dotted: string): string {
  return names.get(dotted) ?? dotted;
}
