import { KeyStoreError } from './key-store-error.ts';

/** The distinguished name of a certificate of our own. */
export interface SubjectName {
  readonly commonName: string;
  readonly organizationalUnit?: string;
  readonly organization?: string;
  readonly locality?: string;
  readonly state?: string;
  /** Two letters. */
  readonly country?: string;
}

/** The names under which a server is reached. */
export interface SubjectAltNames {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

const dnsName =
  /^(?=.{1,253}$)(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** @throws {KeyStoreError} when a name could not stand in a certificate: forge would encode it all the same. */
export function assertNames({ commonName, country }: SubjectName, { dnsNames, ipAddresses }: SubjectAltNames): void {
  if (commonName === '' || commonName.length > 64)
    throw invalid('the common name is empty or longer than 64 characters');
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) throw invalid('the country is not two capital letters');
  if (dnsNames.length + ipAddresses.length === 0) throw invalid('a certificate needs a DNS name or an address');
  if (!dnsNames.every((name) => dnsName.test(name))) throw invalid('a DNS name is malformed');
  if (!ipAddresses.every(isAddress)) throw invalid('an IP address is malformed');
}

function isAddress(text: string): boolean {
  const parts = text.split('.');
  if (parts.length === 4) return parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return /^[0-9a-f:]{2,39}$/i.test(text) && URL.canParse(`http://[${text}]/`);
}

function invalid(message: string): KeyStoreError {
  return new KeyStoreError('damaged', message);
}
