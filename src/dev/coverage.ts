import { type ReleaseVersion, releaseVersions } from '../carbon/releases.ts';
import type { RegisteredTransform } from '../engine/registered-transform.ts';
import { isConcerned } from '../kit/transform.ts';

/**
 * `automatic`: harden judges and changes it; `answer`: it changes it once the operator has said what only they know, or
 * has asked for it; `finding`: it judges it, and only the operator can act; `attested`: no program can see it, a person
 * says so.
 */
type Way = 'automatic' | 'answer' | 'finding' | 'attested';

interface Row {
  /** The number of the fact. */
  readonly fact: number;
  readonly paragraph: string;
  readonly transforms: readonly string[];
  readonly ways: readonly Way[];
}

/** Each paragraph of the vendor's guideline, and what the facts add to it. */
export const coverage: readonly Row[] = [
  row(1, 'Apply security updates', ['security-updates'], ['finding']),
  row(
    2,
    'Change the default key stores',
    ['keystore-primary', 'keystore-settings'],
    ['automatic', 'answer', 'finding'],
  ),
  row(3, 'Change the default truststore', ['truststore'], ['automatic', 'answer', 'finding']),
  row(4, 'Separate keys by purpose', ['keystore-tls', 'keystore-internal'], ['automatic', 'answer', 'finding']),
  row(5, 'Change the key that encrypts stored data', ['encryption-key'], ['automatic', 'finding']),
  row(
    6,
    'Encrypt passwords in configuration files',
    ['secure-vault', 'plain-text-secrets', 'plain-text-leftovers'],
    ['automatic', 'answer', 'finding'],
  ),
  row(7, 'Change the default ports', ['ports'], ['answer']),
  row(8, 'Read external user stores only', ['userstore-readonly'], ['finding']),
  row(9, 'Use TLS to directories, databases and mail', ['external-tls'], ['answer', 'finding']),
  row(10, 'Connect with accounts of few rights', ['database-user', 'account-review'], ['finding', 'attested']),
  row(
    11,
    'Disable weak protocols of TLS',
    ['tls-protocols', 'thrift-tls', 'custom-connectors'],
    ['automatic', 'finding'],
  ),
  row(12, 'Disable weak cipher suites', ['tls-ciphers', 'thrift-tls', 'custom-connectors'], ['automatic', 'finding']),
  row(
    13,
    'Ask for client certificates only where they are used',
    ['client-certificate-trust'],
    ['automatic', 'answer'],
  ),
  row(14, 'Disable HTTP', ['http-connector', 'custom-connectors'], ['answer', 'finding']),
  row(15, 'Disable compression', ['compression'], ['automatic']),
  row(16, 'Change the Server header', ['server-header', 'custom-connectors'], ['automatic', 'finding']),
  row(17, 'Enable HSTS for the management console', ['hsts'], ['automatic']),
  row(18, 'Enable HSTS for the login pages', ['hsts'], ['automatic']),
  row(19, 'Enable HSTS for other web applications', ['hsts'], ['automatic']),
  row(20, 'Prevent browser caching', ['cache-headers'], ['answer']),
  row(21, 'Increase the size of ephemeral Diffie-Hellman keys', ['jvm-dh-keysize'], ['automatic']),
  row(22, 'Disable renegotiation by clients', ['jvm-reject-renegotiation'], ['automatic']),
  row(23, 'Enable host name verification', ['jvm-hostname-verifier'], ['automatic', 'answer', 'finding']),
  row(24, 'Protect against cross-site scripting and request forgery', ['xss-csrf'], ['automatic', 'finding']),
  row(25, 'Increase the length of session identifiers', ['session-id-length'], ['automatic']),
  row(26, 'Change the administrator', ['super-admin'], ['automatic', 'finding']),
  row(27, 'Restrict access to the management console', ['console-access'], ['automatic', 'finding', 'attested']),
  row(28, 'Configure log rotation', ['log-rotation'], ['automatic', 'finding']),
  row(29, 'Prevent log forging', ['log-forging'], ['automatic']),
  row(30, 'Set the memory of the JVM', ['jvm-memory'], ['automatic']),
  row(31, 'Run on a supported JDK', ['jdk'], ['finding']),
  row(
    32,
    'Check the issuers of client certificates',
    ['intermediate-cert-validation', 'mutual-ssl', 'client-certificate-trust'],
    ['automatic', 'answer', 'finding'],
  ),
  row(33, 'Change the password of the pages at the APIs', ['app-password'], ['automatic', 'answer', 'finding']),
  row(34, 'Exempt no REST API from the check of issuers', ['exempt-contexts'], ['automatic']),
  row(35, 'Refuse REST paths that no rule names', ['rest-default-access'], ['answer', 'finding']),
  row(
    36,
    'Validate callback URLs',
    ['callback-regex', 'service-providers', 'application-review'],
    ['answer', 'finding', 'attested'],
  ),
  row(37, 'Close JMX', ['jmx'], ['automatic']),
  row(38, 'Store passwords as strong digests', ['password-digest'], ['finding']),
  row(39, 'Leave the embedded stores', ['embedded-stores', 'h2-console'], ['automatic', 'finding']),
  row(
    40,
    'Review other defaults',
    ['base-path', 'cors-origins', 'legacy-mode', 'server-hostname', 'session-cookie', 'token-hashing'],
    ['automatic', 'answer', 'finding'],
  ),
  row(41, 'Trust client certificates of few issuers', ['client-certificate-trust'], ['automatic', 'answer']),
];

