/** `StringUtils.substringsBetween` of commons-lang: what stands between each opening and the next closing. */
export function substringsBetween(text: string, open: string, close: string): readonly string[] {
  const found: string[] = [];
  let position = text.indexOf(open);
  while (position !== -1) {
    const start = position + open.length;
    const end = text.indexOf(close, start);
    if (end === -1) break;
    found.push(text.slice(start, end));
    position = text.indexOf(open, end + close.length);
  }
  return found;
}

export type PlaceholderKind = 'ref' | 'sys' | 'env' | 'secret';

/** The names in the `$kind{name}` of a text. */
export function placeholdersIn(text: string, kind: PlaceholderKind): readonly string[] {
  return text.includes('$') ? substringsBetween(text, `$${kind}{`, '}') : [];
}

export function fillPlaceholder(text: string, kind: PlaceholderKind, name: string, value: string): string {
  return text.replaceAll(`$${kind}{${name}}`, () => value);
}
