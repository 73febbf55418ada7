import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskTemplate } from '../../src/documents/jinja-template.ts';
import { xmlTokens } from '../../src/documents/xml-tokens.ts';
import { fuzzSettings } from './fuzz-settings.ts';
import { realFiles } from './real-files.ts';

function kindsOf(text: string): readonly string[] {
  return xmlTokens(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('xmlTokens', () => {
  test('tells all kinds of tokens apart', () => {
    const text =
      '\ufeff<?xml version="1.0"?><!DOCTYPE a PUBLIC "-//x>//" "y"><!-- <b> --><?p >?><a><b/> c <![CDATA[<d>]]></a >\n';
    expect(kindsOf(text)).toEqual([
      'text \ufeff',
      'declaration <?xml version="1.0"?>',
      'doctype <!DOCTYPE a PUBLIC "-//x>//" "y">',
      'comment <!-- <b> -->',
      'instruction <?p >?>',
      'start <a>',
      'empty <b/>',
      'text  c ',
      'cdata <![CDATA[<d>]]>',
      'end </a >',
      'text \n',
    ]);
  });

  test('reads attributes with either quote, over lines and with blanks around the sign', () => {
    const text = `<svns:a\n  b = "1>"\tc='"'\n/>`;
    const [token] = xmlTokens(text);
    expect(token).toMatchObject({ kind: 'empty', name: 'svns:a' });
    const attributes = token?.kind === 'empty' ? token.attributes : [];
    expect(
      attributes.map(({ name, quote, valueStart, valueEnd }) => [name, quote, text.slice(valueStart, valueEnd)]),
    ).toEqual([
      ['b', '"', '1>'],
      ['c', "'", '"'],
    ]);
    expect(attributes.map(({ start, end }) => text.slice(start, end))).toEqual(['b = "1>"', `c='"'`]);
  });

  test('ends what is broken at the next bracket, or at the end when it is not closed', () => {
    expect(kindsOf('<a b><c/>< d')).toEqual(['broken <a b>', 'empty <c/>', 'broken < d']);
    expect(kindsOf('<a/><!-- <b/> --')).toEqual(['empty <a/>', 'broken <!-- <b/> --']);
  });

  test('names nothing after the letters of a mask', () => {
    const text = '<{{a}}/>';
    expect(xmlTokens(maskTemplate(text).masked, text)).toMatchObject([{ kind: 'empty', name: '{{a}}' }]);
  });

  test('loses nothing of any text', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '!',
      '?',
      '--',
      '[',
      ']',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '<!DOCTYPE ',
      '<a',
      '</a>',
      '"',
      "'",
      ' b="c"',
      '=',
      ' ',
      '\r\n',
      '\n',
      'ü',
      '&amp;',
      '{{',
      '}}',
      '{%',
      '%}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(
          xmlTokens(text)
            .map(({ start, end }) => text.slice(start, end))
            .join(''),
        ).toBe(text);
      }),
      fuzzSettings(2000),
    );
  });

  test('loses nothing of real files', () => {
    for (const { name, text } of realFiles('.xml', '.j2')) {
      const xml = name.endsWith('.j2') ? maskTemplate(text).masked : text;
      const parts = xmlTokens(xml, text).map(({ start, end }) => text.slice(start, end));
      expect([name, parts.join('') === text]).toEqual([name, true]);
    }
  });

  test.each(['<!--', '<![CDATA[', '<?', '<!DOCTYPE a "', '<a b="', '<a ', '<a b="c" '])(
    'reads a megabyte of %s in less than five seconds',
    (piece) => {
      const started = performance.now();
      xmlTokens(piece.repeat(1_000_000 / piece.length));
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );
});
