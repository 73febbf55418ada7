import { createHash } from 'node:crypto';
import { layout, mapperSources, templateOf } from '../../src/carbon/layout.ts';
import type { AnyTransform } from '../../src/kit/transform.ts';
import { lintRules, targetRules } from '../../src/lint/rules.ts';
import { templatedFiles, templatedHome, templates } from '../engine/templated-home.ts';
import { type Case, describeRule } from '../harness/transform-cases.ts';

const clean = '[server]\nhostname = "is.example.com"\nstrict = true\n\n[store]\ntype = "database"\n';

function ruleOf(id: string): AnyTransform {
  const rule = lintRules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule.transform;
}

/** A row about a home with templates. */
function row(says: string, toml: string, rest: Partial<Case> & { readonly more?: Record<string, string> } = {}): Case {
  const { more, ...others } = rest;
  return { says, files: templatedFiles(toml, more), ...others };
}

const untouched = row('leaves a clean file alone', clean, { finds: [], verdict: 'pass' });
const withoutTemplates = (id: string): Case => ({
  says: `says nothing where there are no templates: ${id}`,
  toml: '[server]\nhostnam = "x"\n',
  shape: 'configuration-only',
  finds: [],
  verdict: 'not-reviewed',
});

describeRule('start-problem', ruleOf('start-problem'), [
  untouched,
  row('a reference that leads nowhere', '[server]\nhostname = "$ref{a.b}"\n', { finds: ['line 2'] }),
  row('references in a circle', '[a]\nb = "$ref{a.c}"\nc = "$ref{a.b}"\n', { finds: ['line 2', 'line 3'] }),
  row('a secret without an entry', '[store]\npassword = "$secret{x}"\n', { finds: ['line 2'] }),
  row('a secret that is not encrypted', '[store]\npassword = "$secret{x}"\n[secrets]\nx = "[plain]"\n', {
    finds: ['line 4'],
  }),
  row('an order that stops the parser', '[a.b]\nx = 1\n[a]\ny = 1\n', { finds: ['line 3'] }),
  row('a default that refers to nothing', clean, {
    more: { [mapperSources.defaults]: JSON.stringify({ 'mail.host': '$ref{a.b}' }) },
    finds: ['repository/resources/conf'],
  }),
]);

describeRule('unknown-key', ruleOf('unknown-key'), [
  untouched,
  withoutTemplates('unknown-key'),
  row('a misspelt key, with the nearest one', '[server]\nhostnam = "x"\n', {
    finds: ['server.hostnam'],
    messages: [/Did you mean server\.hostname\?/],
  }),
  row('a key that only operators use, by reference', '[mine]\nname = "x"\n[server]\nhostname = "$ref{mine.name}"\n', {
    finds: [],
  }),
  row('an older name', '[server]\nhost = "x"\n', { finds: [] }),
  row('keys of a table that a template loops over', '[store.properties]\nAny = "x"\n', { finds: [] }),
  row('a key of [secrets]', '[secrets]\nany = "x"\n', { finds: [] }),
]);

const filters = templateOf('repository/conf/filters.xml');
const overFilters = {
  [filters]: `{% for filter in filters %}{% if filter.on is sameas true %}<filter name="{{filter.name}}">
{% for key, value in filter.params.items() %}{{key}}={{value}}{% endfor %}
{% for rule in filter.rules %}{{rule.path}}{% endfor %}</filter>{% endif %}{% endfor %}
{% for name, group in groups.items() %}{{name}}: {{group.size}}{% endfor %}`,
  [mapperSources.keyMappings]: JSON.stringify({ 'filters:title': 'filters:name' }),
};

