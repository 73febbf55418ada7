import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DocumentError } from '../../src/documents/document-error.ts';
import { applyEdits } from '../../src/documents/text-edit.ts';
import { TomlDocument, type TomlValue } from '../../src/documents/toml-document.ts';
import { isTomlArray, isTomlTable, TomlVerbatim, tomlTable } from '../../src/documents/toml-value.ts';

/** Folder `tests` of github.com/toml-lang/toml-test, version 1.6.0. */
const corpus = process.env['HARDEN_TOML_TEST'];
if (corpus === undefined) throw new Error('HARDEN_TOML_TEST must name the folder "tests" of toml-test 1.6.0');

const listed = readFileSync(join(corpus, 'files-toml-1.0.0'), 'utf8')
  .split('\n')
  .filter((line) => line.endsWith('.toml'));

type Tagged =
  | { readonly type: string; readonly value: string }
  | readonly Tagged[]
  | { readonly [key: string]: Tagged };

describe('the public corpus of TOML 1.0', () => {
  test('is there in full', () => {
    expect([count('valid/'), count('invalid/')]).toEqual([185, 371]);
  });

  test.each(files('valid/'))('%s is read with the values of the corpus', (file) => {
    const { values } = TomlDocument.parse(read(file));
    expect(tagged(values)).toEqual(canonical(JSON.parse(read(file.replace(/\.toml$/, '.json')))));
  });

  test.each(files('valid/'))('%s takes a new key and loses nothing', (file) => {
    const text = read(file);
    const document = TomlDocument.parse(text);
    if (text.startsWith('\ufeff')) {
      expect(() => document.set(['a new key'], true)).toThrow(DocumentError);
      return;
    }
    const edits = document.set(['a new key'], true);
    expect(edits).toEqual([expect.objectContaining({ start: edits[0]?.end })]);
    const after = TomlDocument.parse(applyEdits(text, edits));
    expect(after.values).toEqual(tomlTable([...Object.entries(document.values), ['a new key', true]]));
  });

  test.each(files('invalid/'))('%s is refused', (file) => {
    // A text that is no UTF-8 does not get as far as the parser.
    const text = decode(file);
    if (text !== undefined) expect(() => TomlDocument.parse(text)).toThrow(DocumentError);
  });

  test('holds few invalid files that are refused for their encoding alone', () => {
    expect(files('invalid/').filter((file) => decode(file) === undefined).length).toBeLessThan(15);
  });
});

function files(start: string): string[] {
  return listed.filter((file) => file.startsWith(start));
}

function count(start: string): number {
  return files(start).length;
}

function read(file: string): string {
  return readFileSync(join(corpus ?? '', file), 'utf8');
}

function decode(file: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(join(corpus ?? '', file)));
  } catch {
    return undefined;
  }
}

/** Brings values to the form of the corpus. */
function tagged(value: TomlValue): Tagged {
  if (isTomlArray(value)) return value.map(tagged);
  if (isTomlTable(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, tagged(item)] as const));
  }
  if (value instanceof TomlVerbatim) return canonicalLeaf(corpusType[value.kind], value.text);
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'bool', value: String(value) };
  const isInteger = typeof value === 'bigint' || Number.isSafeInteger(value);
  return canonicalLeaf(isInteger ? 'integer' : 'float', String(value));
}

const corpusType = {
  float: 'float',
  'offset-date-time': 'datetime',
  'local-date-time': 'datetime-local',
  'local-date': 'date-local',
  'local-time': 'time-local',
} as const;

function canonical(value: Tagged): Tagged {
  if (Array.isArray(value)) return value.map(canonical);
  if ('type' in value && typeof value.type === 'string' && typeof value.value === 'string') {
    return canonicalLeaf(value.type, value.value);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, canonical(item)] as const));
}

/** One text for all ways to write the same float or moment. */
function canonicalLeaf(type: string, value: string): Tagged {
  if (type === 'float') return { type, value: String(Number(value.replace(/_/g, '').replace(/inf$/, 'Infinity'))) };
  if (!/^(date|time)/.test(type)) return { type, value };
  const upper = value.toUpperCase().replace(' ', 'T');
  const fraction = upper.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '');
  return { type, value: fraction.replace(/[+-]00:00$/, 'Z') };
}
