import type { TextFile } from './home.ts';

/** Makes a parser remember its results: each round of a plan, and each transform, looks at the same few files. */
export function parseOnce<Document>(parse: (file: TextFile) => Document): (file: TextFile) => Document {
  const known = new WeakMap<TextFile, Document>();
  return (file) => {
    const document = known.get(file) ?? parse(file);
    known.set(file, document);
    return document;
  };
}
