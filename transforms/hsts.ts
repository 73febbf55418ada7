import {
  type Context,
  childChange,
  childTexts,
  defineTransform,
  type Finding,
  filterElement,
  initParam,
  isRead,
  isTrue,
  mappingElement,
  type TomlElement,
  tablesAt,
  templateOf,
  textChange,
  tomlAppendChange,
  tomlChange,
  tomlPart,
  type XmlDocument,
  type XmlElement,
  xmlPart,
} from '../src/kit/index.ts';

const params = {
  'include-sub-domains': {
    kind: 'flag',
    default: false,
    question: 'Do all sub-domains of this host speak HTTPS?',
    help: 'With true, browsers refuse plain HTTP to every sub-domain too.',
  },
} as const;

type HstsContext = Context<typeof params>;

const webXml = 'repository/conf/tomcat/web.xml';
const filterName = 'HardeningHstsFilter';
const className = 'org.apache.catalina.filters.HttpHeaderSecurityFilter';
// Forwards too: the login page is reached by one.
const dispatchers = ['REQUEST', 'FORWARD', 'ERROR'];
const leastMaxAge = 15_768_000;
const missing = 'No filter sends Strict-Transport-Security for all contexts; one should, for a year.';
const unmapped = 'The HSTS filter does not cover all requests and forwards; it should.';

export default defineTransform({
  meta: {
    title: 'Browsers are told to use HTTPS only (Strict-Transport-Security)',
    why: 'Without the header a first plain request can be taken over. The shipped filters are off, send max-age=0 when switched on, and miss whole contexts such as the console.',
    consequence:
      'Browsers refuse plain HTTP to this host for a year, and users can no longer click a certificate warning away.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Enable HTTP Strict Transport Security (HSTS) headers"; web.xml.j2. One filter for all contexts was seen on running servers.',
    references: { cwe: [319, 523], asvs: ['14.4.5'], nist: ['SC-8'] },
  },
  params,
  parts: [
    tomlPart<typeof params>({
      concerns: ({ home }) => isRead(home, 'tomcat.filter'),
      inspect(document, context) {
        const path = ['tomcat', 'filter'];
        const filters = tablesAt(document, path);
        const index = filters.findIndex((filter) => filter['class'] === className);
        if (index < 0) {
          const filter = { path, table: newFilter(context) };
          // Beside what is there, in whatever form, one goes after the other.
          const change = document.has(['tomcat'])
            ? tomlAppendChange(document, filter)
            : tomlAppendChange(document, filter, mappingOf(filterName));
          return [{ at: 'tomcat.filter', message: missing, change }];
        }
        const name = String(filters[index]?.['name'] ?? filterName);
        const params = [...path, index, 'init_params'];
        const weak = weakParams((param) => document.get([...params, param]), context).map(
          ({ param, value, message }): Finding => ({
            at: `tomcat.filter.init_params.${param}`,
            message,
            change: tomlChange(document, [[...params, param]], value),
          }),
        );
        const mappings = tablesAt(document, ['tomcat', 'filter_mapping']).filter((mapping) => mapping['name'] === name);
        if (mappings.some((mapping) => coversAll([String(mapping['url_pattern'])], mapping['dispatchers'])))
          return weak;
        const change = tomlAppendChange(document, mappingOf(name));
        return [...weak, { at: 'tomcat.filter_mapping', message: unmapped, change }];
      },
    }),
    xmlPart<typeof params>({
      files: (home) => (isRead(home, 'tomcat.filter') ? [] : [templateOf(webXml)]),
      inspect(document, context) {
        const [root] = document.find(['web-app']);
        if (root === undefined) return [];
        const filter = document
          .find(['web-app', 'filter'])
          .find((each) => childTexts(document, each, 'filter-class').includes(className));
        if (filter === undefined) {
          const options = { 'async-supported': 'true' };
          const added = filterElement({ name: filterName, className, options, params: initParams(context) });
          return [{ at: 'web-app/filter', message: missing, change: childChange(document, root, added) }];
        }
        const [name = filterName] = childTexts(document, filter, 'filter-name');
        const weak = weakElements(document, filter, context);
        const mappings = document
          .find(['web-app', 'filter-mapping'])
          .filter((mapping) => childTexts(document, mapping, 'filter-name').includes(name));
        const textsOf = (mapping: XmlElement, child: string) => childTexts(document, mapping, child);
        if (mappings.some((each) => coversAll(textsOf(each, 'url-pattern'), textsOf(each, 'dispatcher')))) return weak;
        const change = childChange(document, root, mappingElement(name, '/*', dispatchers));
        return [...weak, { at: 'web-app/filter-mapping', message: unmapped, change }];
      },
    }),
  ],
});

