import { describe, expect, test } from '@jest/globals';
import { xmlFault } from '../../src/documents/xml-fault.ts';

describe('a text is XML', () => {
  test.each([
    ['well-formed', '<?xml version="1.0"?>\n<a b="c">&amp;&#65;&#x41;</a>\n', undefined],
    ['an ampersand in a comment or in CDATA', '<!-- & -->\n<a><![CDATA[&]]></a>', undefined],
    ['a bare ampersand', '<a>\n<b>x & y</b>\n<c/>\n</a>;', 2],
    ['a bare ampersand behind one in a comment', '<!-- & -->\n<a>\n& </a>', 3],
    ['an angle bracket in a value', '<a>\n<b c="x<y"/>\n</a>', 2],
    ['an end that is missing', '<a>\n<b>\n</a>', 3],
    ['a text without an element', 'plain', 1],
  ])('%s', (_, text, line) => {
    expect(xmlFault(text)).toBe(line);
  });
});
