import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assertScriptEdit, type ScriptChange } from '../../src/documents/script-verify.ts';
import { type ScriptSyntax, StartScript } from '../../src/documents/start-script.ts';
import { applyEdits, type TextEdit } from '../../src/documents/text-edit.ts';
import { fuzzSettings } from './fuzz-settings.ts';
import { batchScript, shellScript, wrapperConf } from './start-script-texts.ts';

const strict: ScriptChange = { kind: 'property', name: 'verifier', value: 'Strict' };

describe('assertScriptEdit', () => {
  test.each<[ScriptSyntax, string]>([
    ['shell', shellScript],
    ['batch', batchScript],
    ['wrapper', wrapperConf],
  ])('accepts the intended change of a %s script only', (syntax, before) => {
    const after = before.replace('DefaultAndLocalhost', 'Strict');
    expect(() => assertScriptEdit(before, after, [strict], syntax)).not.toThrow();
    expect(() => assertScriptEdit(before, before, [strict], syntax)).toThrow('something else');
    expect(() => assertScriptEdit(before, after, [], syntax)).toThrow('something else');
    const heap: ScriptChange = { kind: 'heap', option: '-Xmx', value: 2 ** 31 };
    expect(() => assertScriptEdit(before, after.replace('1024m', '2g'), [strict, heap], syntax)).not.toThrow();
    expect(() => assertScriptEdit(before, after.replace('1024m', '2g'), [strict], syntax)).toThrow('something else');
  });

  test.each([
    ['another option changes', 'workerNode=false', 'workerNode=true'],
    ['another option is lost', '    -Dcom.sun.management.jmxremote \\\n', ''],
    ['a comment cuts the command', '-DworkerNode=false', '# -DworkerNode=false'],
    ['a comment is lost', '# -Dcommented.out=1\n', ''],
    ['an option starts the same', '-Dverifier', '-Dverifier2=1 -Dverifier'],
    ['a line that is not changed is laid out in another way', '    $JAVA_OPTS', '  $JAVA_OPTS'],
    ['the line ends change', '$JAVA_OPTS \\\n', '$JAVA_OPTS \\\r\n'],
  ])('refuses when %s', (_, part, replacement) => {
    const after = shellScript.replace('DefaultAndLocalhost', 'Strict').replace(part, () => replacement);
    expect(after).not.toBe(shellScript.replace('DefaultAndLocalhost', 'Strict'));
    expect(() => assertScriptEdit(shellScript, after, [strict], 'shell')).toThrow('something else');
  });
});

const names = ['a', 'b.c', 'verifier', 'a.b'];
const option = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('-D', '"-D', "'-D"),
      fc.constantFrom(...names),
      fc.constantFrom('', '=', '=1', '="x y"', '=x#y', '=$H/z'),
    )
    .map(([start, name, value]) => {
      const quote = start.length > 2 ? (start[0] ?? '') : '';
      return `${start}${name}${quote === '' ? value : value.replaceAll('"', '')}${quote}`;
    }),
  fc.constantFrom('$JAVA_OPTS', '$JVM_MEM_OPTS', '-Xmx512m', '-Xms1g', '-classpath "$H/lib"'),
);
const joint = fc.constantFrom(' ', '  ', ' \\\n    ', '\\\n ', ' \\\n\t', ' \\\n');
const shell = fc.array(fc.tuple(joint, option), { maxLength: 8 }).chain((pieces) =>
  fc.tuple(joint, fc.constantFrom(' $*\n', '\n', '')).map(([last, end]) => {
    const command = pieces.map(([blanks, word]) => `${blanks}${word}`).join('');
    return `JVM_MEM_OPTS="-Xms1m -Xmx2m"\n$JAVACMD${command}${last}org.wso2.carbon.bootstrap.Bootstrap${end}`;
  }),
);
const batch = fc.array(option, { maxLength: 8 }).map((words) => {
  const value = words.map((word) => word.replaceAll("'", '"').replaceAll('$H', '%H%')).join(' ');
  return `rem a\r\nset CMD_LINE_ARGS=${value}\r\n"%J%" %CMD_LINE_ARGS% org.wso2.carbon.bootstrap.Bootstrap %CMD%\r\n`;
});
const wrapper = fc
  .array(option, { maxLength: 8 })
  .map((words) =>
    [
      '# a',
      ...words.map((word, index) => `wrapper.java.additional.${index * 2 + 1} = ${word.replace(/["']/g, '')}`),
      'b=c',
      '',
    ].join('\n'),
  );
