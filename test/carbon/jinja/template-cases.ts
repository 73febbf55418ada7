/**
 * Templates and what they become with {@link templateToml}, or undefined where harden does not render: where the product
 * fails, or where it makes something that harden does not claim to know. The kernel stage asks Jinjava the same.
 */
export interface TemplateCase {
  readonly name: string;
  readonly template: string;
  readonly expected: string | undefined;
  /** True where the kernel 4.5.1 does something else. */
  readonly isNewer?: boolean;
  /** True where Jinjava renders what harden refuses. */
  readonly isBeyond?: boolean;
}

export const templateToml = `
text = "word"
blank = ""
no = "false"
yes = true
off = false
number = 5
float = 2.0
markup = "<a & b>"
nested = "say {{ text }}"
circle = "{{ circle }}"
list = ["x", "y"]
letters = "a:b::"
[table]
one = 1
[table.inner]
two = "2"
[[rows]]
name = "r1"
'dotted.key' = "d"
[[rows]]
name = "r2"
tags.color = "red"
[order]
alpha = 1
beta = 2
gamma = 3
zulu = 4
aa = 5
bB = 6
`;

export const templateCases: readonly TemplateCase[] = [
  {
    name: 'prints values raw',
    template: '{{ text }}|{{yes}}|{{ number }}|{{ float }}|{{ markup }}|{{ list }}',
    expected: 'word|true|5|2.0|<a & b>|[x, y]\n',
  },
  {
    name: 'prints nothing for what is absent',
    template: '[{{ absent }}{{ absent.below.it }}{{ text.length }}]',
    expected: '[]\n',
  },
  { name: 'takes the line end after a tag away', template: '{% if yes %}\na\n{% endif %}\nb', expected: 'a\nb\n' },
  {
    name: 'takes blanks before a tag away, within a line too',
    template: 'a \t {% if yes %} b {% endif %}c',
    expected: 'a bc\n',
  },
  { name: 'keeps blanks around what it prints', template: ' {{ text }} \n', expected: ' word \n' },
  { name: 'leaves comments out, but not their line end', template: 'a{# {{ text }} #}\nb', expected: 'a\nb\n' },
  {
    name: 'leaves single and stray braces',
    template: '{ } }} %} {{ text }}} ${a}',
    expected: '{ } }} %} word} ${a}\n',
  },
  { name: 'reads a template line by line', template: 'a\r\nb\rc', expected: 'a\nb\nc\n' },
  {
    name: 'chooses the first branch that is true',
    template: '{% if off %}1{% elif yes %}2{% else %}3{% endif %}',
    expected: '2',
  },
  {
    name: 'takes the text false, nothing and zero for false',
    template: '{% if no %}1{% endif %}{% if blank %}2{% endif %}{% if 0 %}3{% endif %}{% if text %}4{% endif %}',
    expected: '4',
  },
  { name: 'passes over an end too many', template: 'a{% endif %}b{% else %}c', expected: 'abc\n' },
  {
    name: 'tests identity with truth values',
    template:
      '{{ yes is sameas true }} {{ no is sameas false }} {{ off is sameas false }} {{ yes is not sameas true }}',
    expected: 'true false true false\n',
  },
  {
    name: 'tests types',
    template:
      '{{ text is string }} {{ number is number }} {{ table is mapping }} {{ list is iterable }} {{ text is iterable }} {{ absent is defined }}',
    expected: 'true true true true false false\n',
  },
  {
    name: 'tests for truth values',
    template: '{{ off is boolean }} {{ no is boolean }}',
    expected: 'true false\n',
    isNewer: true,
  },
  {
    name: 'compares with coercion',
    template:
      '{{ number == "5" }} {{ float == 2 }} {{ yes == "x" }} {{ list == "[x, y]" }} {{ absent == "" }} {{ number != 6 }}',
    expected: 'true true true true false true\n',
  },
  {
    name: 'orders numbers and texts',
    template: '{{ number > 4 }} {{ number >= 5 }} {{ "a" < text }} {{ absent < 1 }} {{ number <= 4 }}',
    expected: 'true true true false false\n',
  },
  {
    name: 'binds operators like Jinjava',
    template: '{{ not absent is defined and yes }} {{ off or yes and off }} {{ (off or yes) && !off }}',
    expected: 'true false true\n',
  },
  {
    name: 'answers or with the value',
    template: '{{ absent or text }} {{ text || yes }} {{ text and number }}',
    expected: 'word word true\n',
  },
  {
    name: 'chooses in an expression',
    template: '{{ "a" if yes else "b" }}{{ "c" if off }}|{{ 1 if off else 2 if off else 3 }}',
    expected: 'a|3\n',
  },
  {
    name: 'finds members',
    template: '{{ "x" in list }} {{ "or" in text }} {{ 5 in list }} {{ "z" not in list }} {{ "x" in absent }}',
    expected: 'true true false true false\n',
    isNewer: true,
  },
  {
    name: 'adds',
    template: '{{ number + 1 }} {{ float + 1 }} {{ text + number }} {{ number - 2 }} {{ list + ["z"] }}',
    expected: '6 3.0 word5 3 [x, y, z]\n',
  },
  {
    name: 'loops over a list',
    template: '{% for item in list %}\n{{ loop.index }}{{ item }}{% if not loop.last %},{% endif %}\n{% endfor %}\n',
    expected: '1x,2y',
  },
  {
    name: 'loops over a table in the order of a HashMap',
    template: '{% for key, value in order.items() %}{{ key }}={{ value }} {% endfor %}',
    expected: 'alpha=1zulu=4gamma=3beta=2aa=5bB=6',
  },
  {
    name: 'loops over the values of a table without items',
    template: '{% for value in order %}{{ value }}{% endfor %}',
    expected: '143256',
  },
  {
    name: 'loops over nothing, and once over a single value',
    template: '{% for a in absent.items() %}1{% endfor %}{% for a in text %}<{{ a }}>{% endfor %}',
    expected: '<word>',
  },
  {
    name: 'loops over arrays of tables',
    template: '{% for row in rows %}{{ row.name }}{{ row["dotted.key"] }}{{ row.tags.color }} {% endfor %}',
    expected: 'r1dr2red',
  },
  {
    name: 'sees all variables around from within nested loops',
    template: '{% for a in list %}{% for b in list %}{{ a }}{{ b }}{{ number }}{% endfor %}{% endfor %}',
    expected: 'xx5xy5yx5yy5',
  },
  {
    name: 'keeps what is set in a loop within it',
    template: '{% set a = 1 %}{% for i in list %}{% set a = 2 %}{{ a }}{% endfor %}{{ a }}',
    expected: '221\n',
  },
  {
    name: 'lets a namespace out of a loop',
    template:
      '{% set ns = namespace(found=false) %}{% for i in list %}{% set ns.found = true %}{% endfor %}{{ ns.found }}',
    expected: 'true\n',
    isNewer: true,
  },
  {
    name: 'counts with a list of its own',
    template:
      '{% set count = [] %}{% for i in list %}{% do count.append(1) %}{% set _ = count.append(1) %}{% endfor %}{{ count|length }}',
    expected: '4\n',
  },
  {
    name: 'filters',
    template:
      '{{ list|join(", ") }} {{ list | length }} {{ absent|length }} {{ absent | default("d") }} {{ blank|default("d") }}.',
    expected: 'x, y 2 0 d .\n',
  },
  {
    name: 'defaults become texts',
    template: '{{ (absent|default(true)) is sameas true }} {{ absent|default(5000) }}',
    expected: 'false 5000\n',
  },
  {
    name: 'maps an attribute',
    template:
      '{% set names = rows | map(attribute=\'name\') | list %}{{ names }} {{ names.index("r2") }} {{ "r3" not in names }}',
    expected: '[r1, r2] 1 true\n',
    isNewer: true,
  },
  {
    name: 'splits texts',
    template: '{% set parts = letters.split(":") %}{{ parts[0] }}{{ parts[1] }}{{ parts|length }}',
    expected: 'ab2\n',
  },
  {
    name: 'takes a method of nothing for nothing',
    template: '[{{ absent.split(":") or "x" }}]',
    expected: '[x]\n',
  },
  {
    name: 'reads dictionaries',
    template:
      '{% set all = [{"name": "a", "url": "/a"}, {"name": "b", "url": "/b"}] %}{% for one in all %}{{ one.url }}{% endfor %}',
    expected: '/a/b',
  },
  { name: 'renders a value that holds a template', template: '{{ nested }}', expected: 'say word\n' },
  { name: 'stops where a value renders itself', template: '{{ circle }}', expected: '{{ circle }}\n' },
  {
    name: 'reads quotes within tags',
    template: '{{ "}}" }}{% if "%}" == "%}" %}{{ \'{{\' == "x" }}{% endif %}{{ "a\\"b" }}',
    expected: '}}falsea"b\n',
  },
  { name: 'refuses an unknown tag', template: '{% frobnicate %}', expected: undefined },
  { name: 'refuses an unclosed tag', template: '{% if yes %}', expected: undefined },
  { name: 'refuses a method of a wrong type', template: '{{ text.items() }}', expected: undefined },
  { name: 'refuses a syntax error', template: '{{ text text }}', expected: undefined },
  { name: 'refuses a keyword as a name', template: '{{ text.empty }}', expected: undefined },
  { name: 'refuses to compare a truth value with a number', template: '{{ yes == 1 }}', expected: undefined },
  { name: 'refuses macros', template: '{% macro m() %}{% endmacro %}a', expected: undefined, isBeyond: true },
  { name: 'refuses an unknown filter', template: '{{ text|upper }}', expected: undefined, isBeyond: true },
  { name: 'refuses to print addresses', template: '{{ table.items() }}', expected: undefined, isBeyond: true },
  { name: 'refuses trimming marks', template: 'a {{- text }}', expected: undefined, isBeyond: true },
];
