import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyEdits, type TextEdit } from '../../src/documents/text-edit.ts';
import { xmlFault } from '../../src/documents/xml-fault.ts';
import { type AttributedText, attribute, textWithout } from '../../src/engine/attributed-text.ts';
import { mergeTexts } from '../../src/engine/merge-texts.ts';
import type { EditStep } from '../../src/engine/plan.ts';
import { takeBack } from '../../src/engine/take-back.ts';

const path = 'repository/conf/deployment.toml';
const all = (...ids: readonly string[]): ReadonlySet<string> => new Set(ids);

interface Round {
  readonly [transform: string]: readonly TextEdit[];
}

function stepsOf(before: string, rounds: readonly Round[]): readonly EditStep[] {
  let text = before;
  return rounds.map((round) => {
    const shares = Object.entries(round).map(([transform, edits]) => ({ transform, edits }));
    const after = applyEdits(
      text,
      shares.flatMap(({ edits }) => edits),
    );
    const step = { path, before: text, after, intents: [], seals: [], shares };
    text = after;
    return step;
  });
}

function attributed(before: string, ...rounds: readonly Round[]): AttributedText {
  const steps = stepsOf(before, rounds);
  const pieces = attribute(before, steps, steps.at(-1)?.after ?? before);
  if (pieces === undefined) throw new Error('the steps lead from one text to the other');
  return pieces;
}

/** One edit that puts a text behind the first occurrence of another. */
function behind(text: string, place: string, inserted: string): TextEdit {
  const at = text.indexOf(place) + place.length;
  return { start: at, end: at, text: inserted };
}

describe('a text with the shares of several transforms', () => {
  const before = 'a = 1\nb = 2\n';
  const pieces = attributed(before, {
    one: [{ start: 4, end: 5, text: '10' }],
    two: [{ start: 10, end: 11, text: '20' }],
  });

  test('tells what it would be without any of them', () => {
    expect(textWithout(pieces, all())).toBe('a = 10\nb = 20\n');
    expect(textWithout(pieces, all('one'))).toBe('a = 1\nb = 20\n');
    expect(textWithout(pieces, all('two'))).toBe('a = 10\nb = 2\n');
    expect(textWithout(pieces, all('one', 'two'))).toBe(before);
  });

  test('is none where the steps were made on another text', () => {
    const steps = stepsOf(before, [{ one: [{ start: 4, end: 5, text: '10' }] }]);
    expect(attribute('c = 3\n', steps, 'c = 3\n')).toBeUndefined();
    expect(attribute(before, steps, before)).toBeUndefined();
  });

  test('leads to both ends, and to what the others would have made alone, whatever they do', () => {
    const line = fc.constantFrom('a', 'b = 1', '', '[t]', 'x');
    const lines = fc.array(line, { minLength: 4, maxLength: 12 });
    const spot = fc.record({ at: fc.nat(), length: fc.nat(3), text: fc.constantFrom('', 'new', 'y\nz\n') });
    fc.assert(
      fc.property(lines, fc.array(spot, { minLength: 1, maxLength: 6 }), (given, spots) => {
        const text = given.join('\n');
        // Edits of one round do not overlap: each has its own stretch of the text.
        const stretch = Math.floor(text.length / spots.length);
        const edits = spots.map(({ at, length, text: inserted }, index) => {
          const start = index * stretch + (stretch === 0 ? 0 : at % stretch);
          return { start, end: Math.min(start + length, (index + 1) * stretch), text: inserted };
        });
        const usable = edits.filter(({ start, end }) => start <= end);
        const odd = usable.filter((_, index) => index % 2 === 1);
        const even = usable.filter((_, index) => index % 2 === 0);
        const both = attributed(text, { odd, even });
        expect(textWithout(both, all('odd', 'even'))).toBe(text);
        expect(textWithout(both, all('odd'))).toBe(applyEdits(text, even));
        expect(textWithout(both, all('even'))).toBe(applyEdits(text, odd));
        for (const ids of [all('odd'), all('even')]) {
          const taken = takeBack('some.properties', both, ids, textWithout(both, all()));
          expect(taken).toEqual({ text: textWithout(both, ids) });
        }
      }),
      { numRuns: Number(process.env['HARDEN_FUZZ_RUNS'] ?? 200) },
    );
  });
});

