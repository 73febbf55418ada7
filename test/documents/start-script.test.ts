import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type ScriptSyntax, StartScript } from '../../src/documents/start-script.ts';
import { applyEdits, type TextEdit } from '../../src/documents/text-edit.ts';
import { batchScript, shellScript, wrapperConf } from './start-script-texts.ts';

const mebibyte = 1024 ** 2;
const scripts: readonly [ScriptSyntax, string][] = [
  ['shell', shellScript],
  ['batch', batchScript],
  ['wrapper', wrapperConf],
];

function edited(text: string, syntax: ScriptSyntax, edit: (script: StartScript) => readonly TextEdit[]): string {
  return applyEdits(text, edit(StartScript.parse(text, syntax)));
}

describe.each(scripts)('a %s script', (syntax, text) => {
  const script = StartScript.parse(text, syntax);

  test('tells what it gives to java', () => {
    expect(script.problems).toEqual([]);
    expect(script.getSystemProperty('verifier')).toBe('DefaultAndLocalhost');
    expect(script.getSystemProperty('com.sun.management.jmxremote')).toBe('');
    expect(script.getHeap('-Xms')).toBe(256 * mebibyte);
    expect(script.getHeap('-Xmx')).toBe(1024 * mebibyte);
  });

  test('does not know what is commented out, or other options that start the same', () => {
    for (const name of ['commented.out', 'commented', 'verif', 'java.rmi.server.hostname']) {
      expect([script.getSystemProperty(name), script.lineOfSystemProperty(name)]).toEqual([undefined, undefined]);
    }
  });

  test('tells the line of what it sets', () => {
    const lineWith = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;
    expect(script.lineOfSystemProperty('verifier')).toBe(lineWith('-Dverifier='));
    expect(script.lineOfHeap('-Xmx')).toBe(lineWith('-Xmx1024m'));
  });

  test('changes a value in place', () => {
    expect(edited(text, syntax, (s) => s.setSystemProperty('verifier', 'Strict'))).toBe(
      text.replace('DefaultAndLocalhost', 'Strict'),
    );
    expect(edited(text, syntax, (s) => s.setHeap('-Xmx', 2048 * mebibyte))).toBe(text.replace('1024m', '2048m'));
    expect(edited(text, syntax, (s) => s.setHeap('-Xms', 1000))).toBe(text.replace('256m', '1000'));
  });

  test('makes no edit when there is nothing to change', () => {
    expect(script.setSystemProperty('verifier', 'DefaultAndLocalhost')).toEqual([]);
    expect(script.setHeap('-Xmx', 1024 * mebibyte)).toEqual([]);
    expect(script.removeSystemProperty('absent')).toEqual([]);
  });

  test('changes the last of two', () => {
    const added = edited(text, syntax, (s) => s.setSystemProperty('new', '1'));
    const twice = added.replace('-Dcom.sun.management.jmxremote', '-Dnew=0');
    expect(StartScript.parse(twice, syntax).getSystemProperty('new')).toBe('1');
    expect(edited(twice, syntax, (s) => s.setSystemProperty('new', '2'))).toBe(twice.replace('-Dnew=1', '-Dnew=2'));
    expect(
      StartScript.parse(
        edited(twice, syntax, (s) => s.removeSystemProperty('new')),
        syntax,
      ).getSystemProperty('new'),
    ).toBe(undefined);
  });

  test.each(['a b', 'a"b', '$(a)', '`a`', 'a\n', '%a%', 'a;b', 'a\\', "a'", 'a&b', '!a!', 'ü', 'a#'])(
    'refuses the value %j, which a script could read',
    (value) => {
      expect(() => script.setSystemProperty('new', value)).toThrow(RangeError);
      expect(() => script.setSystemProperty(`n${value}`, '1')).toThrow(RangeError);
    },
  );

  test('refuses a text that starts no server', () => {
    if (syntax === 'wrapper') return;
    const other = text.replace('org.wso2.carbon.bootstrap.Bootstrap', 'org.example.Main');
    for (const broken of ['', other]) {
      expect(() => StartScript.parse(broken, syntax)).toThrow(expect.objectContaining({ name: 'DocumentError' }));
    }
  });
});

