import {
  type Context,
  childChange,
  defineTransform,
  type Finding,
  layout,
  type NewElement,
  type XmlDocument,
  type XmlElement,
  xmlPart,
} from '../src/kit/index.ts';

/** Web applications that come with a release; those of them that need the filter have it. */
const shipped =
  /^(accountrecoveryendpoint|api(#.*)?|authenticationendpoint|console|consumer|dashboard|emailotpauthenticationendpoint|mexut|myaccount|oauth2|passivests|portal|scim|scim2|shindig|smsotpauthenticationendpoint|totpauthenticationendpoint|user-portal|wso2|x509certificateauthenticationendpoint)$/;
const filterName = 'ContentTypeBasedCachePreventionFilter';
const filter = /([\w.]+\.(?:ContentType|URL)BasedCachePreventionFilter)/;

export default defineTransform({
  meta: {
    title: 'Caches keep no page of an own web application',
    why: 'A page with personal data that a browser or a proxy keeps is there for the next user of the same machine.',
    consequence:
      'Browsers fetch pages and JSON anew each time. The application is loaded again with the filter in front.',
    severity: 'low',
    risk: 'disruptive',
    source:
      'Product-level security guidelines: "Prevent browser caching"; web.xml of the shipped web applications, which have the filter under a name that changed with 7.0.0.',
    references: { cwe: [525], asvs: ['8.2.1'], nist: ['SC-28'] },
  },
  parts: [
    xmlPart({
      files: (home) =>
        home
          .list(layout.webapps)
          .filter((name) => !shipped.test(name))
          .map((name) => `${layout.webapps}/${name}/WEB-INF/web.xml`),
      inspect(document, { home }) {
        const [root] = document.find(['web-app']);
        if (root === undefined) return [];
        const present = document
          .find(['web-app', 'filter'])
          .find((each) => filter.test(textAt(document, each, 'filter-class') ?? ''));
        const name = (present && textAt(document, present, 'filter-name')) ?? filterName;
        if (present === undefined) return [missing(document, root, classOf(home))];
        const isMapped = document
          .find(['web-app', 'filter-mapping'])
          .some((mapping) => textAt(document, mapping, 'filter-name') === name);
        if (isMapped) return [];
        const change = childChange(document, root, {
          name: 'filter-mapping',
          children: [leaf('filter-name', name), leaf('url-pattern', '*')],
        });
        const line = document.lineOf(present);
        return [{ at: 'web-app/filter-mapping', line, message: 'The cache filter covers no page; it should.', change }];
      },
    }),
  ],
});

/** The class that this very installation ships: the old name stops an application on a release that has the new one. */
function classOf(home: Context['home']): string | undefined {
  const pages = home.read(`${layout.webapps}/authenticationendpoint/WEB-INF/web.xml`);
  return /([\w.]+\.ContentTypeBasedCachePreventionFilter)\b/.exec(pages.kind === 'text' ? pages.text : '')?.[1];
}

function missing(document: XmlDocument, root: XmlElement, className: string | undefined): Finding {
  const place = { at: 'web-app/filter', line: document.lineOf(root) };
  const message = 'No filter keeps pages of this web application out of caches;';
  if (className === undefined) {
    return {
      ...place,
      message: `${message} copy the one of a shipped application of this release, unless it sends Cache-Control itself.`,
    };
  }
  const param = (name: string, value: string): NewElement => ({
    name: 'init-param',
    children: [leaf('param-name', name), leaf('param-value', value)],
  });
  const children = [
    leaf('filter-name', filterName),
    leaf('filter-class', className),
    param('patterns', '"text/html" ,"application/json" ,"plain/text"'),
    param('filterAction', 'enforce'),
    param('httpHeaders', 'Cache-Control: no-store, no-cache, must-revalidate, private'),
  ];
  const change = childChange(document, root, { name: 'filter', children });
  return { ...place, message: `${message} ask for it unless the application sends Cache-Control itself.`, change };
}

function textAt(document: XmlDocument, parent: XmlElement, name: string): string | undefined {
  const child = parent.children.find((each) => each.name === name);
  return child && document.textOf(child).trim();
}

function leaf(name: string, text: string): NewElement {
  return { name, text };
}