function row(fact: number, paragraph: string, transforms: readonly string[], ways: readonly Way[]): Row {
  return { fact, paragraph, transforms, ways };
}

/**
 * The page that tells which paragraph is covered by what, how, where, and how well that is known.
 * @param claims what tests have shown of a fact in a release, each as `5.9.0 G11 seen` (test/kernel/evidence.json).
 */
export function coveragePage(transforms: readonly RegisteredTransform[], claims: readonly string[]): string {
  const versions = releaseVersions.map((version) => version.replace(/\.0$/, ''));
  const rows = coverage.map(({ fact, paragraph, transforms: ids, ways }) => {
    const links = ids.map((id) => `[${id}](transforms/${id}.md)`).join(', ');
    const name = `G${String(fact).padStart(2, '0')}`;
    const cells = releaseVersions.map((version) =>
      concerns(transforms, ids, version) ? levelOf(claims, `${version} ${name}`) : '–',
    );
    return `| ${paragraph} (fact ${name}) | ${links} | ${ways.join(', ')} | ${cells.join(' | ')} |`;
  });
  return `${[
    '# Coverage of the guideline',
    '',
    "Each paragraph of the vendor's guideline, what the product's files add to it, the transforms that hold it, and how well that is known for each release. Generated by `npm run generate`.",
    '',
    '- **automatic**: judged and changed. **answer**: changed once asked for, or once the operator has said what only they know.',
    '  **finding**: judged, with the next step, where only the operator can act. **attested**: no program can see it; a person says who looked and when, and an old word counts no more.',
    '- **seen**: a test saw the effect of the change on a running server of the release, which is its Carbon kernel. **rendered**: a test read what the',
    "  product's own mapper makes of the change, of the release's own templates. **judged**: it rests on the release's files and pages, and on tests of the rule.",
    '  **–**: the release does not have what the paragraph is about. The first two are recorded by the tests that show them, in `test/kernel/evidence.json`.',
    '',
    `| paragraph | transforms | how | ${versions.join(' | ')} |`,
    `|---|---|---|${versions.map(() => '---').join('|')}|`,
    ...rows,
    ...beyond(transforms),
  ].join('\n')}\n`;
}

/** Transforms that rest on no paragraph and no fact. */
function beyond(transforms: readonly RegisteredTransform[]): readonly string[] {
  const others = transforms.filter(({ id }) => !coverage.some((each) => each.transforms.includes(id)));
  const links = others.map(({ id }) => `[${id}](transforms/${id}.md)`);
  return links.length === 0 ? [] : ['', `Beyond the guideline: ${links.join(', ')}.`];
}

/** @param place a release and a fact. */
function levelOf(claims: readonly string[], place: string): 'seen' | 'rendered' | 'judged' {
  return (['seen', 'rendered'] as const).find((level) => claims.includes(`${place} ${level}`)) ?? 'judged';
}

function concerns(
  transforms: readonly RegisteredTransform[],
  ids: readonly string[],
  version: ReleaseVersion,
): boolean {
  return transforms.some(({ id, transform }) => ids.includes(id) && isConcerned(transform.meta, version));
}
