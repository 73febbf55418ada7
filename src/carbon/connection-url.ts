/** Addresses that never leave the machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host.trim());
}

/** True for a plain HTTP address that leaves the machine. */
export function isPlainUrl(url: string): boolean {
  const host = /^http:\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1];
  return host !== undefined && !isLoopback(host);
}

/** True when a list of LDAP URLs, separated by blanks, has one that leaves the machine without TLS. */
export function isPlainLdap(urls: string): boolean {
  return urls.split(/\s+/).some((url) => {
    const host = /^ldap:\/\/(\[[^\]]*\]|[^:/]*)/i.exec(url)?.[1];
    return host !== undefined && !isLoopback(host);
  });
}

/** True when every LDAP URL in a list leads to this machine. */
export function isLocalLdap(urls: string): boolean {
  return urls
    .trim()
    .split(/\s+/)
    .every((url) => isLoopback(/^ldaps?:\/\/(\[[^\]]*\]|[^:/]*)/i.exec(url)?.[1] ?? ''));
}

/** How a JDBC driver is told to use TLS and to check the certificate of the server. */
interface Driver {
  readonly name: string;
  readonly url: RegExp;
  /** What to add to the URL, as deployment.toml takes it: the value lands in XML as it stands. */
  readonly wants: string;
  isSecure(url: string): boolean;
}

/** By the drivers' own documentation; names of parameters are matched without regard to case. */
const drivers: readonly Driver[] = [
  {
    name: 'MySQL',
    url: /^jdbc:mysql:/i,
    wants: 'sslMode=VERIFY_IDENTITY (Connector/J 5: useSSL=true&amp;requireSSL=true&amp;verifyServerCertificate=true)',
    // sslMode wins over the older names; without any of them Connector/J goes on in clear when TLS is not offered.
    isSecure(url) {
      const mode = param(url, 'sslMode');
      if (mode !== undefined) return /^verify_(ca|identity)$/i.test(mode);
      return isOn(url, 'useSSL') && isOn(url, 'requireSSL') && param(url, 'verifyServerCertificate') !== 'false';
    },
  },
  {
    name: 'MariaDB',
    url: /^jdbc:mariadb:/i,
    wants: 'sslMode=verify-full',
    isSecure(url) {
      const mode = param(url, 'sslMode');
      if (mode !== undefined) return /^verify-(ca|full)$/i.test(mode);
      return isOn(url, 'useSsl') && !isOn(url, 'trustServerCertificate');
    },
  },
  {
    name: 'PostgreSQL',
    url: /^jdbc:postgresql:/i,
    wants: 'ssl=true&amp;sslmode=verify-full',
    isSecure(url) {
      const mode = param(url, 'sslmode');
      const checks = mode === undefined ? isOn(url, 'ssl') : /^verify-(ca|full)$/i.test(mode);
      return checks && !/NonValidatingFactory/.test(param(url, 'sslfactory') ?? '');
    },
  },
  {
    name: 'SQL Server',
    url: /^jdbc:sqlserver:/i,
    wants: 'encrypt=true;trustServerCertificate=false',
    isSecure: (url) => /^(true|strict)$/i.test(param(url, 'encrypt') ?? '') && !isOn(url, 'trustServerCertificate'),
  },
  {
    name: 'Oracle',
    url: /^jdbc:oracle:/i,
    wants: 'a jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)…) with SSL_SERVER_DN_MATCH',
    isSecure: (url) => /\(\s*protocol\s*=\s*tcps\s*\)|@tcps:/i.test(url) && !/\(\s*protocol\s*=\s*tcp\s*\)/i.test(url),
  },
  {
    name: 'Db2',
    url: /^jdbc:db2:/i,
    wants: 'sslConnection=true; behind the name of the database',
    isSecure: (url) => isOn(url, 'sslConnection'),
  },
  {
    name: 'H2',
    url: /^jdbc:h2:/i,
    wants: 'jdbc:h2:ssl:',
    isSecure: (url) => !/^jdbc:h2:tcp:/i.test(url),
  },
];

/** What is missing from a JDBC URL so that the way to the database is encrypted and its certificate is checked. */
export type JdbcVerdict =
  | { readonly kind: 'secure' }
  | { readonly kind: 'plain'; readonly driver: string; readonly wants: string }
  | { readonly kind: 'unknown' };

/** Judges a JDBC URL, with `&` as such or as `&amp;`. One that stays on this machine is secure. */
export function judgeJdbcUrl(written: string): JdbcVerdict {
  const url = written.replaceAll('&amp;', '&');
  if (staysHere(url)) return { kind: 'secure' };
  const driver = drivers.find((candidate) => candidate.url.test(url));
  if (driver === undefined) return { kind: 'unknown' };
  return driver.isSecure(url) ? { kind: 'secure' } : { kind: 'plain', driver: driver.name, wants: driver.wants };
}

/** A bare `&` makes master-datasources.xml ill-formed: the product puts values into its XML as they stand. */
export function breaksXml(value: string): boolean {
  return /&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)|</i.test(value);
}

function staysHere(url: string): boolean {
  const hosts = /^jdbc:(?:oracle:thin:(?:[^@]*)@|[a-z0-9]+:(?:[a-z]+:)?)(?:\/\/)?([^/;?]*)/i.exec(url)?.[1] ?? '';
  if (/^jdbc:oracle:thin:[^@]*@\(/i.test(url)) {
    const named = [...url.matchAll(/\(\s*host\s*=\s*([^)]*)\)/gi)].map(([, host = '']) => host);
    return named.length > 0 && named.every(isLoopback);
  }
  return hosts !== '' && hosts.split(',').every((host) => isLoopback(host.replace(/(:\d+)?(:\w+)?(\\.*)?$/, '')));
}

function param(url: string, name: string): string | undefined {
  const found = new RegExp(`[?&;:]\\s*${name}\\s*=\\s*([^&;]*)`, 'i').exec(url)?.[1];
  return found?.trim();
}

function isOn(url: string, name: string): boolean {
  return /^(true|yes)$/i.test(param(url, name) ?? '');
}
