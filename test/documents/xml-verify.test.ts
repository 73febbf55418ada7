import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holdsTemplate } from '../../src/documents/jinja-template.ts';
import { applyEdits, type TextEdit } from '../../src/documents/text-edit.ts';
import { XmlDocument, type XmlSyntax } from '../../src/documents/xml-document.ts';
import type { NewElement } from '../../src/documents/xml-new-element.ts';
import type { XmlElement } from '../../src/documents/xml-tree.ts';
import { assertXmlEdit, type XmlChange } from '../../src/documents/xml-verify.ts';
import { fuzzSettings } from './fuzz-settings.ts';
import { realFiles } from './real-files.ts';

const before = `<?xml version="1.0"?>
<!-- a -->
<web-app>
    <filter>
        <name>one</name>
    </filter>
    <filter b='1' c="2"/>
</web-app>
`;
const setC: XmlChange = { kind: 'attribute', path: ['web-app', 'filter', 1], name: 'c', value: '3' };

describe('assertXmlEdit', () => {
  test('accepts each kind of change that is intended', () => {
    const accepted: readonly [string, XmlChange][] = [
      [before.replace('"2"', '"3"'), setC],
      [before.replace('>one', '>&lt;'), { kind: 'text', path: ['web-app', 'filter', 'name'], value: '<' }],
      [before.replace(`    <filter b='1' c="2"/>\n`, ''), { kind: 'remove', path: ['web-app', 'filter', 1] }],
      [
        before.replace('<name>one</name>', '<d/>'),
        { kind: 'replace', path: ['web-app', 'filter', 0, 'name'], element: { name: 'd' } },
      ],
      [
        before.replace('</web-app>', '    <d e="f"/>\n</web-app>'),
        { kind: 'insert', path: ['web-app', 'd'], element: { name: 'd', attributes: { e: 'f' } } },
      ],
    ];
    for (const [after, change] of accepted) {
      expect(() => assertXmlEdit(before, after, [change])).not.toThrow();
      expect(() => assertXmlEdit(before, after, [])).toThrow('something else');
      expect(() => assertXmlEdit(before, before, [change])).toThrow('something else');
    }
  });

  test.each([
    ['a comment is lost', (text: string) => text.replace('<!-- a -->\n', '')],
    ['a comment changes', (text: string) => text.replace('<!-- a', '<!-- b')],
    ['another attribute changes', (text: string) => text.replace("'1'", "'2'")],
    ['an attribute appears', (text: string) => text.replace("'1'", "'1' d='2'")],
    ['a text changes', (text: string) => text.replace('>one', '>two')],
    ['an element appears', (text: string) => text.replace('</filter>', '<d/></filter>')],
    ['an element moves into a comment', (text: string) => text.replace('<filter>', '<!--').replace('</filter>', '-->')],
    ['the quotes of another element change', (text: string) => text.replace('"1.0"', "'1.0'")],
    ['a tag is spelled in another way', (text: string) => text.replace('</name>', '</name >')],
  ])('refuses when %s beside the intended change', (_, spoil) => {
    const after = before.replace('"2"', '"3"');
    expect(spoil(after)).not.toBe(after);
    expect(() => assertXmlEdit(before, spoil(after), [setC])).toThrow('something else');
  });

  test('refuses XML that is not well-formed, and does not quote it', () => {
    const broken = before.replace('"2"', '"3" SECRET="&SECRET;"');
    expect(() => assertXmlEdit(before, broken, [setC])).toThrow(
      expect.objectContaining({ message: 'line 7: this is not well-formed XML' }),
    );
    const declared = `<!DOCTYPE a [<!ENTITY b "c">]>${before}`;
    expect(() => assertXmlEdit(declared, declared, [])).toThrow('not well-formed');
  });

  test('refuses a template whose statements or expressions change', () => {
    const template = '<a>{% if b %}<c d="{{e}}" f="1"/>{% endif %}</a>';
    const setF: XmlChange = { kind: 'attribute', path: ['a', 'c'], name: 'f', value: '2' };
    const after = template.replace('"1"', '"2"');
    expect(() => assertXmlEdit(template, after, [setF], 'template')).not.toThrow();
    expect(() => assertXmlEdit(template, after.replace('if b', 'if x'), [setF], 'template')).toThrow('something else');
    const other = `${template.slice(0, -4)}<g/></a>`;
    expect(() => assertXmlEdit(other, other.replace('{{e}}', '{{x}}'), [], 'template')).toThrow('something else');
  });
});

