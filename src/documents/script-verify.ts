import { DocumentError } from './document-error.ts';
import { sameEnds } from './same-ends.ts';
import { type HeapOption, type ScriptSyntax, StartScript } from './start-script.ts';

/** One intended change of what a script gives to java. */
export type ScriptChange =
  | {
      readonly kind: 'property';
      readonly name: string /** None when it is to go. */;
      readonly value: string | undefined;
    }
  | { readonly kind: 'heap'; readonly option: HeapOption /** In bytes. */; readonly value: number };

/**
 * Proves that a script gives the intended options to java, and that all else in both texts is the same, line by line and
 * word by word.
 * @throws {DocumentError} otherwise.
 */
export function assertScriptEdit(
  before: string,
  after: string,
  intended: readonly ScriptChange[],
  syntax: ScriptSyntax,
): void {
  const script = StartScript.parse(after, syntax);
  const isSet = (change: ScriptChange) =>
    change.kind === 'property'
      ? script.getSystemProperty(change.name) === change.value
      : script.getHeap(change.option) === change.value;
  const [old, young] = [before.split(lineStarts), after.split(lineStarts)];
  const { first, last } = sameEnds(old, young);
  const was = linesWithout(old.slice(first, old.length - last), intended, syntax);
  const is = linesWithout(young.slice(first, young.length - last), intended, syntax);
  const isIntended =
    script.problems.length === 0 &&
    intended.every(isSet) &&
    was.length === is.length &&
    was.every((line, index) => isSame(line, is[index] ?? line));
  if (!isIntended) throw new DocumentError('the edit changes something else than it declares', 1);
}

const lineStarts = /(?<=\n|\r(?!\n))/;

interface Line {
  readonly text: string;
  readonly kind: 'whole' | 'shortened';
}

/** Lines of a script without the intended options, and without those that hold nothing but one of them. */
function linesWithout(
  lines: readonly string[],
  intended: readonly ScriptChange[],
  syntax: ScriptSyntax,
): readonly Line[] {
  const patterns = intended.map((change) => patternOf(change, syntax)).join('|') || '(?!)';
  const word = `(?<=^|[\\s"'=])(?:${patterns})(?=[\\s\\\\"']|$)`;
  const options = new RegExp(`[ \\t]+${word}|${word}[ \\t]*`, 'g');
  return lines.flatMap((line): readonly Line[] => {
    const rest = line.replace(options, '');
    const isJoint = /^[ \t]*\\?\s*$/.test(rest) && /\S/.test(line);
    if (rest === line && !isJoint) return [{ text: line, kind: 'whole' }];
    const isEmpty = isJoint || /^wrapper\.java\.additional\.\d+\s*=\s*$/.test(rest);
    return isEmpty ? [] : [{ text: rest, kind: 'shortened' }];
  });
}

function patternOf(change: ScriptChange, syntax: ScriptSyntax): string {
  if (change.kind === 'heap') return `${change.option}\\w+`;
  const name = `-D${change.name.replace(/[^\w-]/g, '\\$&')}`;
  if (syntax === 'wrapper') return `${name}(?:=.*)?`;
  return `"${name}(?:=[^"]*)?"|'${name}(?:=[^']*)?'|${name}(?:=(?:"[^"]*"|'[^']*'|[^\\s"'\\\\])*)?`;
}

/** Blanks count unless an option has gone from between them. */
function isSame(one: Line, other: Line): boolean {
  if (one.text === other.text) return true;
  const words = ({ text }: Line) =>
    text
      .replace(/\\?[\r\n]*$/, ' $&')
      .replace(/[ \t]+/g, ' ')
      .trimStart();
  return (one.kind === 'shortened' || other.kind === 'shortened') && words(one) === words(other);
}