describe('wso2server.sh', () => {
  const main = '    org.wso2.carbon.bootstrap.Bootstrap $*\n';

  test('gets a new option on a line of its own before the main class', () => {
    expect(edited(shellScript, 'shell', (s) => s.setSystemProperty('new', 'a/b:c=d'))).toBe(
      shellScript.replace(main, () => `    -Dnew=a/b:c=d \\\n${main}`),
    );
    const windows = shellScript.replaceAll('\n', '\r\n');
    expect(edited(windows, 'shell', (s) => s.setSystemProperty('new', ''))).toBe(
      windows.replace(/ {4}org/, '    -Dnew \\\r\n    org'),
    );
  });

  test('gets a new option on the only line of a command', () => {
    const text = 'exec "${JAVACMD}" $JAVA_OPTS org.wso2.carbon.bootstrap.Bootstrap "$@"';
    expect(edited(text, 'shell', (s) => s.setSystemProperty('new', '1'))).toBe(text.replace('org', '-Dnew=1 org'));
  });

  test('loses the line of an option, or only the option', () => {
    const removed = (name: string) => edited(shellScript, 'shell', (s) => s.removeSystemProperty(name));
    expect(removed('com.sun.management.jmxremote')).toBe(
      shellScript.replace('    -Dcom.sun.management.jmxremote \\\n', ''),
    );
    expect(removed('conf.location')).toBe(shellScript.replace('    -Dconf.location="$CARBON_HOME/conf"\\\n', ''));
    expect(removed('workerNode')).toBe(shellScript.replace('-DworkerNode=false ', ''));
    expect(removed('correlation')).toBe(shellScript.replace('-Dcorrelation=false ', ''));
  });

  test('does not join two words when a line goes', () => {
    const text = '$JAVACMD -Da=1\\\n -Db=2 \\\n-Dc=3 \\\norg.wso2.carbon.bootstrap.Bootstrap\n';
    const script = StartScript.parse(
      edited(text, 'shell', (s) => s.removeSystemProperty('b')),
      'shell',
    );
    expect([script.getSystemProperty('a'), script.getSystemProperty('c')]).toEqual(['1', '3']);
  });

  test.each([
    ["-Dverifier='Default'", "-Dverifier='Strict'"],
    ['"-Dverifier=De fault"', '"-Dverifier=Strict"'],
    ['-Dverifier=De"fau"lt', '-Dverifier=Strict'],
    ['-Dverifier', '-Dverifier=Strict'],
  ])('changes %s with its quotes', (before, after) => {
    const text = shellScript.replace('-Dverifier="DefaultAndLocalhost"', before);
    expect(edited(text, 'shell', (s) => s.setSystemProperty('verifier', 'Strict'))).toBe(text.replace(before, after));
  });

  test('lets a heap size on the command count when it stands behind JVM_MEM_OPTS', () => {
    const behind = shellScript.replace('$JAVA_OPTS', '-Xmx3g $JAVA_OPTS');
    expect(StartScript.parse(behind, 'shell').getHeap('-Xmx')).toBe(3 * 1024 ** 3);
    expect(StartScript.parse(behind, 'shell').lineOfHeap('-Xmx')).toBe(23);
    const before = shellScript.replace('$JVM_MEM_OPTS \\', '-Xmx3g $JVM_MEM_OPTS \\');
    expect(StartScript.parse(before, 'shell').getHeap('-Xmx')).toBe(1024 * mebibyte);
    const none = shellScript.replace(/-Xm[sx]\d+m ?/g, '');
    expect(StartScript.parse(none, 'shell').getHeap('-Xmx')).toBe(undefined);
    expect(edited(none, 'shell', (s) => s.setHeap('-Xmx', mebibyte))).toBe(
      none.replace('    org', '    -Xmx1m \\\n    org'),
    );
  });

  test.each([
    [
      'a comment on a line of its own',
      '    -DworkerNode=false',
      '    # -Dold=1 \\\n    -DworkerNode=false',
      29,
      'a comment',
    ],
    ['a comment behind an option', '-Dpool.timeout=3000  \\', '-Dpool.timeout=3000 # ms \\', 28, 'a comment'],
    ['a missing backslash', '-Dpool.timeout=3000  \\', '-Dpool.timeout=3000', 28, 'the end'],
    ['a blank behind a backslash', '-Dpool.timeout=3000  \\', '-Dpool.timeout=3000 \\ ', 28, 'the end'],
    ['an operator', '-Dpool.timeout=3000  \\', '-Dpool.timeout=3000;5 \\', 28, 'a sign'],
  ])('reports %s, which cuts the command, and is not edited then', (_, part, replacement, line, cause) => {
    const text = shellScript.replace(part, replacement);
    expect(text).not.toBe(shellScript);
    const script = StartScript.parse(text, 'shell');
    expect(script.problems).toEqual([{ line, problem: expect.stringContaining(cause) }]);
    expect(script.getSystemProperty('conf.location')).toBe('$CARBON_HOME/conf');
    expect(script.getSystemProperty('verifier')).toBe(undefined);
    expect(() => script.setSystemProperty('verifier', 'Strict')).toThrow(expect.objectContaining({ line }));
    expect(() => script.removeSystemProperty('conf.location')).toThrow(expect.objectContaining({ line }));
  });

  test('takes a number sign inside of a word for no comment', () => {
    const text = shellScript.replace('3000', '30#00');
    expect(StartScript.parse(text, 'shell').getSystemProperty('pool.timeout')).toBe('30#00');
  });

  test('refuses two commands that start the server', () => {
    expect(() => StartScript.parse(shellScript + shellScript, 'shell')).toThrow('more than one');
  });

  test('gives java what was meant, as sh runs it', () => {
    const home = mkdtempSync(join(tmpdir(), 'harden-start-'));
    const argumentsOf = (text: string) => {
      writeFileSync(join(home, 'run.sh'), text);
      const env = { PATH: process.env['PATH'], JAVA_HOME: home, CARBON_HOME: '/h', JAVA_OPTS: '-Da=1 -Db=2' };
      return spawnSync('sh', [join(home, 'run.sh'), 'extra'], { env, encoding: 'utf8' })
        .stdout.split('\n')
        .slice(0, -1);
    };
    try {
      spawnSync('mkdir', [join(home, 'bin')]);
      writeFileSync(join(home, 'bin/java'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
      chmodSync(join(home, 'bin/java'), 0o755);
      const before = argumentsOf(shellScript);
      expect(before).toContain('-Djava.io.tmpdir=/h/tmp dir');
      let text = edited(shellScript, 'shell', (s) => s.setSystemProperty('verifier', 'Strict'));
      text = edited(text, 'shell', (s) => s.setSystemProperty('jdk.tls.ephemeralDHKeySize', '2048'));
      text = edited(text, 'shell', (s) => s.setHeap('-Xmx', 2048 * mebibyte));
      text = edited(text, 'shell', (s) => s.removeSystemProperty('conf.location'));
      text = edited(text, 'shell', (s) => s.removeSystemProperty('workerNode'));
      const expected = before
        .map((word) => word.replace('DefaultAndLocalhost', 'Strict').replace('-Xmx1024m', '-Xmx2048m'))
        .filter((word) => !/^-D(conf\.location|workerNode)=/.test(word));
      expected.splice(-2, 0, '-Djdk.tls.ephemeralDHKeySize=2048');
      expect(argumentsOf(text)).toEqual(expected);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe('wso2server.bat', () => {
  test('gets a new option behind the others of its line', () => {
    expect(edited(batchScript, 'batch', (s) => s.setSystemProperty('new', '1'))).toBe(
      batchScript.replace('\\conf"', '\\conf" -Dnew=1'),
    );
    const windows = batchScript.replaceAll('\n', '\r\n').replace('\\conf"', '\\conf"  ');
    expect(edited(windows, 'batch', (s) => s.setSystemProperty('new', '1'))).toBe(
      windows.replace('\\conf"', '\\conf" -Dnew=1'),
    );
    const quoted = batchScript.replace(/set (CMD_LINE_ARGS=-X.*)/, 'set "$1"');
    expect(edited(quoted, 'batch', (s) => s.setSystemProperty('new', '1'))).toBe(
      quoted.replace('\\conf""', '\\conf" -Dnew=1"'),
    );
  });

  test('loses an option with the blanks beside it', () => {
    const removed = (name: string) => edited(batchScript, 'batch', (s) => s.removeSystemProperty(name));
    expect(removed('com.sun.management.jmxremote')).toBe(batchScript.replace('-Dcom.sun.management.jmxremote ', ''));
    expect(removed('last')).toBe(batchScript.replace(' -Dlast="%CARBON_HOME%\\conf"', ''));
  });

  test('follows further lines that add to the arguments, or replace them', () => {
    const adds = batchScript.replace(
      '\n:runJava',
      '\nSET "cmd_line_args=-Dverifier=A %cmd_line_args% -Dmore=1"\n:runJava',
    );
    const script = StartScript.parse(adds, 'batch');
    expect([script.getSystemProperty('verifier'), script.getSystemProperty('more')]).toEqual([
      'DefaultAndLocalhost',
      '1',
    ]);
    expect(edited(adds, 'batch', (s) => s.setSystemProperty('new', '1'))).toBe(
      adds.replace('more=1', 'more=1 -Dnew=1'),
    );
    const replaces = batchScript.replace('\n:runJava', '\nset CMD_LINE_ARGS=-Dmore=1\n:runJava');
    expect(StartScript.parse(replaces, 'batch').getSystemProperty('verifier')).toBe(undefined);
    const own = batchScript.replace('%CMD_LINE_ARGS% org', '%CMD_LINE_ARGS% -Dverifier=Own org');
    expect(StartScript.parse(own, 'batch').getSystemProperty('verifier')).toBe('Own');
  });

  test.each([
    ['under a condition', 'if defined A set CMD_LINE_ARGS=%CMD_LINE_ARGS% -Da=1', 'condition'],
    ['in a block', 'if defined A (\nset CMD_LINE_ARGS=%CMD_LINE_ARGS% -Da=1\n)', 'condition'],
    ['on more than one line', 'set CMD_LINE_ARGS=%CMD_LINE_ARGS% ^\n -Da=1', 'go on'],
    ['with an open quote', 'set CMD_LINE_ARGS=%CMD_LINE_ARGS% -Da="1', 'quote'],
  ])('reports arguments that are set %s, and is not edited then', (_, lines, problem) => {
    const script = StartScript.parse(
      batchScript.replace('\n:runJava', () => `\n${lines}\n:runJava`),
      'batch',
    );
    expect(script.problems).toMatchObject([{ problem: expect.stringContaining(problem) }]);
    expect(() => script.setSystemProperty('new', '1')).toThrow(expect.objectContaining({ name: 'DocumentError' }));
  });
});

describe('wrapper.conf', () => {
  test('gets a new option with the next number behind the highest', () => {
    const line = 'wrapper.java.additional.10 = -Dverifier=DefaultAndLocalhost\n';
    expect(edited(wrapperConf, 'wrapper', (s) => s.setSystemProperty('new', '1'))).toBe(
      wrapperConf.replace(line, `${line}wrapper.java.additional.11 = -Dnew=1\n`),
    );
    expect(edited('a=b', 'wrapper', (s) => s.setSystemProperty('new', '1'))).toBe(
      'a=b\nwrapper.java.additional.1 = -Dnew=1',
    );
    expect(edited('a=b\r\n', 'wrapper', (s) => s.setSystemProperty('new', '1'))).toBe(
      'a=b\r\nwrapper.java.additional.1 = -Dnew=1\r\n',
    );
  });

  test('loses the line of an option', () => {
    expect(edited(wrapperConf, 'wrapper', (s) => s.removeSystemProperty('com.sun.management.jmxremote'))).toBe(
      wrapperConf.replace('wrapper.java.additional.9 = -Dcom.sun.management.jmxremote\n', ''),
    );
  });

  test('counts by the numbers, not by the lines', () => {
    const text = wrapperConf.replace('-Droot=\\/', '-Dverifier=A');
    expect(StartScript.parse(text, 'wrapper').getSystemProperty('verifier')).toBe('DefaultAndLocalhost');
  });

  test('reports a number that is used twice, and is not edited then', () => {
    const script = StartScript.parse(`${wrapperConf}wrapper.java.additional.3 = -Da=1\n`, 'wrapper');
    expect(script.problems).toEqual([{ line: 9, problem: expect.stringContaining('second time') }]);
    expect(() => script.setHeap('-Xmx', mebibyte)).toThrow('second time');
  });
});

test.each<[ScriptSyntax, string]>([
  ['shell', '$JAVACMD \\\n'],
  ['shell', "$JAVACMD '"],
  ['batch', '%CMD_LINE_ARGS% '],
  ['batch', 'set CMD_LINE_ARGS=" '],
  ['wrapper', 'wrapper.java.additional.1=-Da\n'],
])('a %s text of a megabyte of %j is read in less than five seconds', (syntax, piece) => {
  const started = performance.now();
  const text = piece.repeat(1_000_000 / piece.length);
  try {
    StartScript.parse(text, syntax);
  } catch (error) {
    expect(error).toMatchObject({ name: 'DocumentError' });
  }
  expect(performance.now() - started).toBeLessThan(5000);
});
