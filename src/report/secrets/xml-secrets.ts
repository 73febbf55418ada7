import { isSecretName } from '../secret-keys.ts';
import type { Span } from './span.ts';

/**
 * Comment and CDATA marks are tokens of their own, so what is commented out is read like the rest. A tag may end before
 * its `>`: what follows is then text of that element. Expressions of templates stand alone.
 */
const token = new RegExp(
  [
    String.raw`<!--|-->|<!\[CDATA\[|\]\]>|<\?[^<>]*>`,
    String.raw`(?<expression>\{\{[^{}]*\}\}|\{%[^%]*%\}|\{#[^#]*#\})`,
    String.raw`</(?<close>[\w:.-]*)[^<>]*>?`,
    String.raw`<(?<open>[A-Za-z_][\w:.-]*)(?<attributes>(?:"[^"<]*"|'[^'<]*'|[^'"<>]+)*)>?`,
    String.raw`(?<text>(?:[^<{\]-]+|\{(?![{%#])|\](?!\]>)|-(?!->))+|[<{\]-])`,
  ].join('|'),
  'g',
);
const attribute = /(?<![\w:.-])(?<name>[\w:.-]+)\s*=\s*(?:"(?<double>[^"<]*)|'(?<single>[^'<]*))/g;
/** Attributes and elements that name what a value beside them is. */
const naming = /^(?:name|key|id|property|param)$/i;
const namingElement = /(?:^|[-_])(?:name|key)$|[a-z](?:Name|Key)$|^Name$|^Key$/;
const valueElement = /(?:^|[-_])value$|[a-z]Value$|^Value$/;

/** Finds secret attributes and the text of secret elements in XML or a template of it, whole or broken. */
export function xmlSecrets(text: string): readonly Span[] {
  const spans: Span[] = [];
  let element = '';
  let textIsSecret = false;
  /** A naming element just said that the next value element holds a secret. */
  let valueIsSecret = false;
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const { close, open, attributes, expression, text: characters } = match.groups ?? {};
    const end = token.lastIndex;
    if (open !== undefined) {
      element = localName(open);
      const named = attributesOf(attributes ?? '', match.index + 1 + open.length, spans);
      const secret = isSecretName(element) || (valueIsSecret && valueElement.test(element)) || named === 'secret';
      textIsSecret = secret && !match[0].endsWith('/>');
      if (textIsSecret) spans.push(illFormedText(text, end, open));
    } else if (close !== undefined) {
      if (valueElement.test(element)) valueIsSecret = false;
      textIsSecret = false;
      element = '';
    } else if (match[0] === '<![CDATA[' && textIsSecret) {
      const marked = text.indexOf(']]>', end);
      token.lastIndex = marked < 0 ? text.length : marked;
      spans.push({ start: end, end: token.lastIndex });
    } else if (expression !== undefined || characters !== undefined) {
      if (textIsSecret) spans.push({ start: match.index, end });
      const name = characters?.trim() ?? '';
      if (namingElement.test(element) && name !== '') valueIsSecret = isSecretName(name);
    }
  }
  return spans;
}

/** A text with a bare `<` in it, up to the end tag; empty when what stands there is well-formed. */
function illFormedText(text: string, start: number, element: string): Span {
  const near = text.slice(start, start + 1024);
  const content = near.slice(0, Math.max(0, near.indexOf(`</${element}`)));
  const wellFormed = !content.includes('<') || /<(?:!|\/?[A-Za-z][^<>]*>)/.test(content);
  return { start, end: wellFormed ? start : start + content.length };
}

/** Adds what is secret in a tag, and tells whether an attribute says so of the element's text. */
function attributesOf(attributes: string, offset: number, spans: Span[]): 'secret' | 'open' {
  const found = [...attributes.matchAll(attribute)].map((match) => {
    const { name = '', double, single } = match.groups ?? {};
    const value = double ?? single ?? '';
    const end = offset + match.index + match[0].length;
    return { name: localName(name), value, span: { start: end - value.length, end } };
  });
  const names = found.some(({ name, value }) => naming.test(name) && isSecretName(value));
  for (const { name, span } of found) {
    if (isSecretName(name) || (names && /^value$/i.test(name))) spans.push(span);
  }
  return names ? 'secret' : 'open';
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}
