import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const alphabet = `${letters}0123456789_.-`;

/** What password policies ask for. */
const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[_.-]/];

/** Makes a secret of `[A-Za-z0-9_.-]` with a character of each kind; it begins with a letter, as no option does. */
export function randomSecret(length: number): string {
  for (;;) {
    const rest = Array.from({ length: length - 1 }, () => alphabet[randomInt(alphabet.length)]);
    const secret = [letters[randomInt(letters.length)], ...rest].join('');
    if (kinds.every((kind) => kind.test(secret))) return secret;
  }
}
