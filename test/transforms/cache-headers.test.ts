import cacheHeaders from '../../transforms/cache-headers.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const webapps = 'repository/deployment/server/webapps';
const login = `${webapps}/authenticationendpoint/WEB-INF/web.xml`;
const own = `${webapps}/shop/WEB-INF/web.xml`;
const oldClass = 'org.wso2.carbon.ui.filters.cache.ContentTypeBasedCachePreventionFilter';
const newClass = 'org.wso2.carbon.tomcat.ext.filter.ContentTypeBasedCachePreventionFilter';
const plain = '<web-app>\n    <!-- the shop -->\n    <display-name>Shop</display-name>\n</web-app>\n';
const shippedWith = (className: string): string =>
  `<web-app><filter><filter-name>F</filter-name><filter-class>\n  ${className}\n</filter-class></filter></web-app>`;
const filterOf = (className: string): string =>
  `    <filter>
        <filter-name>ContentTypeBasedCachePreventionFilter</filter-name>
        <filter-class>${className}</filter-class>
        <init-param>
            <param-name>patterns</param-name>
            <param-value>"text/html" ,"application/json" ,"plain/text"</param-value>
        </init-param>
        <init-param>
            <param-name>filterAction</param-name>
            <param-value>enforce</param-value>
        </init-param>
        <init-param>
            <param-name>httpHeaders</param-name>
            <param-value>Cache-Control: no-store, no-cache, must-revalidate, private</param-value>
        </init-param>
    </filter>
`;
const mapping = `    <filter-mapping>
        <filter-name>ContentTypeBasedCachePreventionFilter</filter-name>
        <url-pattern>*</url-pattern>
    </filter-mapping>
`;
const withFilter = (className: string): string =>
  plain.replace('</web-app>', `${filterOf(className)}${mapping}</web-app>`);

describeTransform('cache-headers', cacheHeaders, [
  {
    says: 'takes the class that this installation ships, when asked to',
    releases: ['5.9.0', '5.11.0', '6.1.0'],
    choice: 'asked',
    files: { [own]: plain, [login]: shippedWith(oldClass) },
    becomes: { [own]: withFilter(oldClass) },
  },
  {
    says: 'takes its newer name on a newer release',
    releases: ['7.0.0', '7.1.0', '7.3.0'],
    choice: 'asked',
    files: { [own]: plain, [login]: shippedWith(newClass) },
    becomes: { [own]: withFilter(newClass) },
  },
  {
    says: 'only reports unless asked',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { [own]: plain, [login]: shippedWith(newClass) },
    finds: ['web-app/filter'],
  },
  {
    says: 'guesses no class',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    choice: 'asked',
    files: { [own]: plain },
    messages: [/copy the one of a shipped application/],
  },
  {
    says: 'keeps a filter that is there',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    choice: 'asked',
    files: { [own]: withFilter(newClass).replace(newClass, `\n            ${newClass}\n        `), [login]: plain },
    finds: [],
  },
  {
    says: 'maps a filter that covers nothing',
    choice: 'asked',
    files: { [own]: withFilter(newClass).replace(mapping, '') },
    becomes: { [own]: withFilter(newClass) },
  },
  {
    says: 'leaves the shipped applications alone',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    choice: 'asked',
    files: { [login]: plain, [`${webapps}/api#identity#user#v1.0/WEB-INF/web.xml`]: plain },
    finds: [],
  },
  { says: 'needs a web.xml', choice: 'asked', files: { [`${webapps}/shop.war`]: 'x' }, finds: [] },
  {
    says: 'takes no application for a shipped one because its name is alike',
    files: {
      [own.replace('shop', 'myoauth2')]: plain,
      [own.replace('shop', 'console2')]: plain,
      [own.replace('shop', 'x509certificateauthenticationendpoint')]: plain,
      [own.replace('shop', 'api#health-check#v1.0')]: plain,
    },
    finds: ['web-app/filter', 'web-app/filter'],
  },
  {
    says: 'passes over a filter without a class',
    files: { [own]: plain.replace('</web-app>', '<filter><filter-name>F</filter-name></filter></web-app>') },
    finds: ['web-app/filter'],
  },
  {
    says: 'is content with the filter that goes by addresses',
    files: { [own]: withFilter(newClass.replace('ContentType', 'URL')) },
    finds: [],
  },
  {
    says: 'does not take a class with a longer name for the filter',
    files: { [own]: withFilter(`${newClass}Disabled`) },
    finds: ['web-app/filter'],
  },
]);
