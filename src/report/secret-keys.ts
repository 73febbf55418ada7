/**
 * What a name says of its value. A name is a compound whose last word is its head: `key_password` is a password,
 * `password_digest` is a digest. So the head decides, whatever stands before it.
 */
const secretHeads = new Set(['pass', 'pin', 'hash']);
const secretEndings = [
  ...'password passwd passphrase passcode pwd secret token credential'.split(' ').flatMap((word) => [word, `${word}s`]),
  ...'storepass keypass userpass dbpass trustpass'.split(' '),
];

/** Words that do not change what the word before them is: `secret_value`, `password.1`, `old_password_plain`. */
const trailing = new Set(['value', 'old', 'new', 'plain', 'clear', 'text']);
const number = /^\d+$/;

/** A `key` is a secret when one of these stands before it, in the same name or in the table that holds it. */
const keyOf = new Set(
  (
    'access account admin aes api client decryption encryption hmac master old secret services ' +
    'shared signing site storage subscription symmetric totp'
  ).split(' '),
);

/** Where values are rules about secrets rather than secrets: `masking.pattern.sample.PASSWORD`. */
const rules = new Set(['masking', 'pattern', 'regex', 'csrfguard']);

/** The end of a name decides; a longer one is no name that any product gives. */
const longestName = 200;

/** The name of a secret holds one of these, in any case, and most names none: for scanners that look at nothing else. */
export const tellingWord = '(?:pass|pwd|secret|token|credential|hash|pin|key|authorization)';
const telling = new RegExp(tellingWord, 'i');

/** False when no name in the text can be that of a secret. */
export function mayNameSecret(text: string): boolean {
  return telling.test(text);
}

/** True when the value under this name is a secret: a key path, an attribute, an element, a flag, a variable. */
export function isSecretName(name: string): boolean {
  if (!mayNameSecret(name)) return false;
  const words = wordsOf(name.slice(-longestName));
  if (words.at(-1)?.endsWith('authorization')) return /(?:^|[.:])(?:proxy[-_]?)?authorization$/i.test(name);
  while (words.length > 1 && isTrailing(words.at(-1) ?? '')) words.pop();
  const head = words.at(-1) ?? '';
  if (words.some((word) => rules.has(word))) return false;
  if (head === 'key' || head === 'keys') return keyOf.has(words.at(-2) ?? '') || words.includes('private');
  const unnumbered = head.replace(/\d+$/, '');
  return secretHeads.has(unnumbered) || secretEndings.some((ending) => unnumbered.endsWith(ending));
}

function isTrailing(word: string): boolean {
  return trailing.has(word) || number.test(word);
}

/** `keystorePass`, `KEY_PASSWORD` and `Carbon.Security.KeyStore.Password` alike as lower-case words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** What stands in the place of a secret and is none: a switch, a reference, a material still to be made, a place. */
const harmless = [
  /^(?:true|false)[,;]?$/i,
  /^(?:\$(?:secret|env|ref|sys)\{[\w.:-]+\})+$/,
  /^⟦new [^⟦⟧\r\n]*⟧$/,
  // cipher-tool.properties names places: `repository/conf/carbon.xml//Server/Security/KeyStore/Password,false`.
  /^[\w./-]+\.xml\/\/.*,(?:true|false)$/,
];

/** A template's own expression. One that holds a literal may hold a secret. */
const expression = /^(?:\{\{(?:[^{}'"]|\['\w+'\])*\}\}|\{[%#][^{}'"]*[%#]\})+,?$/;

/** True when a value in the place of a secret may be shown. `template`: expressions in braces are the template's own. */
export function isHarmlessValue(value: string, text: 'plain' | 'template'): boolean {
  const trimmed = value.trim();
  if (trimmed === '') return true;
  return harmless.some((shape) => shape.test(trimmed)) || (text === 'template' && expression.test(trimmed));
}

/** Files that hold patterns for log lines, which look like secrets and are none. */
export function isPatternFile(path: string): boolean {
  return path.endsWith('wso2-log-masking.properties');
}

/** Files that are nothing but a secret: the key store password for the next start, the JMX password file. */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return secretFiles.has(name) || name.endsWith('.password');
}

const secretFiles = new Set(['password', 'password-tmp', 'password-persist'].flatMap((name) => [name, `${name}.txt`]));