describeRule('unknown-key in tables of arrays', ruleOf('unknown-key'), [
  row(
    'what templates that run over them take',
    `
[[filters]]
title = "a"
on = true
params.any = 1
[[filters.rules]]
path = "/a"
[groups.one]
size = 1
`,
    { more: overFilters, finds: [] },
  ),
  row(
    'misspelt ones, with the nearest',
    `
[[filters]]
nmae = "a"
[[filters]]
name = "b"
[[filters.rules]]
paht = "/a"
`,
    {
      more: overFilters,
      finds: ['filters.0.nmae', 'filters.1.rules.0.paht'],
      messages: [/Did you mean name\?/, /Did you mean path\?/],
    },
  ),
  row('inline tables, and a table that nothing knows', `filters = [{ name = "a", level.of = 1 }]`, {
    more: overFilters,
    finds: ['filters.0.level.of'],
  }),
  row('tables that templates run over', '[groups.one]\nsizes = 1\n', {
    more: overFilters,
    finds: ['groups.one.sizes'],
    messages: [/Did you mean groups\.one\.size\?/],
  }),
  row('an array that nothing reads, once', '[[filtres]]\nname = "a"\n', { more: overFilters, finds: ['filtres'] }),
]);

describeRule('wrong-type in tables of arrays', ruleOf('wrong-type'), [
  row('plain values where templates want tables', 'filters = ["a"]\n[groups]\none = "b"\n', {
    more: overFilters,
    finds: ['filters', 'groups.one'],
  }),
  row('truth values and other texts', '[[filters]]\nname = "true"\non = false\n', { more: overFilters, finds: [] }),
  row(
    'a text in the place of a truth value',
    '[[filters]]\nname = "a"\non = true\n[[filters]]\nname = "true"\non = "true"\n',
    {
      more: overFilters,
      choice: 'asked',
      finds: ['filters.1.on'],
      becomes: {
        [layout.deploymentToml]: '[[filters]]\nname = "a"\non = true\n[[filters]]\nname = "true"\non = true\n',
      },
    },
  ),
]);

describeRule('unfilled-reference', ruleOf('unfilled-reference'), [
  untouched,
  withoutTemplates('unfilled-reference'),
  row('references where the product looks for them', 'own = "$ref{server.hostname}"\n[[filters]]\nname = "$env{X}"\n', {
    more: overFilters,
    finds: [],
  }),
  row('a reference in a table of an array', '[[filters]]\nname = "a $ref{server.hostname}"\nparams.a = ["$ref{b}"]\n', {
    more: overFilters,
    finds: ['filters.0.name', 'filters.0.params.a'],
  }),
  {
    ...row('a variable there, where the release does not fill it in', '[[filters]]\nname = "$env{X}"\n', {
      more: overFilters,
      finds: ['filters.0.name'],
    }),
    releases: ['5.11.0'],
  },
]);

describeRule('unused-key', ruleOf('unused-key'), [
  untouched,
  withoutTemplates('unused-key'),
  row('a key that only default.json names', '[server]\nforgotten = 2\n', { finds: ['server.forgotten'] }),
  row('a key that brings others', '[store]\ntype = "ldap"\n', { finds: [] }),
]);

describeRule('double-key', ruleOf('double-key'), [
  untouched,
  row('two names that differ', '[server]\nhostname = "a"\nhost = "b"\n', {
    choice: 'asked',
    finds: ['server.host'],
  }),
  row('two names that say the same', '[server]\nhostname = "a"\nhost = "a"\n', {
    choice: 'asked',
    finds: ['server.host'],
    becomes: { [layout.deploymentToml]: '[server]\nhostname = "a"\n' },
  }),
  row('two names that say the same, unasked', '[server]\nhostname = "a"\nhost = "a"\n', { finds: ['server.host'] }),
]);

describeRule('shadowed-key', ruleOf('shadowed-key'), [
  untouched,
  withoutTemplates('shadowed-key'),
  row('a value where the product has a table', '[server]\nhost = "a"\n', {
    more: { [mapperSources.keyMappings]: JSON.stringify({ 'server.host': 'store.properties' }) },
    finds: [],
  }),
  row('a value that a table covers', '[server]\nhost = "a"\n[store.properties]\nTimeout = 1\n', {
    more: { [mapperSources.keyMappings]: JSON.stringify({ 'server.host': 'store.properties' }) },
    finds: ['server.host'],
  }),
]);

