/**
 * How the bytes of a configuration file become text and back without loss. Java reads `.properties` as Latin-1;
 * start scripts are edited in ASCII places only, so Latin-1 keeps whatever else is in them.
 */
export type TextEncoding = 'utf-8' | 'latin1' | 'binary';

const utf8 = ['.toml', '.xml', '.j2', '.json', '.jag', '.jsp'];
const latin1 = ['.properties', '.sh', '.bat', '.conf', '.txt', '.access'];

export function encodingOf(path: string): TextEncoding {
  if (utf8.some((ending) => path.endsWith(ending))) return 'utf-8';
  if (latin1.some((ending) => path.endsWith(ending))) return 'latin1';
  return 'binary';
}