interface WeakParam {
  readonly param: string;
  readonly value: string;
  readonly message: string;
}

/** Tomcat's filter is on unless told otherwise, but its max-age is 0, which switches HSTS off. */
function weakParams(given: (param: string) => unknown, { answers }: HstsContext): readonly WeakParam[] {
  const maxAge = Number(given('hstsMaxAgeSeconds') ?? 0);
  const isOn = isTrue(given('hstsEnabled') ?? true);
  const isForAll = !answers['include-sub-domains'] || isTrue(given('hstsIncludeSubDomains'));
  const tooShort = `HSTS lasts ${given('hstsMaxAgeSeconds') ?? 0} seconds; it should last at least ${leastMaxAge}.`;
  const leftOut = 'HSTS leaves the sub-domains out; it should include them.';
  return [
    ...(isOn ? [] : [{ param: 'hstsEnabled', value: 'true', message: 'The HSTS filter is off; it should be on.' }]),
    ...(maxAge >= leastMaxAge ? [] : [{ param: 'hstsMaxAgeSeconds', value: '31536000', message: tooShort }]),
    ...(isForAll ? [] : [{ param: 'hstsIncludeSubDomains', value: 'true', message: leftOut }]),
  ];
}

function coversAll(patterns: readonly string[], given: unknown): boolean {
  return (
    patterns.includes('/*') && ['REQUEST', 'FORWARD'].every((each) => Array.isArray(given) && given.includes(each))
  );
}

function initParams({ answers }: HstsContext): Readonly<Record<string, string>> {
  return {
    hstsEnabled: 'true',
    hstsMaxAgeSeconds: '31536000',
    ...(answers['include-sub-domains'] ? { hstsIncludeSubDomains: 'true' } : {}),
    antiClickJackingEnabled: 'false',
    blockContentTypeSniffingEnabled: 'true',
    xssProtectionEnabled: 'false',
  };
}

function mappingOf(name: string): TomlElement {
  return { path: ['tomcat', 'filter_mapping'], table: { name, url_pattern: '/*', dispatchers } };
}

function newFilter(context: HstsContext): TomlElement['table'] {
  const options = isRead(context.home, 'async_supported') ? { async_supported: 'true' } : {};
  return { name: filterName, class: className, ...options, init_params: initParams(context) };
}

function weakElements(document: XmlDocument, filter: XmlElement, context: HstsContext): readonly Finding[] {
  const params = filter.children.filter(({ name }) => name === 'init-param');
  const valueElement = (param: string): XmlElement | undefined =>
    params
      .find((each) => childTexts(document, each, 'param-name').includes(param))
      ?.children.find(({ name }) => name === 'param-value');
  const textOf = (param: string): string | undefined => {
    const value = valueElement(param);
    return value && document.textOf(value);
  };
  return weakParams(textOf, context).map(({ param, value, message }) => {
    const present = valueElement(param);
    const change = present
      ? textChange(document, present, value)
      : childChange(document, filter, initParam(param, value));
    return { at: `web-app/filter/${param}`, line: document.lineOf(present ?? filter), message, change };
  });
}
