import { describe, expect, test } from '@jest/globals';
import { SaxesParser } from 'saxes';
import type { RunReport } from '../../src/engine/report-input.ts';
import { junitReport } from '../../src/report/junit-report.ts';
import { sampleReport } from './sample-report.ts';
import { appliedRun, evilRun, evilText, fullRun } from './sample-run.ts';

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** Reads XML as a conforming parser does, which refuses what is not well-formed. */
function parse(xml: string): Node {
  const parser = new SaxesParser();
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.write(xml).close();
  const [first] = root.children;
  if (first === undefined) throw new Error('no element');
  return first;
}

function suiteOf(report: RunReport): Node {
  const [suite] = parse(junitReport(report)).children;
  if (suite === undefined) throw new Error('no suite');
  return suite;
}

const runs: readonly (readonly [string, RunReport])[] = [
  ['full', fullRun],
  ['applied', appliedRun],
  ['evil', evilRun],
  ['empty', sampleReport({}, { rules: new Map() })],
];

describe('the JUnit report', () => {
  test.each(runs)('of a run that is %s keeps the rules of the widespread XSD, as written down here', (_, report) => {
    const root = parse(junitReport(report));
    const suite = suiteOf(report);
    expect(root.name).toBe('testsuites');
    for (const name of ['name', 'package', 'id', 'timestamp', 'hostname', 'tests', 'failures', 'errors', 'time']) {
      expect(suite.attributes).toHaveProperty(name);
    }
    expect(suite.attributes['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(suite.attributes['id']).toMatch(/^\d+$/);
    const order = suite.children.map(({ name }) => name).join(' ');
    expect(order).toMatch(/^properties( testcase)* system-out system-err$/);
    for (const property of suite.children[0]?.children ?? []) {
      expect(Object.keys(property.attributes)).toEqual(['name', 'value']);
      expect(property.attributes['name']).not.toBe('');
    }
    const cases = suite.children.filter(({ name }) => name === 'testcase');
    for (const { attributes, children } of cases) {
      expect(Object.keys(attributes)).toEqual(['name', 'classname', 'time']);
      expect(children.length).toBeLessThanOrEqual(1);
      for (const { name, attributes: own } of children) {
        expect(['skipped', 'error', 'failure']).toContain(name);
        if (name !== 'skipped') expect(own).toHaveProperty('type');
      }
    }
    const number = (name: string): string =>
      String(cases.filter(({ children }) => children.some((child) => child.name === name)).length);
    expect(suite.attributes).toMatchObject({
      tests: String(cases.length),
      failures: number('failure'),
      errors: number('error'),
      skipped: number('skipped'),
    });
  });

  test('tells each status by its element', () => {
    const told = suiteOf(fullRun)
      .children.filter(({ name }) => name === 'testcase')
      .map(({ attributes, children }) => [attributes['classname'], children[0]?.name]);
    expect(told).toEqual([
      ['harden.cors-origins', 'skipped'],
      ['harden.h2-console', 'skipped'],
      ['harden.hsts', undefined],
      ['harden.http-connector', 'skipped'],
      ['harden.jdk', 'error'],
      ['harden.ports', 'skipped'],
      ['harden.tls-protocols', 'failure'],
    ]);
  });

  test('holds every finding of a check with its file and line, and the terms of a waiver', () => {
    const cases = suiteOf(fullRun).children.filter(({ name }) => name === 'testcase');
    expect(cases.at(-1)?.children[0]?.text.split('\n')).toEqual([
      expect.stringContaining('repository/conf/deployment.toml:12: '),
      expect.stringContaining('repository/conf/deployment.toml:40: other: '),
    ]);
    expect(cases[3]?.children[0]?.attributes['message']).toBe(
      'waived: TLS ends at the balancer (platform team, until 2027-06-30)',
    );
  });

  test('shows what would break it as text', () => {
    const [first] = suiteOf(evilRun).children.filter(({ attributes }) => attributes['classname'] === 'harden.jdk');
    expect(first?.children[0]?.text).toContain(
      `]]>--><script>alert(1)</script>"'&\\u001b[2J\\u202e\\u2028\\u0000\\ud800`,
    );
    expect(junitReport(evilRun)).not.toContain('<script');
    expect(junitReport(evilRun)).not.toContain(evilText);
  });
});
