/** Numbers below one that are the same for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What breaks or bends every format. */
export const anywhere = [
  '\0',
  '\r',
  '\n',
  '\t',
  '\ufeff',
  '\u2028',
  '\u202e',
  'ä',
  '😀',
  '"',
  "'",
  '\\',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '$ref{a.b}',
  '$env{HOME}',
  '$secret{x}',
  '⟦new app-password⟧',
  '${carbon.home}',
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '1e999',
  '-0',
  '18446744073709551616',
  'password',
  'password = "',
  'a'.repeat(3000),
];

export const tokensOf = {
  toml: ['[', ']', '[[', ']]', '{', '}', '=', '.', ',', '#', '"""', "'''", '[__proto__]\nx = 1\n', '1979-05-27', 'inf'],
  xml: [
    '<',
    '>',
    '</',
    '/>',
    '&',
    ';',
    '&amp;',
    '&#0;',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '<?',
    '?>',
  ],
  properties: ['=', ':', '#', '!', '\\\n', '\\u00', '\\uD800', ' = ', 'password='],
  script: ['$(', '`', '\\\n', '^\n', '%', '%%', '!', '<<E\n', ' -D', '=', ';', '&&', '|', '"$@"', 'REM '],
  json: ['{', '}', '[', ']', ':', ',', 'null', 'true', '"__proto__":{"polluted":1},', '\\u0000', '1e400'],
} as const;

export type Format = keyof typeof tokensOf;

/** Changes a text in one to four places, as an accident, a hand or an attacker might. */
export function mutate(text: string, format: Format, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const tokens = [...anywhere, ...tokensOf[format], ...tokensOf[format]];
  const spot = (): number => Math.floor(random() * (text.length + 1));
  let changed = text;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const at = Math.min(spot(), changed.length);
    const length = Math.floor(random() ** 3 * 200);
    const [before, part, after] = [changed.slice(0, at), changed.slice(at, at + length), changed.slice(at + length)];
    switch (Math.floor(random() * 7)) {
      case 0:
        changed = before + after;
        break;
      case 1:
        changed = before + part + part + after;
        break;
      case 2:
        changed = before + pick(tokens) + part + after;
        break;
      case 3:
        changed = before + pick(tokens) + after;
        break;
      case 4:
        changed = before + part + pick(tokens).repeat(1 + Math.floor(random() ** 4 * 2000)) + after;
        break;
      case 5:
        changed = before + after.slice(0, 100) + part + after.slice(100);
        break;
      default:
        changed = random() < 0.5 ? before : after;
    }
  }
  // What reads a file refuses more, and a half of a surrogate pair cannot come from UTF-8.
  return Buffer.from(changed)
    .toString('utf8')
    .slice(0, 1 << 20);
}
