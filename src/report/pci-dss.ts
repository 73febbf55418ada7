/**
 * Requirements of PCI DSS 4.0 that a transform helps to meet, by transform; only where the requirement asks for what the
 * transform does, so most have none. Numbers are the same in 4.0.1.
 *
 * 2.2.2 default passwords · 2.2.4 only necessary services · 2.2.7 administrative access encrypted · 6.3.3 security
 * updates · 7.2.4 accounts of people reviewed every six months · 7.2.5 system accounts with least privilege, 7.2.5.1 reviewed · 7.3.3 access denied by default · 8.3.2 factors unreadable in
 * transmission and storage · 8.6.2 no passwords of system accounts in configuration files
 */
export const pciDss: ReadonlyMap<string, readonly string[]> = new Map([
  ['account-review', ['7.2.5.1']],
  ['app-password', ['2.2.2']],
  ['console-access', ['7.2.4']],
  ['base-path', ['8.3.2']],
  ['database-user', ['7.2.5']],
  ['external-tls', ['8.3.2']],
  ['h2-console', ['2.2.4']],
  ['hsts', ['2.2.7', '8.3.2']],
  ['http-connector', ['2.2.4', '2.2.7', '8.3.2']],
  ['jdk', ['6.3.3']],
  ['jmx', ['2.2.4']],
  ['password-digest', ['8.3.2']],
  ['plain-text-leftovers', ['8.6.2']],
  ['plain-text-secrets', ['8.6.2']],
  ['rest-default-access', ['7.3.3']],
  ['secure-vault', ['8.6.2']],
  ['security-updates', ['6.3.3']],
  ['super-admin', ['2.2.2']],
  ['thrift-tls', ['8.3.2']],
  ['tls-ciphers', ['2.2.7', '8.3.2']],
  ['tls-protocols', ['2.2.7', '8.3.2']],
  ['userstore-readonly', ['7.2.5']],
]);
