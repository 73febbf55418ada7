import { DocumentError } from '../documents/document-error.ts';
import { onceFor } from '../once-for.ts';
import type { TextFile } from './home.ts';

/**
 * Makes a parser remember its results, refusals among them: each round of a plan, and each transform, looks at the same
 * few files.
 */
export function parseOnce<Document>(parse: (file: TextFile) => Document): (file: TextFile) => Document {
  const known = onceFor((file: TextFile) => resultOf(parse, file));
  return (file) => known(file)();
}

function resultOf<Document>(parse: (file: TextFile) => Document, file: TextFile): () => Document {
  try {
    const document = parse(file);
    return () => document;
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return () => {
      throw error;
    };
  }
}
