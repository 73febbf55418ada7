/**
 * Why a key store is refused. `password`: missing or wrong; `damaged`: not what its format demands; `unsupported`: a
 * legitimate form that this program does not read; `limit`: larger or slower than any real store.
 */
export type KeyStoreProblem = 'password' | 'damaged' | 'unsupported' | 'limit';

/**
 * A key store, certificate or key that cannot be used. It knows no file name: the reader of the file adds it.
 * The message is ours and never quotes the input, which may hold a secret.
 */
export class KeyStoreError extends Error {
  override readonly name = 'KeyStoreError';
  readonly problem: KeyStoreProblem;

  constructor(problem: KeyStoreProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