describeRule('wrong-type', ruleOf('wrong-type'), [
  untouched,
  withoutTemplates('wrong-type'),
  row('a text in the place of a truth value', '[server]\nstrict = "true"\n', {
    choice: 'asked',
    finds: ['server.strict'],
    becomes: { [layout.deploymentToml]: '[server]\nstrict = true\n' },
  }),
  row('the same, unasked', '[server]\nstrict = "True"\n', { finds: ['server.strict'] }),
  row('a text that templates take for a truth value as well', '[server]\nstrict = "true"\n', {
    more: { [templateOf('a.xml')]: '{% if server.strict == "true" %}{% endif %}' },
    finds: [],
  }),
  row('a list that is printed', '[mail]\nhost = ["a", "b"]\n', { finds: ['mail.host'] }),
]);

describeRule('broken-file', ruleOf('broken-file'), [
  untouched,
  withoutTemplates('broken-file'),
  row('an ampersand in XML', '[server]\nhostname = "a & b &lt;"\n', {
    choice: 'asked',
    finds: ['server.hostname'],
    becomes: { [layout.deploymentToml]: '[server]\nhostname = "a &amp; b &lt;"\n' },
  }),
  row('the one of two values that breaks it', '[server]\nhostname = "a & b"\nlink = "it\'s"\n', {
    finds: ['server.hostname'],
  }),
  row('a value that is escaped already', '[server]\nhostname = "a &amp; b"\n', { finds: [] }),
  row('a backslash in a properties file', String.raw`[mail]${'\n'}pattern = '^a\.b$'${'\n'}`, {
    finds: ['mail.pattern'],
  }),
  row('two backslashes in a properties file', String.raw`[mail]${'\n'}pattern = '^a\\.b$'${'\n'}`, { finds: [] }),
  row('a second line in a properties file', '[mail]\npattern = "a\\nb=c"\n', {
    finds: ['mail.pattern'],
    messages: [/mail\.properties loses what comes after its first line/],
  }),
  row('a character that XML has no place for', '[server]\nhostname = "a\\u0001"\n', { finds: ['server.hostname'] }),
  row('what ends a comment of XML', '[server]\nhostname = "a--b"\n', {
    more: { [templateOf('repository/conf/carbon.xml')]: '<a><!-- {{server.hostname}} --></a>' },
    finds: ['server.hostname'],
  }),
  row('what the product takes for a template', "[mail]\npattern = 'a{{ b }}c'\n", {
    finds: ['mail.pattern'],
    messages: [/loses a part of it, which the product takes for a template/],
  }),
  row('what the product cannot render as a template', "[mail]\npattern = 'a{% b'\nhost = 'a{% b %}'\n", {
    finds: ['mail.host'],
    messages: [/mail\.properties cannot be generated any more/],
  }),
  row(
    'the value behind a reference, and not the reference',
    '[server]\nhostname = "$ref{mine.name}"\n[mine]\nname = "a & b"\n',
    {
      finds: ['mine.name'],
    },
  ),
  row('an escape that Java refuses', String.raw`[mail]${'\n'}pattern = 'a\user'${'\n'}`, { finds: ['mail.pattern'] }),
  row('quotes in JSON', "[mail]\npattern = 'a\"b'\n", {
    more: { [templateOf('a.json')]: '{"pattern": "{{mail.pattern}}"}' },
    finds: ['mail.pattern'],
  }),
  row('a value where a table is needed', '[store]\nproperties = "none"\n', {
    finds: ['store.properties'],
    messages: [/Because of this value repository\/conf\/user-mgt\.xml cannot be generated any more/],
  }),
  row('a template that cannot be read', clean, {
    more: { [templateOf('repository/conf/mail.properties')]: 'host={{ mail.host }}\n{% if mail.host %}\n' },
    finds: ['line 2'],
    messages: [/could not be checked, because of a tag without its endif/],
    verdict: 'error',
  }),
  row('a template that harden cannot render', '[mail]\nhost = "a & b"\n', {
    more: { [templateOf('repository/conf/mail.properties')]: 'host={{ mail.host|unheard_of }}' },
    finds: ['repository/conf/mail.properties'],
    messages: [/could not be checked, because of the filter unheard_of/],
    verdict: 'error',
  }),
  row('a template that is broken itself', '[server]\nhostname = "a & b"\n', {
    more: { [templateOf('repository/conf/carbon.xml')]: '<a>{{server.hostname}}' },
    finds: [],
  }),
]);

