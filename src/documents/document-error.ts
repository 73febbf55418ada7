/**
 * A text that its own format refuses. It knows no file name: the reader of the file adds it.
 * `reason` is ours and never quotes the text, which may hold a secret.
 */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly reason: string;
  /** One-based. */
  readonly line: number;

  constructor(reason: string, line: number) {
    super(`line ${line}: ${reason}`);
    this.reason = reason;
    this.line = line;
  }
}
