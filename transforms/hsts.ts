import {
  type Context,
  childChange,
  defineTransform,
  type Finding,
  isWithin,
  type NewElement,
  tablesAt,
  templateOf,
  templateReads,
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
const filterClass = 'org.apache.catalina.filters.HttpHeaderSecurityFilter';
// Forwards too: the login page is reached by one.
const dispatchers = ['REQUEST', 'FORWARD', 'ERROR'];
const leastMaxAge = 15_768_000;
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
      concerns: ({ home }) => readsFilters(home),
      inspect(document, context) {
        const filters = tablesAt(document, ['tomcat', 'filter']);
        const index = filters.findIndex((filter) => filter['class'] === filterClass);
        const name = String(filters[index]?.['name'] ?? filterName);
        const path = ['tomcat', 'filter', index, 'init_params'];
        const weak = weakParams((param) => document.get([...path, param]), context);
        const filterFindings: readonly Finding[] =
          index < 0
            ? [
                {
                  at: 'tomcat.filter',
                  message: missing,
                  change: tomlAppendChange(document, ['tomcat', 'filter'], newFilter(context)),
                },
              ]
            : weak.map(({ param, value, message }) => ({
                at: `tomcat.filter.init_params.${param}`,
                message,
                change: tomlChange(document, [[...path, param]], value),
              }));
        const covers = tablesAt(document, ['tomcat', 'filter_mapping']).some(
          ({ name: mapped, url_pattern: pattern, dispatchers: given }) =>
            mapped === name &&
            pattern === '/*' &&
            ['REQUEST', 'FORWARD'].every((each) => Array.isArray(given) && given.includes(each)),
        );
        // One finding tells of a filter that is missing altogether; its mapping follows in the next round.
        if (covers || index < 0) return filterFindings;
        const mapping = { name, url_pattern: '/*', dispatchers };
        const change = tomlAppendChange(document, ['tomcat', 'filter_mapping'], mapping);
        return [...filterFindings, { at: 'tomcat.filter_mapping', message: unmapped, change }];
      },
    }),
    xmlPart<typeof params>({
      files: (home) => (readsFilters(home) ? [] : [templateOf(webXml)]),
      inspect(document, context) {
        const [root] = document.find(['web-app']);
        if (root === undefined) return [];
        const filter = document
          .find(['web-app', 'filter'])
          .find((each) => textAt(document, each, 'filter-class') === filterClass);
        const name = (filter && textAt(document, filter, 'filter-name')) ?? filterName;
        const filterFindings: readonly Finding[] = filter
          ? weakParamFindings(document, filter, context)
          : [
              {
                at: 'web-app/filter',
                message: missing,
                change: childChange(document, root, newFilterElement(context)),
              },
            ];
        const covers = document
          .find(['web-app', 'filter-mapping'])
          .some(
            (mapping) =>
              textAt(document, mapping, 'filter-name') === name &&
              textAt(document, mapping, 'url-pattern') === '/*' &&
              ['REQUEST', 'FORWARD'].every((each) => textsAt(document, mapping, 'dispatcher').includes(each)),
          );
        if (covers || filter === undefined) return filterFindings;
        const change = childChange(document, root, newMappingElement(name));
        return [...filterFindings, { at: 'web-app/filter-mapping', message: unmapped, change }];
      },
    }),
  ],
});

/** The product reads `[[tomcat.filter]]` from 5.11.0 on; an installation's own template tells best. */
function readsFilters(home: HstsContext['home']): boolean {
  return templateReads(home, webXml, 'tomcat.filter') ?? isWithin(home.release.version, '5.11.0', '7.3.0');
}

const missing = 'No filter sends Strict-Transport-Security for all contexts; one should, for a year.';

interface WeakParam {
  readonly param: string;
  readonly value: string;
  readonly message: string;
}

/** Tomcat's filter is on unless told otherwise, but its max-age is 0, which switches HSTS off. */
function weakParams(given: (param: string) => unknown, { answers }: HstsContext): readonly WeakParam[] {
  const weak: WeakParam[] = [];
  const refuse = (param: string, value: string, message: string): void => {
    weak.push({ param, value, message });
  };
  if (String(given('hstsEnabled') ?? 'true') !== 'true')
    refuse('hstsEnabled', 'true', 'The HSTS filter is off; it should be on.');
  if (!(Number(given('hstsMaxAgeSeconds') ?? 0) >= leastMaxAge)) {
    refuse(
      'hstsMaxAgeSeconds',
      '31536000',
      `HSTS lasts ${given('hstsMaxAgeSeconds') ?? 0} seconds; it should last at least ${leastMaxAge}.`,
    );
  }
  if (answers['include-sub-domains'] && String(given('hstsIncludeSubDomains')) !== 'true') {
    refuse('hstsIncludeSubDomains', 'true', 'HSTS leaves the sub-domains out; it should include them.');
  }
  return weak;
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

function newFilter(context: HstsContext): Parameters<typeof tomlAppendChange>[2] {
  const asyncKnown = templateReads(context.home, webXml, 'async_supported') ?? true;
  return {
    name: filterName,
    class: filterClass,
    ...(asyncKnown ? { async_supported: 'true' } : {}),
    init_params: initParams(context),
  };
}

function newFilterElement(context: HstsContext): NewElement {
  const params = Object.entries(initParams(context)).map(([name, value]) =>
    element('init-param', [leaf('param-name', name), leaf('param-value', value)]),
  );
  return element('filter', [
    leaf('filter-name', filterName),
    leaf('filter-class', filterClass),
    leaf('async-supported', 'true'),
    ...params,
  ]);
}

function newMappingElement(name: string): NewElement {
  const covered = dispatchers.map((each) => leaf('dispatcher', each));
  return element('filter-mapping', [leaf('filter-name', name), leaf('url-pattern', '/*'), ...covered]);
}

function weakParamFindings(document: XmlDocument, filter: XmlElement, context: HstsContext): readonly Finding[] {
  const params = filter.children.filter(({ name }) => name === 'init-param');
  const valueElement = (param: string): XmlElement | undefined =>
    params
      .find((each) => textAt(document, each, 'param-name') === param)
      ?.children.find(({ name }) => name === 'param-value');
  const textOf = (param: string): string | undefined => {
    const value = valueElement(param);
    return value && document.textOf(value);
  };
  return weakParams(textOf, context).map(({ param, value, message }) => {
    const present = valueElement(param);
    const change = present
      ? textChange(document, present, value)
      : childChange(document, filter, element('init-param', [leaf('param-name', param), leaf('param-value', value)]));
    return { at: `web-app/filter/${param}`, line: document.lineOf(present ?? filter), message, change };
  });
}

function textsAt(document: XmlDocument, parent: XmlElement, name: string): readonly string[] {
  return parent.children.filter((child) => child.name === name).map((child) => document.textOf(child));
}

function textAt(document: XmlDocument, parent: XmlElement, name: string): string | undefined {
  return textsAt(document, parent, name)[0];
}

function element(name: string, children: readonly NewElement[]): NewElement {
  return { name, children };
}

function leaf(name: string, text: string): NewElement {
  return { name, text };
}
