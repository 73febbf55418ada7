import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunReport } from '../../src/engine/report-input.ts';
import { hdfReport } from '../../src/report/hdf-report.ts';
import { htmlReport } from '../../src/report/html-report.ts';
import { jsonReport } from '../../src/report/json-report.ts';
import { junitReport } from '../../src/report/junit-report.ts';
import { createRedactor } from '../../src/report/redact.ts';
import { sarifReport } from '../../src/report/sarif-report.ts';
import { textReport } from '../../src/report/text-report.ts';
import { sampleFile, sampleFinding, sampleReport } from './sample-report.ts';
import { canary, secretPlaces } from './secret-places.ts';

/** Every renderer in every manner. A new one belongs here. */
const renderers: readonly ((report: RunReport) => string)[] = [
  jsonReport,
  sarifReport,
  junitReport,
  htmlReport,
  hdfReport,
  ...(['quiet', 'normal', 'verbose'] as const).map(
    (verbosity) => (report: RunReport) => textReport(report, { colour: 'always', verbosity, width: 40 }),
  ),
];

describe('no renderer gives away a secret', () => {
  test('of a file before, after, or in the context of a change', () => {
    const lines = fc.constantFrom('', 'a = 1\n', '# b\n', '\r\n', 'c = "d"\n');
    const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 150);
    fc.assert(
      fc.property(
        fc.constantFrom(...secretPlaces),
        lines,
        lines,
        fc.constantFrom('+', '-', ' '),
        (place, a, b, sign) => {
          const [, path, text] = place;
          const secret = `${a}${text}\n`;
          const file =
            sign === ' '
              ? sampleFile(path, `${secret}${b}`, `${secret}${b}x = 1\n`)
              : sign === '+'
                ? sampleFile(path, undefined, secret)
                : sampleFile(path, secret, b);
          for (const command of ['audit', 'apply', 'dry-run', 'plan'] as const) {
            const report = sampleReport({ files: [file], findings: [sampleFinding({ path })] }, { command });
            for (const render of renderers) expect(render(report)).not.toContain(canary);
          }
        },
      ),
      { seed: 3, numRuns: runs },
    );
  });

  test('that a message, a note, a gate or a reason quotes within a URL or an option', () => {
    const text = `It is ldap://u:${canary}@h and -Dx.password=${canary} now.`;
    const report = sampleReport(
      { findings: [sampleFinding({ message: text, at: text })] },
      {
        notes: [text],
        waivers: [
          { id: 'tls-protocols', reason: text, owner: text, expires: new Date('2099-01-01'), state: 'in force' },
        ],
        gates: [{ id: 'a', message: text, hint: text }],
        exit: { status: 1, reason: text },
      },
    );
    for (const render of renderers) expect(render(report)).not.toContain(canary);
  });
});

const trees = process.env['HARDEN_TEST_TREES'];

(trees === undefined ? describe.skip : describe)('in the configuration of real releases', () => {
  const root = trees ?? '';
  const files = trees === undefined ? [] : filesBelow(root);

  function filesBelow(folder: string): readonly string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(?:md|txt|access)$/.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  }

  test('the default secrets are masked wherever a name says what they are', () => {
    const shown = files.flatMap((path) =>
      createRedactor()
        .file(path, readFileSync(join(root, path), 'utf8'))
        .split('\n')
        .filter((line) =>
          /(?:password|pass|hash|secret|^key)["']?\s*[=:>]\s*["']?(?:admin|wso2carbon|dashboard|66cd)/i.test(line),
        ),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(shown).toEqual([]);
  });

  test('few lines are masked, and none that sets a rule, a switch, a name or a place', () => {
    const masked = files.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const lines = createRedactor().file(path, text).split('\n');
      return text.split('\n').filter((line, index) => line !== lines[index]);
    });
    expect(masked.length).toBeGreaterThan(40);
    expect(masked.length).toBeLessThan(files.length);
    const needed =
      /(?:regex|digest|policy|expiry|validity|alias|file_?name|location|class)["']?\s*[=:>]|=\s*(?:true|false)\s*$|\{\{[\w.]+\}\}/i;
    expect(masked.filter((line) => needed.test(line))).toEqual([]);
  });
});