describeRule('secrets-section', ruleOf('secrets-section'), [
  untouched,
  row('a section behind it', '[secrets]\na = "x"\n\n[server]\nhostname = "b"\n', { finds: ['secrets'] }),
  row('a comment behind it', '[server]\nhostname = "b"\n\n[secrets]\n# own\na = "x"\n', { finds: ['secrets'] }),
  row('clear text in it', '[secrets]\na = "[x]"\n', { finds: ['secrets.a'] }),
  row('another type', '[secrets]\na = 1\n', { finds: ['secrets.a'] }),
  row('other forms of it', 'secrets.a = "x"\n', { finds: ['secrets'] }),
  row('the last section', '# above\n[server]\nhostname = "b"\n[secrets]\na = "x"\n\n', { finds: [] }),
]);

const script = (options: string): string =>
  `#!/bin/sh\n$JAVACMD \\\n    -Xms256m \\\n${options}    -Dfile.encoding=UTF8 \\\n    org.wso2.carbon.bootstrap.Bootstrap $*\n`;

describeRule('config-update-off', ruleOf('config-update-off'), [
  { says: 'leaves a script without it alone', files: { [layout.shellScript]: script('') }, finds: [] },
  {
    says: 'takes the option away when asked to',
    files: { [layout.shellScript]: script('    -DavoidConfigUpdate=true \\\n') },
    choice: 'asked',
    finds: ['-DavoidConfigUpdate'],
    becomes: { [layout.shellScript]: script('') },
  },
  {
    says: 'finds what else hides deployment.toml, and takes it away for false values only when it is true',
    files: { [layout.shellScript]: script('    -DconfigParseOnly=TRUE \\\n    -DavoidConfigUpdate=false \\\n') },
    choice: 'asked',
    finds: ['-DconfigParseOnly'],
    becomes: { [layout.shellScript]: script('    -DavoidConfigUpdate=false \\\n') },
  },
  {
    says: 'tells the line of one that the command gets by a variable, and passes over comments',
    files: {
      [layout.shellScript]: `#!/bin/sh\n# JAVA_OPTS=-DavoidConfigUpdate=true\nJAVA_OPTS="$JAVA_OPTS -DavoidConfigUpdate=true"\n${script('')}`,
    },
    finds: ['line 3'],
  },
  {
    says: 'looks into the script for Windows, and into the one for its service',
    files: {
      [layout.batchScript]:
        'set JAVA_OPTS=-DavoidConfigUpdate=true\r\nset CMD_LINE_ARGS=-Xms256m -Dfile.encoding=UTF8\r\n"%JAVA_HOME%\\bin\\java" %CMD_LINE_ARGS% org.wso2.carbon.bootstrap.Bootstrap %CMD%\r\n',
      [layout.wrapperConf]:
        'wrapper.java.additional.1 = -Xms256m\nwrapper.java.additional.2 = -DavoidConfigUpdate=true\nwrapper.java.additional.3 = -Dfile.encoding=UTF8\nwrapper.app.parameter.1 = org.wso2.carbon.bootstrap.Bootstrap\n',
    },
    finds: ['-DavoidConfigUpdate', 'line 1'],
  },
]);

