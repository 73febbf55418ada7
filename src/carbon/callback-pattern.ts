import { isMatchedInTime } from './matching-cost.ts';

/**
 * What is wrong with a pattern of callback URLs, which the product applies to the whole URL (`String.matches`):
 * `any` binds no host, `pseudo` is a character class that looks like a prefix, `scheme` lets plain HTTP through, `dots`
 * has an unescaped dot in a host.
 */
export type CallbackFault = 'any' | 'pseudo' | 'scheme' | 'dots';

/** Where this server can be reached: what the product puts in the place of its own placeholders. */
export interface OwnAddress {
  readonly host: string;
  readonly port: string;
}

/** Puts an address into `${carbon.host}` and its like, raw as the product does. */
export function fillAddress(pattern: string, { host, port }: OwnAddress): string {
  return pattern
    .replaceAll('${carbon.protocol}', 'https')
    .replaceAll('${carbon.host}', host)
    .replaceAll('${carbon.management.port}', port)
    .replaceAll('${mgt.transport.https.port}', port);
}

// One atom at a time, so that no text makes the match slow.
const free = String.raw`(?:\\[dw]|\[(?:[A-Za-z0-9_.-]|\\[-.dw])+\])[+*?]?`;
const atom = String.raw`(?:[A-Za-z0-9-]|\\-|\\?\.|${free})`;
const port = String.raw`(?::(?:\d+|\\d[+\d{},]*)|\((?:\?:)?:(?:\d+|\\d[+\d{},]*)\)\??)?`;
const names = String.raw`(?:${atom}|\((?:\?:)?${atom}+${port}(?:\|${atom}+${port})*\))+`;
const slash = String.raw`\\?/`;
/** What ends a host: a slash, a question mark, a number sign, or a class of them. */
const end = String.raw`(?:\\?/|\\\?|\\?#|\[[/?#\\]+\])`;
/** One alternative that binds scheme and host: after the host only a port, a slash or the end may follow. */
const bound = new RegExp(
  String.raw`^https(?<optional>\?)?\\?:${slash}${slash}(?<host>${names})${port}(?:${end}.*|\((?:\?:)?${end}[^|]*)?$`,
  's',
);
/** The scheme of an application of one's own (`myapp://`), which no browser takes to a foreign host. */
const ownScheme = /^[a-z][a-z0-9+.-]*\\?:(?:\\?\/){2}/i;

let last: { readonly pattern: string; readonly fault: CallbackFault | undefined } | undefined;

/**
 * Judges a pattern whose placeholders are filled, once where the same is asked in a row: releases have one pattern for all.
 * None: it binds every URL to hosts that it names.
 */
export function callbackFault(pattern: string): CallbackFault | undefined {
  if (last?.pattern !== pattern) {
    const faults = alternativesOf(pattern).map(faultOf);
    last = { pattern, fault: (['pseudo', 'any', 'scheme', 'dots'] as const).find((fault) => faults.includes(fault)) };
  }
  return last.fault;
}

function faultOf(alternative: string): CallbackFault | undefined {
  if (alternative.startsWith('[')) return 'pseudo';
  const { host, optional } = bound.exec(alternative)?.groups ?? {};
  if (host === undefined) {
    if (/^http\\?:/.test(alternative)) {
      const secure = bound.exec(alternative.replace(/^http/, 'https'))?.groups?.['host'];
      return secure === undefined ? 'any' : /^(localhost|127\\?\.0\\?\.0\\?\.1)$/.test(secure) ? undefined : 'scheme';
    }
    return ownScheme.test(alternative) && !/^https?\b/.test(alternative) ? undefined : 'any';
  }
  // Free characters are harmless only before a domain that is spelt out.
  if (new RegExp(free).test(host) && !/(?:\\?\.[A-Za-z0-9-]+){2}$/.test(host)) return 'any';
  if (optional !== undefined) return 'scheme';
  return /(?<!\\)\./.test(host.replace(new RegExp(free, 'g'), '')) ? 'dots' : undefined;
}

/** Splits at the bars that stand outside of groups and classes, through groups around the whole. */
function alternativesOf(pattern: string): readonly string[] {
  const text = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let isWhole = text.startsWith('(');
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === '\\') index++;
    else if (char === '[') index = classEnd(text, index);
    else if (char === '(') depth++;
    else if (char === ')') {
      depth--;
      if (depth === 0 && index < text.length - 1) isWhole = false;
    } else if (char === '|' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  if (parts.length === 0 && isWhole && depth === 0 && text.endsWith(')')) {
    return alternativesOf(text.replace(/^\((\?:)?/, '').slice(0, -1));
  }
  const all = [...parts, text.slice(start)];
  return all.length === 1 ? all.map(trimAnchors) : all.flatMap((part) => alternativesOf(part));
}

function trimAnchors(text: string): string {
  return text.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
}

function classEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === ']' && index > start + 1) return index;
  }
  return text.length;
}

/** A pattern for the named hosts, each `host` or `host:port`, and for this server itself. */
export function callbackPattern(hosts: readonly string[], { host, port }: OwnAddress): string {
  const own = port === '443' ? host : `${host}:${port}`;
  const all = [...new Set([...hosts, own].map((each) => each.replace(/:443$/, '')))].sort().map(escapeHost);
  return `^https://${all.length === 1 ? all[0] : `(${all.join('|')})`}/.*$`;
}

function escapeHost(address: string): string {
  // The product knows its placeholders as they are spelt.
  const escaped = address.replace(/\$\{[^}]*\}|\./g, (found) => (found === '.' ? String.raw`\.` : found));
  return address.includes(':') ? escaped : `${escaped}(:443)?`;
}

/** URLs that an attacker would try against a pattern for this server. */
export function evilUrls({ host, port }: OwnAddress): readonly string[] {
  return [
    'https://evil.example/steal',
    `https://evil.example/?u=https://${host}/`,
    `https://${host}.evil.example/`,
    `https://${host}@evil.example/`,
    `http://${host}/`,
    ...(host.includes('.') ? [`https://${host.replace('.', 'x')}:${port}/`] : []),
  ];
}

/**
 * Whether a pattern accepts a URL, as Java would say; `undefined` for one that JavaScript reads otherwise or that could
 * take forever.
 */
export function acceptsUrl(pattern: string, url: string): boolean | undefined {
  const readsOtherwise = /&&|\\[QEpPGZzAhHR]|[*+?}]\+|\(\?[^:=!<]/.test(pattern);
  if (readsOtherwise || !isMatchedInTime(pattern, url.length)) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(url);
  } catch {
    return undefined;
  }
}
