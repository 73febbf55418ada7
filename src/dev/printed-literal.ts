/** Writes objects, texts and flags as the formatter of the project would. */
export function printedLiteral(value: unknown, indent = ''): string {
  if (typeof value === 'string') return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const deeper = `${indent}  `;
  const lines = entries.map(([key, each]) => {
    const name = /^\w+$/.test(key) ? key : `'${key}'`;
    const text = printedLiteral(each, deeper);
    const isLong = typeof each === 'string' && deeper.length + name.length + text.length > 117;
    return `${deeper}${name}:${isLong ? `\n${deeper}  ` : ' '}${text},`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}
