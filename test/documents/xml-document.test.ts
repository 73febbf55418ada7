import { describe, expect, test } from '@jest/globals';
import { applyEdits, type TextEdit } from '../../src/documents/text-edit.ts';
import { XmlDocument, type XmlSyntax } from '../../src/documents/xml-document.ts';
import type { XmlElement, XmlPath } from '../../src/documents/xml-tree.ts';
import { realFiles } from './real-files.ts';

function edited(
  text: string,
  path: XmlPath,
  edit: (document: XmlDocument, element: XmlElement) => readonly TextEdit[],
  syntax: XmlSyntax = 'plain',
): string {
  const document = XmlDocument.parse(text, syntax);
  const [element] = document.find(path);
  if (element === undefined) throw new Error('no such element');
  return applyEdits(text, edit(document, element));
}

describe('reading', () => {
  const text = `<?xml version="1.0"?>
<!-- <Context><Manager a="no"/></Context> -->
<Context>
  <Manager a="1"/>
  <Manager a='2 &lt;&#x3e;&amp;&quot;&other;'>
    <!-- <Id/> -->
    <Id>  first &amp; <![CDATA[<second>]]> </Id>
  </Manager>
</Context>
`;
  const document = XmlDocument.parse(text);

  test('finds elements by their path and passes over comments', () => {
    const managers = document.find(['Context', 'Manager']);
    expect(managers.map((manager) => [document.lineOf(manager), document.attribute(manager, 'a')])).toEqual([
      [4, '1'],
      [5, '2 <>&"&other;'],
    ]);
    expect(document.find(['Context', 'Manager', 1, 'Id']).map(({ path }) => path)).toEqual([
      ['Context', 0, 'Manager', 1, 'Id', 0],
    ]);
    expect(document.find(['Context', 'Manager', 0, 'Id'])).toEqual([]);
    expect(document.find(['Manager'])).toEqual([]);
  });

  test('reads the text of an element', () => {
    const [id] = document.find(['Context', 'Manager', 'Id']);
    expect(id && document.textOf(id)).toBe('first & <second>');
  });

  test.each([
    ['a tag that is not closed', '<a>\n<b>\n</a>', 3],
    ['two root elements', '<a/>\n<b/>', 2],
    ['text beside the root', '\n<a/>b', 2],
    ['no element', '<!-- a -->', 1],
    ['a broken tag', '<a>\n<b c=d/></a>', 2],
    ['an open comment', '<a>\n</a><!--', 2],
    ['declarations in the document type', '\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 2],
  ])('refuses %s', (_, broken, line) => {
    expect(() => XmlDocument.parse(broken)).toThrow(expect.objectContaining({ name: 'DocumentError', line }));
  });

  test('refuses elements that are nested too deep', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(() => XmlDocument.parse(nested(65))).toThrow('nested too deep');
    expect(XmlDocument.parse(nested(64)).root.name).toBe('a');
  });

  test('reads a megabyte of siblings in less than five seconds', () => {
    const started = performance.now();
    XmlDocument.parse(`<a>${'<b/>'.repeat(250_000)}</a>`);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('reads every real file', () => {
    for (const { name, text: real } of realFiles('.xml', '.xml.j2')) {
      const tree = XmlDocument.parse(real, name.endsWith('.j2') ? 'template' : 'plain');
      expect([name, tree.root.path]).toEqual([name, [tree.root.name, 0]]);
    }
  });
});

describe('reading a template', () => {
  const text = `{# <Server/> #}
<Server>
    {% if a is sameas true %}
    <Access b="{{ "x" }}">
    {% else %}
    <Access b="literal">
    {% endif %}
        <Rule/>
    </Access>
    <Clients><Client hash="abc"/></Clients>
    {% for c in d %}<Item name="{{c.name}}">{{c.value}}</Item>{% endfor %}
</Server>
`;
  const document = XmlDocument.parse(text, 'template');

  test('follows each branch of a condition from where it began', () => {
    expect(document.find(['Server', 'Access']).map((element) => document.attribute(element, 'b'))).toEqual([
      '{{ "x" }}',
      'literal',
    ]);
    expect(document.find(['Server', 'Access', 1, 'Rule'])).toHaveLength(1);
    expect(document.find(['Server', 'Clients', 'Client'])).toHaveLength(1);
  });

  test('knows what is written under a condition only', () => {
    const conditional = (path: XmlPath) => document.find(path).map((element) => element.conditional);
    expect(conditional(['Server', 'Access'])).toEqual([true, true]);
    expect(conditional(['Server', 'Item'])).toEqual([true]);
    expect(conditional(['Server', 'Clients'])).toEqual([false]);
  });

  test('sets literal values and refuses computed ones', () => {
    expect(edited(text, ['Server', 'Clients', 'Client'], (d, e) => d.setAttribute(e, 'hash', 'new'), 'template')).toBe(
      text.replace('hash="abc"', 'hash="new"'),
    );
    expect(() => edited(text, ['Server', 'Item'], (d, e) => d.setAttribute(e, 'name', 'a'), 'template')).toThrow(
      'computes',
    );
    expect(() => edited(text, ['Server', 'Item'], (d, e) => d.setText(e, 'a'), 'template')).toThrow('literal text');
  });

  test('refuses to change an element whose end depends on a condition', () => {
    expect(() => edited(text, ['Server', 'Access'], (d, e) => d.insertChild(e, { name: 'New' }), 'template')).toThrow(
      expect.objectContaining({ name: 'DocumentError', line: 4 }),
    );
  });

  test('refuses a tag that statements put together', () => {
    const conditional = '<a {% if b %}c="1"{% else %}c="2"{% endif %}/>';
    expect(() => edited(conditional, ['a'], (d, e) => d.setAttribute(e, 'c', '3'), 'template')).toThrow('together');
    expect(() => edited('<a {# b #}/>', ['a'], (d, e) => d.insertChild(e, { name: 'c' }), 'template')).toThrow(
      'together',
    );
  });

  test('writes nothing that the template engine would read', () => {
    expect(edited('<a b=""/>', ['a'], (d, e) => d.setAttribute(e, 'b', '{{c}} {%d {#'), 'template')).toBe(
      '<a b="&#123;{c}} &#123;%d &#123;#"/>',
    );
  });

  test('refuses a template whose own token is open', () => {
    expect(() => XmlDocument.parse('<a>\n{{ b</a>', 'template')).toThrow(expect.objectContaining({ line: 2 }));
  });
});

describe('setAttribute', () => {
  test('changes the value between the quotes it has', () => {
    expect(edited(`<a\r\n  b = 'x'  c="y" />\r\n`, ['a'], (d, e) => d.setAttribute(e, 'b', `1'"<>&`))).toBe(
      `<a\r\n  b = '1&apos;"&lt;&gt;&amp;'  c="y" />\r\n`,
    );
  });

  test('makes no edit when the value is there, however it is spelled', () => {
    const document = XmlDocument.parse('<a b="&#x31;2"/>');
    expect(document.setAttribute(document.root, 'b', '12')).toEqual([]);
  });

  test('adds an attribute as the last one is laid out', () => {
    expect(edited('<a/>', ['a'], (d, e) => d.setAttribute(e, 'b', '\n"'))).toBe('<a b="&#10;&quot;"/>');
    expect(edited('<a b="1" />', ['a'], (d, e) => d.setAttribute(e, 'c', '2'))).toBe('<a b="1" c="2" />');
    expect(edited('<a b="1"\n   c="2"></a>', ['a'], (d, e) => d.setAttribute(e, 'd', '3'))).toBe(
      '<a b="1"\n   c="2"\n   d="3"></a>',
    );
  });

  test('refuses what XML cannot hold', () => {
    const document = XmlDocument.parse('<a/>');
    expect(() => document.setAttribute(document.root, 'b', 'a\0')).toThrow(RangeError);
    expect(() => document.setAttribute(document.root, 'b', '\ud800')).toThrow(RangeError);
    expect(document.setAttribute(document.root, 'b', '😀')).toMatchObject([{ text: ' b="😀"' }]);
  });
});

describe('setText', () => {
  test('keeps the blanks around the text', () => {
    expect(edited('<a>\n  <b>\n    c &amp; d\n  </b>\n</a>', ['a', 'b'], (d, e) => d.setText(e, '<e>'))).toBe(
      '<a>\n  <b>\n    &lt;e&gt;\n  </b>\n</a>',
    );
    expect(edited('<a><![CDATA[b]]></a>', ['a'], (d, e) => d.setText(e, 'c'))).toBe('<a>c</a>');
    expect(edited('<a></a>', ['a'], (d, e) => d.setText(e, 'c'))).toBe('<a>c</a>');
    expect(edited('<a b="1" />', ['a'], (d, e) => d.setText(e, 'c'))).toBe('<a b="1">c</a>');
  });

  test('makes no edit when the text is there', () => {
    const document = XmlDocument.parse('<a> b </a>');
    expect(document.setText(document.root, 'b')).toEqual([]);
  });

  test('refuses an element with children or comments', () => {
    for (const text of ['<a><b/></a>', '<a>b<!-- c --></a>']) {
      expect(() => edited(text, ['a'], (d, e) => d.setText(e, 'd'))).toThrow('literal text');
    }
  });
});

describe('inserting', () => {
  const id = { name: 'SessionIdGenerator', attributes: { sessionIdLength: '32' } };

  test('opens a closed element of a template for a child', () => {
    const text =
      '<Context>\n    <!-- no -->\n    <Manager pathname="" />\n\n    {% if a %}\n    <Valve/>\n    {% endif %}\n</Context>';
    expect(edited(text, ['Context', 'Manager'], (d, e) => d.insertChild(e, id), 'template')).toBe(
      text.replace(
        '<Manager pathname="" />',
        '<Manager pathname="">\n        <SessionIdGenerator sessionIdLength="32"/>\n    </Manager>',
      ),
    );
  });

  test('appends children on lines of their own, as the others are laid out', () => {
    const text = '<web-app>\r\n\t<filter/>\r\n\r\n\t{% if a %}\r\n\t<b/>\r\n\t{% endif %}\r\n\r\n</web-app>\r\n';
    const filter = {
      name: 'filter',
      children: [
        { name: 'filter-name', text: 'a & b' },
        { name: 'init-param', children: [{ name: 'param-name', text: '' }] },
      ],
    };
    expect(edited(text, ['web-app'], (d, e) => d.insertChild(e, filter, { name: 'filter-mapping' }), 'template')).toBe(
      text.replace(
        '</web-app>',
        [
          '\t<filter>',
          '\t\t<filter-name>a &amp; b</filter-name>',
          '\t\t<init-param>',
          '\t\t\t<param-name></param-name>',
          '\t\t</init-param>',
          '\t</filter>',
          '\t<filter-mapping/>',
          '</web-app>',
        ].join('\r\n'),
      ),
    );
  });

  test('appends to an element that stands on one line', () => {
    expect(edited('<a>\n  <b><c/></b>\n</a>', ['a', 'b'], (d, e) => d.insertChild(e, { name: 'd' }))).toBe(
      '<a>\n  <b><c/>\n    <d/>\n  </b>\n</a>',
    );
    expect(edited('<a></a>', ['a'], (d, e) => d.insertChild(e, { name: 'b' }))).toBe('<a>\n    <b/>\n</a>');
    expect(edited('<a>\n</a>', ['a'], (d, e) => d.insertChild(e, { name: 'b' }))).toBe('<a>\n    <b/>\n</a>');
  });

  test('refuses to append to an element that holds text', () => {
    expect(() => edited('<a>b</a>', ['a'], (d, e) => d.insertChild(e, { name: 'c' }))).toThrow('holds text');
  });

  test('puts elements before and behind another one', () => {
    const text = '<a>\n  <b/> <!-- of b -->\n  <c/></a>';
    expect(edited(text, ['a', 'b'], (d, e) => d.insertBefore(e, { name: 'x' }, { name: 'y' }))).toBe(
      '<a>\n  <x/>\n  <y/>\n  <b/> <!-- of b -->\n  <c/></a>',
    );
    expect(edited(text, ['a', 'b'], (d, e) => d.insertAfter(e, { name: 'x' }, { name: 'y' }))).toBe(
      '<a>\n  <b/> <!-- of b -->\n  <x/>\n  <y/>\n  <c/></a>',
    );
    expect(edited(text, ['a', 'c'], (d, e) => d.insertAfter(e, { name: 'x' }))).toBe(
      '<a>\n  <b/> <!-- of b -->\n  <c/>\n  <x/></a>',
    );
  });
});

describe('replacing and removing', () => {
  test('replaces an element where it stands', () => {
    const text = '<a>\n  <b c="1">\n    <d/>\n  </b>\n</a>';
    const replacement = { name: 'b', children: [{ name: 'e', attributes: { f: 'g' } }] };
    const after = '<a>\n  <b>\n    <e f="g"/>\n  </b>\n</a>';
    expect(edited(text, ['a', 'b'], (d, e) => d.replaceElement(e, replacement))).toBe(after);
    const document = XmlDocument.parse(after);
    expect(document.find(['a', 'b']).flatMap((b) => document.replaceElement(b, replacement))).toEqual([]);
  });

  test('removes the lines of an element, or only the element', () => {
    expect(edited('<a>\r\n  <b>\r\n    c</b> \r\n  <d/>\r\n</a>', ['a', 'b'], (d, e) => d.removeElement(e))).toBe(
      '<a>\r\n  <d/>\r\n</a>',
    );
    expect(edited('<a>\n  <b/><!-- c -->\n</a>', ['a', 'b'], (d, e) => d.removeElement(e))).toBe(
      '<a>\n  <!-- c -->\n</a>',
    );
  });

  test('refuses to lose a comment or a statement', () => {
    expect(() => edited('<a><b><!-- c --></b></a>', ['a', 'b'], (d, e) => d.removeElement(e))).toThrow('lost');
    const template = '<a><b>{% if c %}<d/>{% endif %}</b></a>';
    expect(() => edited(template, ['a', 'b'], (d, e) => d.replaceElement(e, { name: 'd' }), 'template')).toThrow(
      'lost',
    );
  });
});
