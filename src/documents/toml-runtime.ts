import type { AST } from 'toml-eslint-parser';
import type { TomlDocument } from './toml-document.ts';
import { isNested, startsWithBom } from './toml-tree.ts';

export interface TomlRuntimeProblem {
  /** One-based. */
  readonly line: number;
  /** What the product's parser makes of the line; never quotes it. */
  readonly problem: string;
}

/**
 * Lists what is valid TOML 1.0 and yet stops the server at its start, or is read as another value: the product parses
 * with cava-toml 0.5.0 (lib/cava-toml-0.5.0.jar of the kernel), whose grammar is older and whose lexer loses its
 * place. All rules were measured with that jar; a date inside an array or an inline table is sometimes read right.
 */
export function tomlRuntimeProblems({ text, tree: { ast } }: TomlDocument): readonly TomlRuntimeProblem[] {
  const contents = ast.body[0].body
    .flatMap((item) => (item.type === 'TOMLTable' ? item.body : [item]))
    .map((pair) => pair.value);
  const problems = [
    ...(startsWithBom(text) ? [{ line: 1, problem: 'refuses a byte order mark' }] : []),
    ...lateHeaders(ast),
    ...commaProblems(ast),
    ...ast.tokens.flatMap(tokenProblems),
    ...contents.flatMap(contentProblems),
  ];
  return problems.sort((a, b) => a.line - b.line);
}

/** A table that exists through a header below it becomes its own child when its header comes at last. */
function lateHeaders(ast: AST.TOMLProgram): TomlRuntimeProblem[] {
  const implied = new Set<string>();
  const problems: TomlRuntimeProblem[] = [];
  for (const item of ast.body[0].body) {
    if (item.type !== 'TOMLTable') continue;
    const path = item.resolvedKey;
    if (implied.has(JSON.stringify(path))) {
      problems.push(found(item, 'overflows the stack on the header of a table that comes after a table below it'));
    }
    for (let length = 1; length < path.length; length++) implied.add(JSON.stringify(path.slice(0, length)));
  }
  return problems;
}

function commaProblems({ tokens }: AST.TOMLProgram): TomlRuntimeProblem[] {
  const problems: TomlRuntimeProblem[] = [];
  let braces = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'Punctuator') continue;
    if (token.value === '{') braces++;
    if (token.value === '}') braces--;
    if (token.value !== ',') continue;
    if (tokens[index - 1]?.loc.end.line !== token.loc.start.line) {
      problems.push(found(token, 'refuses a comma on the line after its item'));
    }
    if (braces > 0 && tokens[index + 1]?.value === ']') {
      problems.push(found(token, 'loses its place after a trailing comma inside an inline table'));
    }
  }
  return problems;
}

function tokenProblems(token: AST.Token): TomlRuntimeProblem[] {
  const problems: TomlRuntimeProblem[] = [];
  const raw = token.value;
  const isBasic = token.type === 'BasicString' || token.type === 'MultiLineBasicString';
  const isMultiLine = token.type === 'MultiLineBasicString' || token.type === 'MultiLineLiteralString';
  if (isBasic && raw.includes('\t')) problems.push(found(token, 'refuses a tab in a basic string'));
  if (isMultiLine) {
    const content = isBasic ? raw.replace(/\\\S/g, '--') : raw;
    if (/(?:"{4}|'{4})$/.test(content.slice(3))) {
      problems.push(found(token, 'refuses a quote right before the closing quotes of a multi-line string'));
    }
    if (isBasic && /\\[ \t]*\r?\n/.test(content)) {
      problems.push(found(token, 'keeps the line end after a backslash in a multi-line string'));
    }
  }
  if (token.type === 'Float' && /e[+-]?0[\d_]/i.test(raw)) {
    problems.push(found(token, 'refuses an exponent with a leading zero'));
  }
  if (token.type === 'Float' && Math.abs(token.number) === Number.POSITIVE_INFINITY && !raw.endsWith('inf')) {
    problems.push(found(token, 'refuses a float that is too large'));
  }
  return problems;
}

function contentProblems(node: AST.TOMLContentNode): TomlRuntimeProblem[] {
  if (node.type === 'TOMLInlineTable') return node.body.flatMap(({ value }) => contentProblems(value));
  if (node.type === 'TOMLArray') return arrayProblems(node);
  const problems: TomlRuntimeProblem[] = [];
  if (isDateOrTime(node)) {
    if (isNested(node)) problems.push(found(node, 'loses its place after a date or time inside another value'));
    if (/z|:60|\.\d{10}|[+-](?:19|2\d):/.test(node.datetime)) {
      problems.push(found(node, 'refuses this way to write a date or time'));
    }
  }
  return problems;
}

function arrayProblems(array: AST.TOMLArray): TomlRuntimeProblem[] {
  const problems: TomlRuntimeProblem[] = [];
  if (array.elements.length === 0 && isNested(array)) {
    problems.push(found(array, 'loses its place after an empty array inside another value'));
  }
  if (new Set(array.elements.map(typeName)).size > 1) {
    problems.push(found(array, 'refuses an array of several types'));
  }
  return [...problems, ...array.elements.flatMap(contentProblems)];
}

function isDateOrTime(node: AST.TOMLContentNode): node is AST.TOMLDateTimeValue {
  return node.type === 'TOMLValue' && 'datetime' in node;
}

function typeName(node: AST.TOMLContentNode): string {
  return node.type === 'TOMLValue' ? node.kind : node.type;
}

function found(node: AST.HasLocs, problem: string): TomlRuntimeProblem {
  return { line: node.loc.start.line, problem };
}
