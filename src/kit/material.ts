import { createHash } from 'node:crypto';
import type { Change, Content } from './finding.ts';

/**
 * What stands for a value until right before the files are written: secrets are made, or fetched from where the operator
 * keeps them, outside the pure rooms, and a plan that is shown or stored holds none.
 *
 * `sha256` is the lower-case hexadecimal digest of a secret, `sealed` its text under the key of Secure Vault.
 */
export interface Placeholder {
  readonly name: string;
  readonly form: 'plain' | 'sha256' | 'sealed';
}

const placeholder = /⟦new ([a-z0-9][a-z0-9_.-]*)(?: (sha256|sealed))?⟧/g;

/** Stands for a secret that is made anew; the same name stands for the same secret wherever it is used. */
export function newSecret(name: string): string {
  return `⟦new ${name}⟧`;
}

/** Stands for what Secure Vault will find under an alias. */
export function sealedSecret(alias: string): string {
  return `⟦new ${alias} sealed⟧`;
}

/** The digest of a value, or what stands for it where the value is still to be made. */
export function sha256Of(value: string): string {
  const name = newSecretName(value);
  return name === undefined ? createHash('sha256').update(value).digest('hex') : `⟦new ${name} sha256⟧`;
}

/** The name of the secret that a value stands for as a whole. */
export function newSecretName(value: string): string | undefined {
  const [found, ...more] = placeholdersIn(value);
  return found?.form === 'plain' && more.length === 0 && value === newSecret(found.name) ? found.name : undefined;
}

export function placeholdersIn(text: string): readonly Placeholder[] {
  return [...text.matchAll(placeholder)].map(([, name = '', form]) => placeholderOf(name, form));
}

export function fillPlaceholders(text: string, fillOf: (placeholder: Placeholder) => string): string {
  return text.replace(placeholder, (_, name: string, form: string | undefined) => fillOf(placeholderOf(name, form)));
}

function placeholderOf(name: string, form: string | undefined): Placeholder {
  return { name, form: form === 'sha256' || form === 'sealed' ? form : 'plain' };
}

/** AES keys of 16, 24 and 32 characters are taken as they stand by every release; longer ones fail at first use. */
const lengths: ReadonlyMap<string, number> = new Map([['encryption-key', 32]]);

/** How many characters of `[A-Za-z0-9_.-]` a new secret has; the product refuses passwords of more than 30. */
export function lengthOfSecret(name: string): number {
  return lengths.get(name) ?? 28;
}

/** Values land in XML and in properties as they stand: these characters keep the server from starting or change meaning. */
export function isSafeSecret(value: string): boolean {
  return /^[^\s\p{Cc}<>&"'${}\\⟦⟧]+$/u.test(value);
}

/** True for a change that cannot be written before a secret or a key has been made. */
export function makesSecret(change: Change): boolean {
  if (change.kind === 'remove') return false;
  if (change.kind !== 'edit') return holdsSecret(change.content);
  return (change.seals ?? []).length > 0 || change.edits.some(({ text }) => placeholdersIn(text).length > 0);
}

function holdsSecret(content: Content): boolean {
  return content.kind === 'store' || (content.kind === 'text' && placeholdersIn(content.text).length > 0);
}
