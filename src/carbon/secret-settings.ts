/** The last words of keys of deployment.toml whose values are secrets. */
const secretNames =
  /(?:password|passwd|passphrase|(?:^|[._])secret|(?:secret|api|private|access)_key|(?:client|shared)Secret)'?$/i;

/** Keys whose own names do not say so. */
const secretKeys = /^encryption\.(?:key|old_key|totpKey)$/;

/** Where the value says something about a secret instead of being one. */
const others = /(?:^|\.)(?:password_policy|masking|recaptcha\.site)|regex/i;

/** True for a key of deployment.toml that holds a secret as it stands, neither in Secure Vault nor from outside. */
export function isPlainSecret(key: string, value: unknown): boolean {
  if (typeof value !== 'string' || value === '' || /\$(?:secret|env|sys|ref)\{[^}]*\}/.test(value)) return false;
  if (/^(?:true|false)$/i.test(value) || others.test(key)) return false;
  return secretKeys.test(key) || secretNames.test(key);
}