describe('a template that makes no XML when its statements are hidden', () => {
  const template = `<Server>
  {% if a %}<Access>{% else %}<Access b="1">{% endif %}</Access>
  <Client hash="abc" name='{{d}}'/> <!-- e -->
  <Enabled>false</Enabled>
</Server>`;
  const setHash: XmlChange = { kind: 'attribute', path: ['Server', 'Client'], name: 'hash', value: 'new' };
  const setEnabled: XmlChange = { kind: 'text', path: ['Server', 'Enabled'], value: 'true' };
  const after = template.replace('abc', 'new').replace('false', 'true');

  test('may change in the intended values', () => {
    expect(() => assertXmlEdit(template, after, [setHash, setEnabled], 'template')).not.toThrow();
    expect(() => assertXmlEdit(template, after, [setHash], 'template')).toThrow('something else');
    expect(() => assertXmlEdit(template, template, [setHash], 'template')).toThrow('something else');
  });

  test.each([
    ['an expression', '{{d}}', '{{x}}'],
    ['a statement', 'if a', 'if x'],
    ['a comment', '<!-- e', '<!-- x'],
    ['an element', '<Client', '<Klient'],
    ['the number of tokens', '</Server>', '<a/></Server>'],
  ])('may not change in %s', (_, part, other) => {
    const spoilt = after.replace(part, other);
    expect(spoilt).not.toBe(after);
    expect(() => assertXmlEdit(template, spoilt, [setHash, setEnabled], 'template')).toThrow('something else');
  });

  test('may get the intended elements', () => {
    const insert: XmlChange = { kind: 'insert', path: ['Server', 'New'], element: { name: 'New', text: 'a' } };
    const added = template.replace('</Server>', '  <New>a</New>\n</Server>');
    expect(() => assertXmlEdit(template, added, [insert], 'template')).not.toThrow();
    expect(() => assertXmlEdit(template, added.replace('>a<', '>b<'), [insert], 'template')).toThrow('something else');
  });
});

const nasty: readonly { readonly text: string; readonly syntax: XmlSyntax }[] = [
  {
    syntax: 'plain',
    text: `\ufeff<?xml version='1.0' encoding="UTF-8" standalone = "yes"?>\r\n<!DOCTYPE web-app PUBLIC "-//a//b>" 'http://c/d'>\r\n<!-- <web-app> & -->\r\n<?pi <a> ?>\r\n<web-app xmlns="http://java.sun.com/xml/ns/javaee"\r\n\t version = '3.0'>\r\n\t<filter><filter-name>a</filter-name><!-- b --></filter>\r\n\t<filter\r\n\t\tid='x>y"' >\r\n\t\t<init-param> <!-- c -->\r\n\t\t\t<param-value>\r\n  &#x41; &amp; <![CDATA[</web-app>]]>\r\n</param-value>\r\n\t\t</init-param>\r\n\t</filter>\r\n\t<ü:é.a-b/>\r\n<empty></empty><empty />\r\n</web-app>\r\n<!-- end -->`,
  },
  { syntax: 'plain', text: `<a><b c="1" d='2'/><b/><!----><b> text </b><e><f><g/></f></e></a>` },
  { syntax: 'plain', text: `<a>\n\n  <b>\n      <c/>\n\n  </b>   <b/> <!-- d --> <!-- e -->\n\n</a>\n\n` },
  {
    syntax: 'template',
    text: `{# <Server> #}\n<!-- {{ version }} -->\n<Server a="{{ b | default("}}") }}">\n    {% if c is sameas '%}' %}\n    <Client hash="1" name='{{d}}'/>\n    {% endif %}\n    {% for e in f %}<Item {% if e %}g="1"{% endif %}>{{e}}</Item>{% endfor %}\n    <Manager pathname=""/>\n    <Plain>false</Plain>\n    <!-- {% if h %} --><Odd/><!-- {% endif %} -->\n\n</Server>\n`,
  },
];

