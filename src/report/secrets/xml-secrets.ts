import { isSecretName } from '../secret-keys.ts';
import type { Span } from './span.ts';

/**
 * Comment and CDATA marks are tokens of their own, so what is commented out is read like the rest. A tag may end before
 * its `>`: what follows is then text of that element. Expressions of templates stand alone.
 */
const token = new RegExp(
  [
    String.raw`<!--|-->|<!\[CDATA\[|\]\]>|<\?[^>]*>`,
    String.raw`\{\{[^{}]*\}\}|\{%[^%]*%\}|\{#[^#]*#\}`,
    String.raw`</(?<close>[\w:.-]*)[^<>]*>?`,
    String.raw`<(?<open>[A-Za-z_][\w:.-]*)(?<attributes>(?:"[^"<]*"|'[^'<]*'|[^'"<>])*)>?`,
    String.raw`(?<text>[^<{\]-]+|[<{\]-])`,
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
  for (const match of text.matchAll(token)) {
    const { close, open, attributes, text: characters } = match.groups ?? {};
    if (open !== undefined) {
      element = localName(open);
      const offset = match.index + 1 + open.length;
      textIsSecret = isSecretName(element) || (valueIsSecret && valueElement.test(element));
      if (attributesOf(attributes ?? '', offset, spans) === 'names a secret') textIsSecret = true;
      if (match[0].endsWith('/>')) textIsSecret = false;
    } else if (close !== undefined) {
      if (valueElement.test(element)) valueIsSecret = false;
      textIsSecret = false;
      element = '';
    } else if (characters !== undefined) {
      if (textIsSecret) spans.push({ start: match.index, end: match.index + characters.length });
      if (namingElement.test(element) && characters.trim() !== '') valueIsSecret = isSecretName(characters.trim());
    }
  }
  return spans;
}

function attributesOf(attributes: string, offset: number, spans: Span[]): 'names a secret' | 'names none' {
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
  return names ? 'names a secret' : 'names none';
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}
