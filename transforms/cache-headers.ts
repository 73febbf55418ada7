import {
  type Context,
  childChange,
  childTexts,
  defineTransform,
  filterElement,
  layout,
  mappingElement,
  xmlPart,
} from '../src/kit/index.ts';

/** Web applications that come with a release; those of them that need the filter have it. */
const shipped =
  /^(accountrecoveryendpoint|api(#.*)?|authenticationendpoint|console|consumer|dashboard|emailotpauthenticationendpoint|mexut|myaccount|oauth2|passivests|portal|scim|scim2|shindig|smsotpauthenticationendpoint|totpauthenticationendpoint|user-portal|wso2|x509certificateauthenticationendpoint)$/;
const filterName = 'ContentTypeBasedCachePreventionFilter';

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
    references: { cwe: [525], asvs: ['8.2.1'] },
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
          .find((each) =>
            /(ContentType|URL)BasedCachePreventionFilter$/.test(childTexts(document, each, 'filter-class')[0] ?? ''),
          );
        if (present === undefined) {
          const className = shippedClass(home);
          const place = { at: 'web-app/filter', line: document.lineOf(root) };
          if (className === undefined)
            return [
              { ...place, message: `${missing} copy the one of a shipped application of this release, ${unless}` },
            ];
          const filter = filterElement({ name: filterName, className, params: initParams });
          return [
            { ...place, message: `${missing} ask for it ${unless}`, change: childChange(document, root, filter) },
          ];
        }
        const [name = filterName] = childTexts(document, present, 'filter-name');
        const isMapped = document
          .find(['web-app', 'filter-mapping'])
          .some((mapping) => childTexts(document, mapping, 'filter-name').includes(name));
        if (isMapped) return [];
        const change = childChange(document, root, mappingElement(name, '*'));
        const message = 'The cache filter covers no page; it should.';
        return [{ at: 'web-app/filter-mapping', line: document.lineOf(present), message, change }];
      },
    }),
  ],
});

const missing = 'No filter keeps pages of this web application out of caches;';
const unless = 'unless the application sends Cache-Control itself.';

const initParams = {
  patterns: '"text/html" ,"application/json" ,"plain/text"',
  filterAction: 'enforce',
  httpHeaders: 'Cache-Control: no-store, no-cache, must-revalidate, private',
};

/** The class that this very installation ships: the old name stops an application on a release that has the new one. */
function shippedClass(home: Context['home']): string | undefined {
  const pages = home.read(`${layout.webapps}/authenticationendpoint/WEB-INF/web.xml`);
  return /([\w.]+\.ContentTypeBasedCachePreventionFilter)\b/.exec(pages.kind === 'text' ? pages.text : '')?.[1];
}