const script: fc.Arbitrary<readonly [ScriptSyntax, string]> = fc.oneof(
  shell.map((text) => ['shell', text] as const),
  batch.map((text) => ['batch', text] as const),
  wrapper.map((text) => ['wrapper', text] as const),
);
const change: fc.Arbitrary<ScriptChange> = fc.oneof(
  fc.record({
    kind: fc.constant('property' as const),
    name: fc.constantFrom(...names),
    value: fc.constantFrom('', '1', 'Strict', 'a/b:c=d', undefined),
  }),
  fc.record({
    kind: fc.constant('heap' as const),
    option: fc.constantFrom('-Xms' as const, '-Xmx' as const),
    value: fc.constantFrom(1000, 2 ** 20, 2 ** 31),
  }),
);

function editsOf(document: StartScript, wanted: ScriptChange): readonly TextEdit[] {
  if (wanted.kind === 'heap') return document.setHeap(wanted.option, wanted.value);
  const { name, value } = wanted;
  return value === undefined ? document.removeSystemProperty(name) : document.setSystemProperty(name, value);
}

test('every edit passes the check and leaves nothing to edit', () => {
  fc.assert(
    fc.property(script, change, ([syntax, before], wanted) => {
      const after = applyEdits(before, editsOf(StartScript.parse(before, syntax), wanted));
      assertScriptEdit(before, after, [wanted], syntax);
      expect(editsOf(StartScript.parse(after, syntax), wanted)).toEqual([]);
    }),
    fuzzSettings(3000),
  );
});

test('sh gives java what was meant', () => {
  const cases = fc.sample(fc.tuple(shell, change), { ...fuzzSettings(300), numRuns: 300 });
  const edited = cases.map(([before, wanted]) =>
    applyEdits(before, editsOf(StartScript.parse(before, 'shell'), wanted)),
  );
  const argumentsOf = (texts: readonly string[]) => {
    const input = [
      'show() { for a; do echo "$a"; done; }',
      'JAVACMD=show H=/h',
      ...texts.flatMap((text) => [text, 'echo; echo --']),
    ];
    const { stdout } = spawnSync('sh', [], {
      input: input.join('\n'),
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    return stdout.split('\n\n--\n').map((words) => words.split('\n'));
  };
  const before = argumentsOf(cases.map(([text]) => text));
  const after = argumentsOf(edited);
  cases.forEach(([, wanted], index) => {
    const others = (words: readonly string[] = []) => words.filter((word) => !isOf(word, wanted));
    const got = after[index] ?? [];
    expect(others(got)).toEqual(others(before[index]));
    expect(got.findLast((word) => isOf(word, wanted))?.replace(/=$/, '')).toBe(wordOf(wanted));
  });
});

function isOf(word: string, wanted: ScriptChange): boolean {
  if (wanted.kind === 'heap') return word.startsWith(wanted.option);
  return word === `-D${wanted.name}` || word.startsWith(`-D${wanted.name}=`);
}

function wordOf(wanted: ScriptChange): string | undefined {
  if (wanted.kind === 'heap') return `${wanted.option}${wanted.value === 1000 ? 1000 : `${wanted.value / 2 ** 20}m`}`;
  const { name, value } = wanted;
  return value === undefined ? undefined : value === '' ? `-D${name}` : `-D${name}=${value}`;
}
