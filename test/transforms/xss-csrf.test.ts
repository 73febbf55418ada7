import xssCsrf from '../../transforms/xss-csrf.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const carbonXml = 'repository/resources/conf/templates/repository/conf/carbon.xml.j2';
const webXml = 'repository/conf/tomcat/carbon/WEB-INF/web.xml';
const guard = 'repository/resources/conf/templates/repository/conf/security/Owasp.CsrfGuard.Carbon.properties.j2';
const xss = (enabled: string): string =>
  `<Server>\n    <Security>\n        <XSSPreventionConfig>\n            <Enabled>${enabled}</Enabled>\n        </XSSPreventionConfig>\n    </Security>\n</Server>\n`;
const filter =
  '<web-app>\n    <filter>\n        <filter-class>org.owasp.csrfguard.CsrfGuardFilter</filter-class>\n    </filter>\n</web-app>\n';
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;
const readsKey =
  '{% if owasp.csrfguard.enable is defined %}\norg.owasp.csrfguard.Enabled = {{owasp.csrfguard.enable}}\n{% else %}\norg.owasp.csrfguard.Enabled = true\n{% endif %}\n';

describeTransform('xss-csrf', xssCsrf, [
  {
    says: 'is content with all as shipped',
    releases,
    files: { [carbonXml]: xss('true'), [webXml]: filter, [guard]: 'org.owasp.csrfguard.Enabled = true\n' },
    finds: [],
  },
  {
    says: 'is content with a template that reads the key',
    releases: ['6.0.0', '7.1.0'],
    files: { [guard]: readsKey },
    finds: [],
  },
  {
    says: 'switches XSS prevention on again',
    releases,
    files: { [carbonXml]: xss('false') },
    becomes: { [carbonXml]: xss('true') },
  },
  {
    says: 'reports a template without it',
    files: { [carbonXml]: '<Server>\n    <Security/>\n</Server>\n' },
    finds: ['Server/Security/XSSPreventionConfig/Enabled'],
  },
  { says: 'reports a missing filter', releases, files: { [webXml]: '<web-app/>\n' }, finds: ['web-app/filter'] },
  {
    says: 'switches CSRFGuard on in a template that says off',
    releases: ['5.9.0', '5.11.0'],
    files: { [guard]: 'org.owasp.csrfguard.Enabled = false\n' },
    becomes: { [guard]: 'org.owasp.csrfguard.Enabled = true\n' },
  },
  {
    says: 'switches CSRFGuard on where the template reads the key',
    releases: ['6.0.0', '7.1.0'],
    toml: '[owasp.csrfguard]\nenable = false\n',
    files: { [guard]: readsKey },
    tomlBecomes: '[owasp.csrfguard]\nenable = true\n',
  },
  {
    says: 'leaves a key that nothing reads',
    releases: ['5.9.0', '5.11.0'],
    toml: '[owasp.csrfguard]\nenable = false\n',
    files: { [guard]: 'org.owasp.csrfguard.Enabled = true\n' },
    finds: [],
  },
]);
