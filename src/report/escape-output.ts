/** Most texts hold nothing but these, and looking into the tables of Unicode takes longer than the rest of a report. */
const otherThanPlain = /[^\x20-\x7e⟦⟧…]/;
const otherThanPlainLines = /[^\x20-\x7e\n\t\r⟦⟧…]|\r(?!\n)/;

/** Shows the unprintable characters of one line as \uXXXX, line ends and tabs among them. */
export function escapeLine(text: string): string {
  return otherThanPlain.test(text) ? text.replace(unprintable(), escaped) : text;
}

/** The same over several lines: keeps tabs and line ends, LF and CRLF. */
export function escapeOutput(text: string): string {
  if (!otherThanPlainLines.test(text)) return text;
  return text.replace(unprintable(), (character, offset: number) => {
    if (character === '\n' || character === '\t') return character;
    return character === '\r' && text[offset + 1] === '\n' ? character : escaped(character);
  });
}

/** What can drive a terminal or a log, hides, or reorders: controls, formats (bidi among them), separators, surrogates. */
function unprintable(): RegExp {
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u115f\u1160\u3164\uffa0\u2800]/gu;
}

/** One \uXXXX for each UTF-16 code unit, as JSON writes it. */
function escaped(character: string): string {
  let result = '';
  for (let index = 0; index < character.length; index++) {
    result += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return result;
}
