/** One attribute of a tag; the value lies between its quotes, still escaped. */
export interface XmlAttribute {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly quote: '"' | "'";
  readonly valueStart: number;
  readonly valueEnd: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface XmlTag extends Span {
  /** `empty` is `<name/>`. */
  readonly kind: 'start' | 'empty';
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
}

export interface XmlEndTag extends Span {
  readonly kind: 'end';
  readonly name: string;
}

interface XmlOther extends Span {
  /** `broken` starts with a `<` that begins nothing XML knows, and reaches to the next one, or to the end if it is unclosed. */
  readonly kind: 'text' | 'comment' | 'cdata' | 'instruction' | 'declaration' | 'doctype' | 'broken';
}

export type XmlToken = XmlTag | XmlEndTag | XmlOther;

const name = '[A-Za-z_:\\u0080-\\uffff][\\w:.\\-\\u0080-\\uffff]*';
const attribute = `\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
const tag = new RegExp(`<(${name})((?:${attribute})*)\\s*(/?)>`, 'y');
const endTag = new RegExp(`</(${name})\\s*>`, 'y');
const attributeParts = new RegExp(`(\\s+)(${name})\\s*=\\s*(["'])`, 'y');
const broken = /<(?:!--|!\[CDATA\[|!DOCTYPE|\?).*|<[^<]*/sy;

const others: readonly { readonly kind: XmlOther['kind']; readonly pattern: RegExp }[] = [
  { kind: 'comment', pattern: /<!--.*?-->/sy },
  { kind: 'cdata', pattern: /<!\[CDATA\[.*?\]\]>/sy },
  { kind: 'declaration', pattern: /<\?xml\s.*?\?>/sy },
  { kind: 'instruction', pattern: /<\?.*?\?>/sy },
  { kind: 'doctype', pattern: /<!DOCTYPE\s(?:[^[>"']|"[^"]*"|'[^']*')*(?:\[.*?\]\s*)?>/sy },
];

/**
 * Cuts a text into tokens whose concatenation is the text. It judges no nesting and never fails.
 * `source` is what names are read from when `xml` is a masked template of the same length.
 */
export function xmlTokens(xml: string, source: string = xml): readonly XmlToken[] {
  const tokens: XmlToken[] = [];
  for (let position = 0; position < xml.length; ) {
    const token = tokenAt(xml, position, source);
    tokens.push(token);
    position = token.end;
  }
  return tokens;
}

function tokenAt(xml: string, start: number, source: string): XmlToken {
  if (!xml.startsWith('<', start)) {
    const next = xml.indexOf('<', start);
    return { kind: 'text', start, end: next < 0 ? xml.length : next };
  }
  tag.lastIndex = start;
  const found = tag.exec(xml);
  if (found !== null) {
    const nameEnd = start + 1 + (found[1] ?? '').length;
    return {
      kind: found[3] === '/' ? 'empty' : 'start',
      start,
      end: tag.lastIndex,
      name: source.slice(start + 1, nameEnd),
      attributes: attributesAt(xml, nameEnd, source),
    };
  }
  endTag.lastIndex = start;
  const closing = endTag.exec(xml);
  if (closing !== null) {
    const nameEnd = start + 2 + (closing[1] ?? '').length;
    return { kind: 'end', start, end: endTag.lastIndex, name: source.slice(start + 2, nameEnd) };
  }
  for (const { kind, pattern } of others) {
    pattern.lastIndex = start;
    if (pattern.test(xml)) return { kind, start, end: pattern.lastIndex };
  }
  broken.lastIndex = start;
  broken.test(xml);
  return { kind: 'broken', start, end: broken.lastIndex };
}

function attributesAt(xml: string, from: number, source: string): readonly XmlAttribute[] {
  const attributes: XmlAttribute[] = [];
  for (let position = from; ; ) {
    attributeParts.lastIndex = position;
    const found = attributeParts.exec(xml);
    if (found === null) return attributes;
    const start = position + (found[1] ?? '').length;
    const quote = found[3] === "'" ? "'" : '"';
    const valueStart = attributeParts.lastIndex;
    const valueEnd = xml.indexOf(quote, valueStart);
    position = valueEnd + 1;
    attributes.push({
      name: source.slice(start, start + (found[2] ?? '').length),
      start,
      end: position,
      quote,
      valueStart,
      valueEnd,
    });
  }
}
