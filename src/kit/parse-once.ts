/** How many texts are remembered: one run looks at some dozen files, most of them once a round. */
const most = 64;

/** Makes a parser remember its results: each round of a plan, and each transform, looks at the same few texts. */
export function parseOnce<Document>(
  parse: (text: string, path: string) => Document,
): (text: string, path: string) => Document {
  const known = new Map<string, { readonly text: string; readonly document: Document }>();
  return (text, path) => {
    const found = known.get(path);
    if (found?.text === text) return found.document;
    if (known.size >= most) known.clear();
    const document = parse(text, path);
    known.set(path, { text, document });
    return document;
  };
}
