import { escapeLine } from './escape-output.ts';

/** Writes a value as JSON with a final line end. Texts stay exact: JSON's own escapes keep them harmless. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2).split('\n').map(escapeLine).join('\n')}\n`;
}
