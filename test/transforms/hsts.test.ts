import hsts from '../../transforms/hsts.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const template = 'repository/resources/conf/templates/repository/conf/tomcat/web.xml.j2';
const block = `[[tomcat.filter]]
name = "HardeningHstsFilter"
class = "org.apache.catalina.filters.HttpHeaderSecurityFilter"
async_supported = "true"

[tomcat.filter.init_params]
hstsEnabled = "true"
hstsMaxAgeSeconds = "31536000"
antiClickJackingEnabled = "false"
blockContentTypeSniffingEnabled = "true"
xssProtectionEnabled = "false"

[[tomcat.filter_mapping]]
name = "HardeningHstsFilter"
url_pattern = "/*"
dispatchers = ["REQUEST", "FORWARD", "ERROR"]
`;
const oldTemplate = `<web-app>
    <!-- servlets -->
    {% if x.y is sameas true %}
    <servlet><servlet-name>s</servlet-name></servlet>
    {% endif %}
</web-app>
`;

const newTemplate = oldTemplate.replace(
  '</web-app>',
  `    <filter>
        <filter-name>HardeningHstsFilter</filter-name>
        <filter-class>org.apache.catalina.filters.HttpHeaderSecurityFilter</filter-class>
        <async-supported>true</async-supported>
        <init-param>
            <param-name>hstsEnabled</param-name>
            <param-value>true</param-value>
        </init-param>
        <init-param>
            <param-name>hstsMaxAgeSeconds</param-name>
            <param-value>31536000</param-value>
        </init-param>
        <init-param>
            <param-name>antiClickJackingEnabled</param-name>
            <param-value>false</param-value>
        </init-param>
        <init-param>
            <param-name>blockContentTypeSniffingEnabled</param-name>
            <param-value>true</param-value>
        </init-param>
        <init-param>
            <param-name>xssProtectionEnabled</param-name>
            <param-value>false</param-value>
        </init-param>
    </filter>
    <filter-mapping>
        <filter-name>HardeningHstsFilter</filter-name>
        <url-pattern>/*</url-pattern>
        <dispatcher>REQUEST</dispatcher>
        <dispatcher>FORWARD</dispatcher>
        <dispatcher>ERROR</dispatcher>
    </filter-mapping>
</web-app>`,
);

describeTransform('hsts', hsts, [
  { says: 'adds one filter for all contexts', releases: ['7.1.0', '7.3.0'], toml: '', tomlBecomes: block },
  {
    says: 'adds it beside another table of tomcat',
    releases: ['7.1.0'],
    toml: '[tomcat.x]\ny = 1\n',
    tomlBecomes: `[tomcat.x]\ny = 1\n\n${block}`,
  },
  {
    says: 'adds it to an inline table that is empty',
    releases: ['7.1.0'],
    toml: 'tomcat = {}\n',
    tomlBecomes:
      'tomcat = { filter = [{ name = "HardeningHstsFilter", class = "org.apache.catalina.filters.HttpHeaderSecurityFilter", async_supported = "true", init_params = { hstsEnabled = "true", hstsMaxAgeSeconds = "31536000", antiClickJackingEnabled = "false", blockContentTypeSniffingEnabled = "true", xssProtectionEnabled = "false" } }], filter_mapping = [{ name = "HardeningHstsFilter", url_pattern = "/*", dispatchers = ["REQUEST", "FORWARD", "ERROR"] }] }\n',
  },
  {
    says: 'leaves async_supported out in releases that do not know it',
    releases: ['5.11.0', '6.1.0', '7.0.0'],
    toml: '',
    tomlBecomes: block.replace('async_supported = "true"\n', ''),
  },
  {
    says: 'leaves async_supported out where the template does not know it',
    releases: ['7.1.0'],
    files: { [template]: '{% for filter in tomcat.filter %}{% endfor %}' },
    becomes: { 'repository/conf/deployment.toml': block.replace('async_supported = "true"\n', '') },
  },
  {
    says: 'includes the sub-domains when asked to',
    answers: { 'include-sub-domains': true },
    toml: block,
    tomlBecomes: block
      .replace('"31536000"\n', '"31536000"\n')
      .replace('xssProtectionEnabled = "false"\n', 'xssProtectionEnabled = "false"\nhstsIncludeSubDomains = "true"\n'),
  },
  { says: 'raises a max-age of 0', toml: block.replace('"31536000"', '"0"'), tomlBecomes: block },
  {
    says: 'keeps a longer max-age and sub-domains',
    releases: ['5.11.0', '6.0.0', '7.1.0', '7.3.0'],
    toml: block.replace('"31536000"', '63072000\nhstsIncludeSubDomains = true'),
  },
  { says: 'keeps half a year', toml: block.replace('31536000', '15768000') },
  {
    says: 'covers forwards',
    toml: block.replace('"FORWARD", ', ''),
    finds: ['tomcat.filter_mapping'],
    tomlBecomes: `${block.replace('"FORWARD", ', '')}
[[tomcat.filter_mapping]]
name = "HardeningHstsFilter"
url_pattern = "/*"
dispatchers = ["REQUEST", "FORWARD", "ERROR"]
`,
  },
  {
    says: 'appends a filter to the template where no key reaches it',
    releases: ['5.9.0', '5.10.0'],
    files: { [template]: oldTemplate },
    becomes: { [template]: newTemplate },
  },
  {
    says: 'keeps the filter of such a template',
    releases: ['5.9.0', '5.10.0'],
    files: { [template]: newTemplate },
  },
  {
    says: 'raises a max-age that is left to Tomcat',
    toml: block.replace('hstsMaxAgeSeconds = "31536000"\n', ''),
    messages: [/lasts 0 seconds/],
    tomlBecomes: block
      .replace('hstsMaxAgeSeconds = "31536000"\n', '')
      .replace(/(xssProtectionEnabled = "false"\n)/, '$1hstsMaxAgeSeconds = "31536000"\n'),
  },
  {
    says: 'knows that the filter is on unless it is told otherwise',
    toml: block.replace('hstsEnabled = "true"\n', ''),
  },
  {
    says: 'puts the sub-domains into a new filter',
    answers: { 'include-sub-domains': true },
    toml: '',
    tomlBecomes: block.replace('"31536000"\n', '"31536000"\nhstsIncludeSubDomains = "true"\n'),
  },
  {
    says: 'takes one second less than half a year for too short',
    toml: block.replace('31536000', '15767999'),
    tomlBecomes: block,
  },
  {
    says: 'switches a filter on that is off',
    toml: block.replace('hstsEnabled = "true"', 'hstsEnabled = false'),
    tomlBecomes: block,
  },
]);
