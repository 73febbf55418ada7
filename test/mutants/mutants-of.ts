/** A defect: what stands between two offsets of a file is replaced. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What is replaced by what; the expression has to match code alone, so most ask for the blanks around an operator. */
const operators: readonly { readonly find: RegExp; readonly replace: (found: string) => string }[] = [
  { find: /(?<= )===(?= )/g, replace: () => '!==' },
  { find: /(?<= )!==(?= )/g, replace: () => '===' },
  { find: /(?<= )&&(?= )/g, replace: () => '||' },
  { find: /(?<= )\|\|(?= )/g, replace: () => '&&' },
  { find: /(?<= )<(?= )/g, replace: () => '<=' },
  { find: /(?<= )<=(?= )/g, replace: () => '<' },
  { find: /(?<= )>(?= )/g, replace: () => '>=' },
  { find: /(?<= )>=(?= )/g, replace: () => '>' },
  { find: /\btrue\b/g, replace: () => 'false' },
  { find: /\bfalse\b/g, replace: () => 'true' },
  { find: /(?<=[ (])!(?=[a-z/])/g, replace: () => '' },
  { find: /(?<=\.)some(?=\()/g, replace: () => 'every' },
  { find: /(?<=\.)every(?=\()/g, replace: () => 'some' },
  { find: /(?<=[ (,[])\d+(?=[ ),;\]])/g, replace: (found) => String(Number(found) + 1) },
];

/**
 * Defects in what findings declare, which stands in texts. What the head of a transform declares is on its page in docs/,
 * which `npm run check` compares.
 */
const declared: typeof operators = [
  {
    find: /(?<=severity: ')(?<!\n {4}severity: ')(?:critical|high|medium|low|info)(?=')/g,
    replace: (found) => (found === 'low' ? 'high' : 'low'),
  },
  {
    find: /(?<=risk: ')(?<!\n {4}risk: ')(?:safe|disruptive|data)(?=')/g,
    replace: (found) => (found === 'safe' ? 'disruptive' : 'safe'),
  },
  { find: /(?<=')[567]\.\d+\.0(?=')/g, replace: (found) => (found === '6.1.0' ? '7.0.0' : '6.1.0') },
];

/** All defects of these kinds that a source has room for, in its order. */
export function mutantsOf(source: string): readonly Mutant[] {
  const code = masked(source);
  return [...found(code, operators), ...found(withoutComments(source), declared)].sort((a, b) => a.start - b.start);
}

function found(text: string, kinds: typeof operators): readonly Mutant[] {
  return kinds.flatMap(({ find, replace }) =>
    [...text.matchAll(find)].map(({ index, 0: all }) => ({
      start: index,
      end: index + all.length,
      text: replace(all),
    })),
  );
}

/** Blanks in the place of what is no code, so that offsets stay: comments, imports and types, texts, patterns. */
function masked(source: string): string {
  return [
    /^import [\s\S]*?;$/gm,
    // Numbers of catalogues, and the bounds of answers.
    /^ *references: .*$/gm,
    /^ *(?:min|max): .*$/gm,
    /^(?:export )?(?:interface|type) [\s\S]*?^}?;?$/gm,
    /`(?:[^`\\]|\\.)*`/g,
    /'(?:[^'\\\n]|\\.)*'/g,
    /"(?:[^"\\\n]|\\.)*"/g,
    /(?<=[(,=:[!&|?{};\n] *)\/(?![/*])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g,
  ].reduce((text, pattern) => text.replace(pattern, blanks), withoutComments(source));
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, blanks);
}

function blanks(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
