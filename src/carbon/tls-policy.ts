/**
 * Cipher suites by their JSSE names, from Mozilla's Server Side TLS guideline 6.0 (2026-04-06), whose `intermediate`
 * has six ECDHE suites for TLS 1.2 and no DHE, and whose `modern` has TLS 1.3 alone.
 * Deviations, each with its reason:
 * - 256-bit suites stand first: the vendor's guideline asks for 256-bit keys, and no client gains from AES-128 first.
 * - `wide` leaves AES-128 out, as the vendor's guideline wishes; a matter of choice.
 * - ChaCha20 is kept beside AES-GCM: a Java older than 12 drops the names that it does not know and uses the rest.
 */
export const tlsPolicy = {
  guideline: 'Mozilla Server Side TLS 6.0',
  modern: ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
  intermediate: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  ],
} as const;

const tls13Suite = /^TLS_(AES_(128|256)_(GCM|CCM)(_8)?_SHA(256|384)|CHACHA20_POLY1305_SHA256)$/;
const forwardSecretAead =
  /^(TLS|SSL)_(ECDHE_(ECDSA|RSA)|DHE_RSA)_WITH_(AES_(128|256)_(GCM|CCM)(_8)?(_SHA(256|384))?|CHACHA20_POLY1305_SHA256)$/;

/** The suites of `intermediate` with keys of 256 bits, ChaCha20 included. */
export const wideSuites: readonly string[] = tlsPolicy.intermediate.filter(hasWideKey);

/** Forward secrecy and authenticated encryption, or TLS 1.3, which has nothing else. */
export function isStrongSuite(name: string): boolean {
  return tls13Suite.test(name) || forwardSecretAead.test(name);
}

/** A strong suite with a key of 256 bits. */
export function isWideSuite(name: string): boolean {
  return isStrongSuite(name) && hasWideKey(name);
}

function hasWideKey(suite: string): boolean {
  return /_AES_256_|_CHACHA20_/.test(suite);
}

/**
 * Judges a list of JSSE names. Tomcat takes a value without a comma for OpenSSL's syntax, so even a good name is no good
 * alone.
 */
export function isSuiteList(value: string, isGood: (suite: string) => boolean = isStrongSuite): boolean {
  const suites = value.split(',').map((name) => name.trim());
  return suites.length > 1 && suites.every(isGood);
}

/** True for a value of Tomcat's `protocols` that leaves TLS 1.2 or 1.3 on and nothing older. */
export function isModernTls(value: string): boolean {
  const protocols = [...enabledProtocols(value)];
  return protocols.length > 0 && protocols.every((protocol) => protocol === 'TLSv1.2' || protocol === 'TLSv1.3');
}

/**
 * The protocols that a value of Tomcat's `protocols` attribute leaves on (SSLHostConfig.setProtocols: entries begin at
 * +, - or a comma, are added unless they begin with -, and `all` stands for every one that Tomcat knows but SSLv3).
 */
export function enabledProtocols(value: string): ReadonlySet<string> {
  const enabled = new Set<string>();
  for (const entry of value.split(/(?=[-+,])/)) {
    const [, sign, name = ''] = /^\s*([-+,]?)\s*(.*?)\s*$/s.exec(entry) ?? [];
    if (name === '') continue;
    for (const protocol of name.toLowerCase() === 'all' ? allProtocols : [name]) {
      if (sign === '-') enabled.delete(protocol);
      else enabled.add(protocol);
    }
  }
  return enabled;
}

const allProtocols = ['SSLv2Hello', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
