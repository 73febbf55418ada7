/** Generated files into which templates put secrets, as plain text where the configuration has them so (5.9.0 to 7.3.0). */
export const filesWithSecrets: readonly string[] = [
  'axis2/axis2.xml',
  'axis2/axis2_client.xml',
  'axis2/tenant-axis2.xml',
  'carbon.xml',
  'data-bridge/data-agent-config.xml',
  'datasources/bps-datasources.xml',
  'datasources/master-datasources.xml',
  'etc/tasks-config.xml',
  'identity/EndpointConfig.properties',
  'identity/RecoveryEndpointConfig.properties',
  'identity/captcha-config.properties',
  'identity/charon-config.xml',
  'identity/identity.xml',
  'output-event-adapters.xml',
  'registry.xml',
  'tomcat/catalina-server.xml',
  'user-mgt.xml',
].map((path) => `repository/conf/${path}`);

/** True for a file that the server writes at its starts: a generated one with secrets, or the copy of a former one. */
export function isOfServer(path: string): boolean {
  return path.startsWith('backup/') || filesWithSecrets.includes(path);
}

/** A secret that stands in a file of the product as it is. */
export interface PlainText {
  readonly value: string;
  /** The element, attribute or line that it stands in, as it is written. */
  readonly whole: string;
  /** Offsets of the value. */
  readonly start: number;
  readonly end: number;
}

const secretName =
  /(?:password|passwd|passphrase|keystorepass|truststorepass|(?:^|[._])secret|(?:secret|private)_?key)$/i;
const element = /<(?<name>[\w:.-]{1,100})(?<attributes>[^<>]{0,1000})>(?<value>[^<>]{1,1000})<\/\k<name>>/g;
const attribute = /(?<=[\s])(?<name>[\w:.-]{1,100})\s{0,20}=\s{0,20}"(?<value>[^"<>]{1,1000})"/g;
const property =
  /(?<![^\r\n])[ \t\f]*(?<name>[^\s#!=:]{1,200})[ \t\f]*[=:][ \t\f]*(?<value>[^\r\n]{1,1000})(?![^\r\n])/g;

/** Lines without these words are passed over: generated files are large, and every plan looks into them. */
const hint = /passw|passphrase|storepass|secret|private_?key/gi;

/**
 * Finds passwords and keys that are in force in an XML or properties text, each on a line of its own as templates put
 * them; comments and references are none.
 */
export function plainSecretsIn(path: string, text: string): readonly PlainText[] {
  const isProperties = path.endsWith('.properties');
  if (!isProperties && !path.endsWith('.xml')) return [];
  const isInComment = commentsOf(text);
  return linesWith(hint, text).flatMap(({ line, offset }) => {
    const secrets = isProperties
      ? found(line, property, nameOf)
      : [...found(line, element, nameOfElement), ...found(line, attribute, nameOf)].toSorted(byStart);
    return secrets
      .map((secret) => ({ ...secret, start: secret.start + offset, end: secret.end + offset }))
      .filter(({ start }) => isProperties || !isInComment(start));
  });
}

/** Each line once, however often it holds the pattern. */
function linesWith(pattern: RegExp, text: string): readonly { readonly line: string; readonly offset: number }[] {
  const lines: { line: string; offset: number }[] = [];
  let end = -1;
  for (const { index } of text.matchAll(pattern)) {
    if (index < end) continue;
    const offset = text.lastIndexOf('\n', index) + 1;
    const next = text.indexOf('\n', index);
    end = next < 0 ? text.length : next;
    lines.push({ line: text.slice(offset, end), offset });
  }
  return lines;
}

/** Tells whether an offset lies in a comment; it is to be asked for one after the other, in order. */
function commentsOf(text: string): (offset: number) => boolean {
  const marks = text.matchAll(/<!--|-->/g);
  let mark = marks.next();
  let isOpen = false;
  return (offset) => {
    for (; mark.done !== true && mark.value.index <= offset; mark = marks.next()) isOpen = mark.value[0] === '<!--';
    return isOpen;
  };
}

function byStart(one: PlainText, other: PlainText): number {
  return one.start - other.start;
}

function nameOfElement(groups: Groups): string {
  return /\bname\s*=\s*"([^"]*)"/.exec(groups['attributes'] ?? '')?.[1] ?? nameOf(groups);
}

type Groups = Readonly<Record<string, string>>;

function nameOf(groups: Groups): string {
  return groups['name'] ?? '';
}

function found(text: string, pattern: RegExp, name: (groups: Groups) => string): readonly PlainText[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const groups = match.groups ?? {};
    const value = (groups['value'] ?? '').trim();
    if (!secretName.test(name(groups)) || !isPlain(value)) return [];
    const start = match.index + match[0].lastIndexOf(value);
    return [{ value, whole: match[0], start, end: start + value.length }];
  });
}

function isPlain(value: string): boolean {
  return value !== '' && !/^(?:true|false)$/i.test(value) && !/\$(?:secret|env|sys|ref)?\{|\{\{|⟦/.test(value);
}

/** The text with nothing in the place of these secrets. */
export function withoutSecrets(text: string, secrets: readonly PlainText[]): string {
  return secrets.toReversed().reduce((last, { start, end }) => last.slice(0, start) + last.slice(end), text);
}
