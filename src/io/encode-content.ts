import { encodingOf } from '../documents/text-encoding.ts';
import type { Content } from '../kit/finding.ts';

/** The bytes of a file's content, in the encoding that its name stands for. */
export function encodeContent(path: string, content: Exclude<Content, { kind: 'store' }>): Uint8Array {
  if (content.kind === 'binary') return content.bytes;
  return Buffer.from(content.text, encodingOf(path) === 'latin1' ? 'latin1' : 'utf8');
}
