import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { lintRules, targetRules } from '../../src/lint/rules.ts';
import { memoryHome } from '../harness/memory-home.ts';

test('docs/lint.md lists each rule with its severity, in the order of the alphabet', () => {
  const page = readFileSync(new URL('../../docs/lint.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `([\w-]+)` \| (\w+) \|/gm)].map(([, id, severity]) => `${id} ${severity}`);
  const rules = [lintRules, targetRules(memoryHome())].map((each) =>
    each.map(({ id, transform }) => `${id} ${transform.meta.severity}`).sort(),
  );
  expect(listed).toEqual(rules.flat());
});
