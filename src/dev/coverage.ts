import { type ReleaseVersion, releaseVersions } from '../carbon/releases.ts';
import type { RegisteredTransform } from '../engine/registered-transform.ts';
import { isConcerned } from '../kit/transform.ts';

/**
 * `automatic`: harden judges and changes it; `answer`: it changes it once the operator has said what only they know, or
 * has asked for it; `finding`: it judges it, and only the operator can act; `attested`: no program can see it, a person
 * says so.
 */
type Way = 'automatic' | 'answer' | 'finding' | 'attested';

/**
 * `kernel`: its effect was seen on a running server; `rendered`: what the product's own mapper makes of the change was
 * read; `documented`: it rests on the product's files and pages.
 */
type Evidence = 'kernel' | 'rendered' | 'documented';

interface Row {
  /** The number of the fact. */
  readonly fact: number;
  readonly paragraph: string;
  readonly transforms: readonly string[];
  readonly ways: readonly Way[];
  readonly evidence: Evidence;
}

/** Each paragraph of the vendor's guideline, and what the facts add to it. */
export const coverage: readonly Row[] = [
  row(1, 'Apply security updates', ['security-updates'], ['finding'], 'documented'),
  row(2, 'Change the default key stores', ['keystore-primary', 'keystore-settings'], ['automatic'], 'kernel'),
  row(3, 'Change the default truststore', ['truststore'], ['automatic'], 'kernel'),
  row(4, 'Separate keys by purpose', ['keystore-tls', 'keystore-internal'], ['automatic', 'answer'], 'kernel'),
  row(5, 'Change the key that encrypts stored data', ['encryption-key'], ['automatic', 'answer'], 'rendered'),
  row(
    6,
    'Encrypt passwords in configuration files',
    ['secure-vault', 'plain-text-secrets', 'plain-text-leftovers'],
    ['answer', 'finding'],
    'kernel',
  ),
  row(7, 'Change the default ports', ['ports'], ['answer'], 'documented'),
  row(8, 'Read external user stores only', ['userstore-readonly'], ['finding'], 'documented'),
  row(9, 'Use TLS to directories, databases and mail', ['external-tls'], ['answer', 'finding'], 'rendered'),
  row(
    10,
    'Connect with accounts of few rights',
    ['database-user', 'account-review'],
    ['finding', 'attested'],
    'documented',
  ),
  row(
    11,
    'Disable weak protocols of TLS',
    ['tls-protocols', 'thrift-tls', 'custom-connectors'],
    ['automatic', 'finding'],
    'kernel',
  ),
  row(
    12,
    'Disable weak cipher suites',
    ['tls-ciphers', 'thrift-tls', 'custom-connectors'],
    ['automatic', 'finding'],
    'kernel',
  ),
  row(
    13,
    'Ask for client certificates only where they are used',
    ['client-certificate-trust'],
    ['automatic', 'answer'],
    'kernel',
  ),
  row(14, 'Disable HTTP', ['http-connector', 'custom-connectors'], ['answer', 'finding'], 'rendered'),
  row(15, 'Disable compression', ['compression'], ['automatic'], 'rendered'),
  row(16, 'Change the Server header', ['server-header', 'custom-connectors'], ['automatic', 'finding'], 'kernel'),
  row(17, 'Enable HSTS for the management console', ['hsts'], ['automatic'], 'kernel'),
  row(18, 'Enable HSTS for the login pages', ['hsts'], ['automatic'], 'kernel'),
  row(19, 'Enable HSTS for other web applications', ['hsts'], ['automatic'], 'kernel'),
  row(20, 'Prevent browser caching', ['cache-headers'], ['answer'], 'documented'),
  row(21, 'Increase the size of ephemeral Diffie-Hellman keys', ['jvm-dh-keysize'], ['automatic'], 'kernel'),
  row(22, 'Disable renegotiation by clients', ['jvm-reject-renegotiation'], ['automatic'], 'kernel'),
  row(23, 'Enable host name verification', ['jvm-hostname-verifier'], ['automatic', 'finding'], 'kernel'),
  row(24, 'Protect against cross-site scripting and request forgery', ['xss-csrf'], ['automatic'], 'rendered'),
  row(25, 'Increase the length of session identifiers', ['session-id-length'], ['automatic'], 'kernel'),
  row(26, 'Change the administrator', ['super-admin'], ['automatic', 'answer'], 'kernel'),
  row(27, 'Restrict access to the management console', ['console-access'], ['automatic', 'attested'], 'documented'),
  row(28, 'Configure log rotation', ['log-rotation'], ['automatic', 'answer'], 'documented'),
  row(29, 'Prevent log forging', ['log-forging'], ['automatic'], 'kernel'),
  row(30, 'Set the memory of the JVM', ['jvm-memory'], ['automatic'], 'kernel'),
  row(31, 'Run on a supported JDK', ['jdk'], ['finding'], 'documented'),
  row(
    32,
    'Check the issuers of client certificates',
    ['intermediate-cert-validation', 'mutual-ssl'],
    ['automatic', 'answer', 'finding'],
    'rendered',
  ),
  row(33, 'Change the password of the pages at the APIs', ['app-password'], ['automatic'], 'rendered'),
  row(34, 'Exempt no REST API from the check of issuers', ['exempt-contexts'], ['automatic'], 'rendered'),
  row(35, 'Refuse REST paths that no rule names', ['rest-default-access'], ['answer', 'finding'], 'rendered'),
  row(
    36,
    'Validate callback URLs',
    ['callback-regex', 'service-providers', 'application-review'],
    ['answer', 'finding', 'attested'],
    'rendered',
  ),
  row(37, 'Close JMX', ['jmx'], ['automatic'], 'kernel'),
  row(38, 'Store passwords as strong digests', ['password-digest'], ['finding'], 'documented'),
  row(39, 'Leave the embedded stores', ['embedded-stores', 'h2-console'], ['automatic', 'finding'], 'documented'),
  row(
    40,
    'Review other defaults',
    ['base-path', 'cors-origins', 'legacy-mode', 'server-hostname', 'session-cookie', 'token-hashing'],
    ['automatic', 'answer', 'finding'],
    'rendered',
  ),
  row(
    41,
    'Trust client certificates of few issuers',
    ['client-certificate-trust'],
    ['automatic', 'answer'],
    'rendered',
  ),
];