const carbonXml = 'repository/conf/carbon.xml';
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const generated =
  '<Server>\n    <HostName>is.example.com</HostName>\n    <Link>https://is.example.com/</Link>\n    <Strict/>\n</Server>\n';
const recorded = {
  [`${layout.resources}/.metadata/metadata_config.properties`]: `#Mon Nov 23 2026\n${carbonXml}=${md5(generated)}\nrepository/conf/deployment.toml=0\n`,
};

const connectors = 'repository/conf/connectors.xml';
const connectorsNow = '<C name="x"/>\n<between/>\n<C name="x"/>\n';

const manyTruths = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`switch.s${at}`, at % 2 === 0]));
const switches = 'repository/conf/switches.xml';
const switchesNow = Array.from({ length: 40 }, (_, at) => `<s on="${at % 2 === 0}">no. ${at}</s>\n`).join('');

describeRule('edited-file', ruleOf('edited-file'), [
  { ...untouched, verdict: 'not-applicable' },
  row('a record of a file elsewhere', clean, {
    more: { [`${layout.resources}/.metadata/metadata_config.properties`]: '../../etc/passwd=0\n/etc/passwd=0\n' },
    finds: [],
  }),
  row('a file as the last start wrote it', clean, { more: { ...recorded, [carbonXml]: generated }, finds: [] }),
  row('lines edited by hand', clean, {
    more: {
      ...recorded,
      [carbonXml]: generated.replace('<HostName>is.', '<HostName>id.').replace('<Strict/>', '<Strict/><Own/>'),
    },
    finds: ['line 2', 'line 4'],
    messages: [
      /the key server\.hostname of deployment\.toml can keep it/,
      /the template .*carbon\.xml\.j2 can keep it/,
    ],
  }),
  row('the key of the line that was edited, of lines that are alike', clean, {
    more: {
      [mapperSources.defaults]: '{"http.name": "x", "https.name": "x", "server.hostname": "a"}',
      [templateOf(connectors)]: '<C name="{{http.name}}"/>\n<between/>\n<C name="{{https.name}}"/>\n',
      [`${layout.resources}/.metadata/metadata_config.properties`]: `${connectors}=${md5(connectorsNow)}\n`,
      [connectors]: '<C name="own"/>\n<between/>\n<C name="own"/>\n',
    },
    finds: ['line 1', 'line 3'],
    messages: [/the key http\.name of /, /the key https\.name of /],
  }),
  row('the one of many truth values that decides a line', clean, {
    more: {
      [mapperSources.defaults]: JSON.stringify({ ...manyTruths, 'server.hostname': 'a' }),
      [templateOf(switches)]: Array.from({ length: 40 }, (_, at) => `<s on="{{switch.s${at}}}">no. ${at}</s>\n`).join(
        '',
      ),
      [`${layout.resources}/.metadata/metadata_config.properties`]: `${switches}=${md5(switchesNow)}\n`,
      [switches]: switchesNow.replace('<s on="false">no. 33<', '<s on="true">no. 33<'),
    },
    finds: ['line 34'],
    messages: [/the key switch\.s33 of deployment\.toml can keep it/],
  }),
]);

const target = (toml = ''): ReturnType<typeof templatedHome> =>
  templatedHome(toml, {
    [templateOf(carbonXml)]: templates[carbonXml].replace('server.hostname', 'server.public_name'),
    [mapperSources.defaults]: '{}',
  });

for (const { id, transform } of targetRules(target())) {
  describeRule(
    id,
    transform,
    id === 'renamed-key'
      ? [
          row('a key that the target does not read', clean, {
            finds: ['server.hostname'],
            messages: [/may be server\.public_name/],
          }),
          row('keys that both read', '[server]\nstrict = true\n', { finds: [] }),
        ]
      : [
          row('a template that differs', clean, { finds: ['line 2'] }),
          { ...row('another release', clean, { finds: [] }), releases: ['7.0.0'], verdict: 'not-applicable' },
        ],
  );
}
