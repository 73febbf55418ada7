import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { registry } from '../../src/cli/registry.ts';
import { checkAnswerFile } from '../../src/engine/answer-file.ts';
import { answerPage, answerSchema } from '../../src/report/answer-reference.ts';

const isValid = new Ajv({ strict: true, useDefaults: false }).compile(JSON.parse(answerSchema(registry)));

function isTaken(values: Readonly<Record<string, unknown>>): boolean {
  try {
    checkAnswerFile(values, registry);
    return true;
  } catch {
    return false;
  }
}

const waiver = { id: 'hsts', reason: 'the balancer sets it', owner: 'platform team', expires: '2027-06-30' };

describe('the schema of the answer file', () => {
  test.each([
    ['nothing', {}, true],
    ['a profile', { profile: 'strict' }, true],
    ['an unknown profile', { profile: 'stern' }, false],
    ['a choice', { transforms: { 'http-connector': true } }, true],
    ['an unknown transform', { transforms: { 'http-conector': true } }, false],
    ['a choice that is no flag', { transforms: { hsts: 'yes' } }, false],
    ['a number', { answers: { ports: { offset: 3 } } }, true],
    ['a number out of range', { answers: { ports: { offset: -3 } } }, false],
    ['a list', { answers: { 'callback-regex': { hosts: ['login.example.com'] } } }, true],
    ['a list of another form', { answers: { 'callback-regex': { hosts: ['https://x/'] } } }, false],
    ['the place of a secret', { answers: { 'super-admin': { password: 'env:ADMIN' } } }, true],
    ['a secret itself', { answers: { 'super-admin': { password: 'CanaryCanary1' } } }, false],
    ['an unknown answer', { answers: { ports: { offsets: 3 } } }, false],
    ['an unknown key', { profil: 'strict' }, false],
    ['a waiver', { waivers: [waiver] }, true],
    ['a waiver without an owner', { waivers: [{ ...waiver, owner: undefined }] }, false],
    ['a waiver for ever', { waivers: [{ ...waiver, expires: 'never' }] }, false],
  ])('and harden agree on %s', (_, values, taken) => {
    // As a file would hold it: keys without a value are absent.
    const file = JSON.parse(JSON.stringify(values));
    expect(isValid(file)).toBe(taken);
    expect(isTaken(file)).toBe(taken);
  });
});

test('the page of the answer file has each answer', () => {
  const page = answerPage(registry);
  for (const { id, transform } of registry) {
    for (const [name, { question }] of Object.entries(transform.params)) {
      expect(page).toContain(`### [answers.${id}]`);
      expect(page).toContain(`| \`${name}\` |`);
      expect(page).toContain(question);
    }
  }
});

describe('the patterns of answers', () => {
  const patterns = registry.flatMap(({ id, transform }) =>
    Object.entries(transform.params).flatMap(([name, param]) =>
      'pattern' in param && param.pattern !== undefined ? [[`${id}.${name}`, param.pattern] as const] : [],
    ),
  );

  // Otherwise a value with anything before or behind a good one is written into a file.
  test.each(patterns)('hold for the whole of %s', (_, { source }) => {
    expect(source).toMatch(/^\^.*\$$/);
  });
});
