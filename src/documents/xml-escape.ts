const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Reads the entities that every XML file has, and character references; what a document type defines stays as it is. */
export function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, entity) => {
    if (entity !== undefined) return predefined[entity] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Reads an attribute value as a parser does: line ends and tabs that are not escaped count as blanks. */
export function unescapeXmlAttribute(text: string): string {
  return unescapeXml(text.replace(/\r\n|[\r\n\t]/g, ' '));
}

/**
 * Writes text so that it is safe between tags and in either quote, and so that no template engine reads a part of it.
 * @throws {RangeError} when XML 1.0 cannot hold one of its characters: a defect of the caller.
 */
export function escapeXml(text: string): string {
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/u.test(text)) {
    throw new RangeError('XML cannot hold a control character or half a surrogate pair');
  }
  return text
    .replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'))
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\{(?=[{%#])/g, '&#123;');
}

/** As {@link escapeXml}, for a value between two quotes of this kind. */
export function escapeXmlAttribute(text: string, quote: '"' | "'"): string {
  return escapeXml(text).replaceAll(quote, quote === '"' ? '&quot;' : '&apos;');
}
