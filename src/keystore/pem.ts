import { KeyStoreError } from './key-store-error.ts';

export interface PemBlock {
  /** As between `BEGIN` and the dashes: `CERTIFICATE`, `CERTIFICATE REQUEST`, … */
  readonly label: string;
  readonly der: Uint8Array;
}

const block = /^-----BEGIN ([A-Z0-9 ]{1,40})-----(?=\s)([^-]*)^-----END \1-----(?!\S)/gm;
const maxLength = 1024 * 1024;

/**
 * Returns the blocks of a PEM text in their order; text around them is passed over.
 * @throws {KeyStoreError} when there is no block, one is cut off or not base64, or the text is above 1 MiB.
 */
export function splitPem(text: string): readonly PemBlock[] {
  if (text.length > maxLength) throw new KeyStoreError('limit', 'the PEM text is larger than 1 MiB');
  const blocks = [...text.matchAll(block)].map(([, label = '', body = '']) => ({ label, der: decodeBase64(body) }));
  const begun = text.match(/^-----BEGIN /gm)?.length ?? 0;
  if (blocks.length === 0 || blocks.length !== begun) {
    throw new KeyStoreError(
      'damaged',
      begun === 0 ? 'the text holds no PEM block' : 'a PEM block is malformed or cut off',
    );
  }
  return blocks;
}

export function joinPem(blocks: readonly PemBlock[]): string {
  return blocks.map(encodeBlock).join('');
}

function encodeBlock({ label, der }: PemBlock): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function decodeBase64(body: string): Uint8Array {
  const digits = body.replace(/\s/g, '');
  const der = Buffer.from(digits, 'base64');
  if (der.length === 0 || der.toString('base64') !== digits) {
    throw new KeyStoreError('damaged', 'a PEM block is not well-formed base64');
  }
  return der;
}
