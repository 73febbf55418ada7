import type { XmlChange } from './xml-change.ts';
import { XmlDocument } from './xml-document.ts';
import { escapeXml, escapeXmlAttribute } from './xml-escape.ts';
import { type NewElement, writeElement } from './xml-new-element.ts';
import type { XmlToken } from './xml-tokens.ts';
import type { XmlElement } from './xml-tree.ts';

/**
 * Whether two texts are the same but for the intended changes, byte by byte, whatever tree they make. Only blanks between
 * tokens and between attributes, and whether an element without content is closed in itself, do not count.
 */
export function hasIntendedSpelling(before: XmlDocument, after: XmlDocument, intended: readonly XmlChange[]): boolean {
  const expected = new Map(before.tokens.map((token) => [token, spell(before, token)]));
  const found = new Map(after.tokens.map((token) => [token, spell(after, token)]));
  for (const change of intended) {
    const [element] = (change.kind === 'insert' ? after : before).find(change.path);
    if (element === undefined) return false;
    const { tag } = element;
    if (change.kind === 'attribute') {
      if (before.attribute(element, change.name) === change.value) continue;
      expected.set(tag, withAttribute(expected.get(tag) ?? [], change.name, change.value));
    } else if (change.kind === 'text') {
      if (before.textOf(element) === change.value) continue;
      for (const token of element.content) expected.set(token, []);
      expected.set(tag, withText(expected.get(tag) ?? [], change.value));
    } else if (change.kind === 'insert') {
      const tokens = tokensOf(after, element);
      const spelling = tokens.flatMap((token) => found.get(token) ?? []);
      if (!isEqual(spelling, spellNew(change.element))) return false;
      for (const token of tokens) found.set(token, []);
    } else {
      for (const token of tokensOf(before, element)) expected.set(token, []);
      if (change.kind === 'replace') expected.set(tag, spellNew(change.element));
    }
  }
  return isEqual([...expected.values()].flat(), [...found.values()].flat());
}

function spell({ text, masked }: XmlDocument, token: XmlToken): readonly string[] {
  const { kind, start, end } = token;
  switch (kind) {
    case 'start':
    case 'empty': {
      const attributes = token.attributes.map((attribute) => text.slice(attribute.start, attribute.end));
      return [`<${token.name}`, ...attributes, '>', ...(kind === 'empty' ? [`</${token.name}>`] : [])];
    }
    case 'text':
      return [...masked.slice(start, end).matchAll(/\S+/g)].map(({ 0: word, index }) =>
        text.slice(start + index, start + index + word.length),
      );
    default:
      return [text.slice(start, end)];
  }
}

function spellNew(element: NewElement): readonly string[] {
  const document = XmlDocument.parse(writeElement(element, { indent: '', unit: '', lineEnd: '\n' }));
  return document.tokens.flatMap((token) => spell(document, token));
}

function withAttribute(tag: readonly string[], name: string, value: string): readonly string[] {
  const index = tag.findIndex((piece) => piece.startsWith(name) && /^\s*=/.test(piece.slice(name.length)));
  const old = tag[index];
  if (old === undefined) return tag.toSpliced(tag.indexOf('>'), 0, `${name}="${escapeXmlAttribute(value, '"')}"`);
  const quote = old.endsWith("'") ? "'" : '"';
  return tag.with(index, `${old.slice(0, old.indexOf(quote))}${quote}${escapeXmlAttribute(value, quote)}${quote}`);
}

function withText(tag: readonly string[], value: string): readonly string[] {
  return tag.toSpliced(tag.indexOf('>') + 1, 0, ...(escapeXml(value).match(/\S+/g) ?? []));
}

function tokensOf(document: XmlDocument, { tag, endTag }: XmlElement): readonly XmlToken[] {
  const end = endTag?.end ?? tag.end;
  return document.tokens.filter((token) => token.start >= tag.start && token.end <= end);
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((piece, index) => piece === other[index]);
}
