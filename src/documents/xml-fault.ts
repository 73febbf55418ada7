import { SaxesParser } from 'saxes';
import { lineOf } from './line-of.ts';

/** The one-based line at which an independent parser refuses a text as XML; undefined for well-formed XML. */
export function xmlFault(text: string): number | undefined {
  const parser = new SaxesParser();
  let line: number | undefined;
  parser.on('error', (error) => {
    line = parser.line;
    // What comes behind the first fault is not asked for.
    throw error;
  });
  try {
    parser.write(text).close();
    return undefined;
  } catch (error) {
    if (line === undefined) throw error;
  }
  // The parser reads on to the next semicolon before it complains of an ampersand.
  const bare = bareAmpersand(text);
  return bare === -1 ? line : Math.min(line, lineOf(text, bare));
}

function bareAmpersand(text: string): number {
  const unmarked = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, (part) => part.replace(/&/g, ' '));
  return unmarked.search(/&(?!(?:[A-Za-z_][\w.-]*|#\d+|#x[\da-fA-F]+);)/);
}