function row(
  fact: number,
  paragraph: string,
  transforms: readonly string[],
  ways: readonly Way[],
  evidence: Evidence,
): Row {
  return { fact, paragraph, transforms, ways, evidence };
}

/** The page that tells which paragraph is covered by what, how, where, and how well that is known. */
export function coveragePage(transforms: readonly RegisteredTransform[]): string {
  const versions = releaseVersions.map((version) => version.replace(/\.0$/, ''));
  const rows = coverage.map(({ fact, paragraph, transforms: ids, ways, evidence }) => {
    const links = ids.map((id) => `[${id}](transforms/${id}.md)`).join(', ');
    const marks = releaseVersions.map((version) => (concerns(transforms, ids, version) ? '✓' : '–'));
    return `| ${paragraph} (fact G${String(fact).padStart(2, '0')}) | ${links} | ${ways.join(', ')} | ${evidence} | ${marks.join(' | ')} |`;
  });
  return `${[
    '# Coverage of the guideline',
    '',
    "Each paragraph of the vendor's guideline, what the product's files add to it, and the transforms that hold it. Generated by `npm run generate`.",
    '',
    '- **automatic**: judged and changed. **answer**: changed once asked for, or once the operator has said what only they know.',
    '  **finding**: judged, with the next step, where only the operator can act. **attested**: no program can see it; a person says who looked and when, and an old word counts no more.',
    "- **kernel**: its effect was seen on a running server. **rendered**: what the product's own mapper makes of the change was read. **documented**: it rests on the product's files and pages.",
    '- ✓: the release is judged; –: the release does not have what the paragraph is about.',
    '',
    `| paragraph | transforms | how | evidence | ${versions.join(' | ')} |`,
    `|---|---|---|---|${versions.map(() => '---').join('|')}|`,
    ...rows,
  ].join('\n')}\n`;
}

function concerns(
  transforms: readonly RegisteredTransform[],
  ids: readonly string[],
  version: ReleaseVersion,
): boolean {
  return transforms.some(({ id, transform }) => ids.includes(id) && isConcerned(transform.meta, version));
}
