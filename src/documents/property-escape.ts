const letters: Readonly<Record<string, string>> = { '\t': 't', '\n': 'n', '\r': 'r', '\f': 'f', '\\': '\\' };

/** Writes a value in ASCII so that java.util.Properties reads it back behind `=` or `:`. */
export function escapePropertyValue(value: string): string {
  return value.replace(/[\\\0-\x1f\x7f-\uffff]/g, escapeCharacter).replace(/^ /, '\\ ');
}

/** Writes a key in ASCII so that java.util.Properties reads it back. */
export function escapePropertyKey(key: string): string {
  return key.replace(/[\\\0-\x1f\x7f-\uffff]/g, escapeCharacter).replace(/[ =:#!]/g, '\\$&');
}

function escapeCharacter(character: string): string {
  return `\\${letters[character] ?? `u${character.charCodeAt(0).toString(16).padStart(4, '0')}`}`;
}