const value = fc.string({
  unit: fc.constantFrom('a', '1', '<', '&', '>', '"', "'", '{', '%', '#', '}', ']', 'ü', '😀', ';'),
});
const names = fc.constantFrom('b', 'hash', 'new-one', 'init-param', 'ns:x');
const newElement: fc.Arbitrary<NewElement> = fc.letrec<{ element: NewElement }>((tie) => ({
  element: fc.oneof(
    { depthSize: 'small' },
    fc.record({ name: names, attributes: fc.dictionary(names, value, { maxKeys: 2 }) }),
    fc.record({ name: names, text: value }),
    fc.record({ name: names, children: fc.array(tie('element'), { maxLength: 2 }) }),
  ),
})).element;

type Attempt = (document: XmlDocument, element: XmlElement) => readonly [readonly TextEdit[], XmlChange];

const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.tuple(names, value).map(
    ([name, value]): Attempt =>
      (document, element) => [
        document.setAttribute(element, name, value),
        { kind: 'attribute', path: element.path, name, value },
      ],
  ),
  value.map((text): Attempt => {
    const trimmed = text.trim();
    return (document, element) => [
      document.setText(element, trimmed),
      { kind: 'text', path: element.path, value: trimmed },
    ];
  }),
  newElement.map(
    (added): Attempt =>
      (document, parent) => {
        const number = parent.children.filter(({ name }) => name === added.name).length;
        return [
          document.insertChild(parent, added),
          { kind: 'insert', path: [...parent.path, added.name, number], element: added },
        ];
      },
  ),
  fc.tuple(newElement, fc.constantFrom('insertBefore' as const, 'insertAfter' as const)).map(
    ([added, place]): Attempt =>
      (document, sibling) => {
        const siblings = sibling.parent?.children ?? [];
        const index = siblings.indexOf(sibling) + (place === 'insertAfter' ? 1 : 0);
        const number = siblings.slice(0, index).filter(({ name }) => name === added.name).length;
        const path = [...(sibling.parent?.path ?? []), added.name, number];
        return [document[place](sibling, added), { kind: 'insert', path, element: added }];
      },
  ),
  newElement.map(
    (replacement): Attempt =>
      (document, element) => [
        document.replaceElement(element, replacement),
        { kind: 'replace', path: element.path, element: replacement },
      ],
  ),
  fc.constant<Attempt>((document, element) => [
    document.removeElement(element),
    { kind: 'remove', path: element.path },
  ]),
);

function below(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => [child, ...below(child)]);
}

function commentsOf(text: string, syntax: XmlSyntax): readonly string[] {
  const { tokens } = XmlDocument.parse(text, syntax);
  return tokens.filter(({ kind }) => kind === 'comment').map(({ start, end }) => text.slice(start, end));
}

/** Makes one edit at a place that the numbers pick; refused edits count as none. */
function tryEdit(text: string, syntax: XmlSyntax, place: number, edit: Attempt): 'refused' | 'edited' {
  const document = XmlDocument.parse(text, syntax);
  const elements = below(document.root).filter(({ path }) => path.every((step) => !holdsTemplate(`${step}`)));
  const element = elements[place % elements.length] ?? document.root;
  let result: ReturnType<Attempt>;
  try {
    result = edit(document, element);
  } catch (error) {
    expect(error).toMatchObject({ name: 'DocumentError' });
    return 'refused';
  }
  const after = applyEdits(text, result[0]);
  assertXmlEdit(text, after, [result[1]], syntax);
  expect(commentsOf(after, syntax)).toEqual(commentsOf(text, syntax));
  return 'edited';
}

test('every edit of every element passes the independent check and keeps all comments', () => {
  let edited = 0;
  fc.assert(
    fc.property(fc.constantFrom(...nasty), fc.nat(), attempt, ({ text, syntax }, place, edit) => {
      if (tryEdit(text, syntax, place, edit) === 'edited') edited++;
    }),
    fuzzSettings(3000),
  );
  expect(edited).toBeGreaterThan(0);
});

test('edits of real files pass the independent check', () => {
  const files = realFiles('.xml', '.xml.j2').filter(({ text }) => text.length < 20_000);
  if (files.length === 0) return;
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.nat(), attempt, ({ name, text }, place, edit) => {
      tryEdit(text, name.endsWith('.j2') ? 'template' : 'plain', place, edit);
    }),
    fuzzSettings(1000),
  );
});