describe('two changes of one text', () => {
  test.each([
    ['apart', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n', 'A\nb\nC\n'],
    ['of neighbours', 'a\nb\n', 'A\nb\n', 'a\nB\n', 'A\nB\n'],
    ['that are the same', 'a\nb\n', 'A\nb\n', 'A\nb\n', 'A\nb\n'],
    ['of which one took out more', 'a\nb\nc\nd\n', 'a\nc\nd\n', 'a\nd\n', 'a\nd\n'],
    ['that add at two places', 'a\nb\n', 'x\na\nb\n', 'a\nb\ny\n', 'x\na\nb\ny\n'],
    ['one of which adds behind what goes', 'a\nb\n', 'a\n', 'a\nb\nc\n', 'a\nc\n'],
  ])('%s are made together', (_, common, one, other, both) => {
    expect(mergeTexts(common, one, other)).toBe(both);
    expect(mergeTexts(common, other, one)).toBe(both);
  });

  test.each([
    ['one line', 'a\nb\n', 'A\nb\n', 'Z\nb\n'],
    ['what one takes out', 'a\nb\nc\n', 'c\n', 'a\nB\nc\n'],
    ['one place with new lines', 'a\nb\n', 'a\nx\nb\n', 'a\ny\nb\n'],
  ])('are not made together where both change %s', (_, common, one, other) => {
    expect(mergeTexts(common, one, other)).toBeUndefined();
  });

  test('of files of as many lines as there may be', () => {
    const many = 'a\n'.repeat(300_000);
    expect(mergeTexts(`${many}b\nc\nd\n`, `${many}B\nc\nd\n`, `${many}b\nc\nd\n${many}`)).toBe(
      `${many}B\nc\nd\n${many}`,
    );
  });

  test('take the blank line with the block that it stands before', () => {
    const common = 'a\n\n[one]\nx\n\n[two]\ny\n\n[three]\nz\n';
    expect(mergeTexts(common, 'a\n\n[two]\ny\n\n[three]\nz\n', 'a\n\n[one]\nx\n\n[three]\nz\n')).toBe(
      'a\n\n[three]\nz\n',
    );
  });
});

describe('taking back', () => {
  const before = '[server]\nhostname = "a"\n';
  const opened = '\n[transport]\nserver = "x"\n';
  const pieces = attributed(
    before,
    { one: [{ start: before.length, end: before.length, text: opened }] },
    { two: [behind(before + opened, 'server = "x"', '\nprotocols = "y"')] },
  );
  const left = textWithout(pieces, all());

  test('leaves the header of a table that others put keys into', () => {
    expect(takeBack(path, pieces, all('one'), left)).toEqual({ text: `${before}\n[transport]\nprotocols = "y"\n` });
    expect(takeBack(path, pieces, all('two'), left)).toEqual({ text: before + opened });
    expect(takeBack(path, pieces, all('one', 'two'), left)).toEqual({ text: before });
  });

  test('leaves the header for a key that was added since', () => {
    const only = attributed(before, { one: [{ start: before.length, end: before.length, text: opened }] });
    const present = `${before}${opened}mine = 1\n`;
    expect(takeBack(path, only, all('one'), present)).toEqual({ text: `${before}\n[transport]\nmine = 1\n` });
  });

  test('refuses what would give a key of others another meaning', () => {
    const element = '\n[[filter]]\nname = "x"\n';
    const only = attributed(before, { one: [{ start: before.length, end: before.length, text: element }] });
    const present = `${before}${element}mine = 1\n`;
    expect(takeBack(path, only, all('one'), present)).toHaveProperty('problem');
  });

  test('refuses what somebody changed again, then or since', () => {
    const again = attributed(
      before,
      { one: [behind(before, 'hostname = "', 'b')] },
      { two: [{ start: 21, end: 22, text: 'c' }] },
    );
    const present = textWithout(again, all());
    expect(takeBack(path, again, all('one'), present)).toEqual({ problem: 'two changed what they had written' });
    expect(takeBack(path, again, all('two'), present)).toHaveProperty('text');
    expect(takeBack(path, pieces, all('two'), left.replace('"y"', '"z"'))).toHaveProperty('problem');
  });

  test('refuses what would leave XML that is none', () => {
    const xml = '<a>\n<b/>\n</a>\n';
    const wrapped = attributed(xml, { one: [behind(xml, '<a>\n', '<c>\n'), behind(xml, '<b/>\n', '</c>\n')] });
    const present = textWithout(wrapped, all());
    expect(takeBack('x.xml', wrapped, all('one'), present)).toEqual({ text: xml });
    const moved = present.replace('</c>\n</a>\n', '</a>\n</c>\n').replace('<a>\n<c>\n', '<c>\n<a>\n');
    const taken = takeBack('x.xml', wrapped, all('one'), moved);
    if ('text' in taken) expect(xmlFault(taken.text)).toBeUndefined();
    const closed = present.replace('<b/>\n', '<b/>\n</c>\n<c>\n');
    expect(takeBack('x.xml', wrapped, all('one'), closed)).toHaveProperty('problem');
  });
});
