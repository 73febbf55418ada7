import {
  defineTransform,
  isRead,
  isTrue,
  propertySettings,
  templateOf,
  tomlSettings,
  xmlPart,
  xmlSettings,
} from '../src/kit/index.ts';

const csrfGuard = 'repository/conf/security/Owasp.CsrfGuard.Carbon.properties';

export default defineTransform({
  meta: {
    title: 'The management console encodes its output and checks CSRF tokens',
    why: 'Otherwise a page or link of an attacker acts with the rights of an administrator who is logged in.',
    consequence: 'None: every release ships like this.',
    severity: 'high',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Enable XSS and CSRF protection"; carbon.xml.j2, Owasp.CsrfGuard.Carbon.properties.j2 and the web.xml of the carbon context.',
    references: { cwe: [79, 352], asvs: ['4.2.2', '5.3.3'], nist: ['SI-10'] },
  },
  parts: [
    tomlSettings({
      key: 'owasp.csrfguard.enable',
      // Up to 5.11.0 the switch is a literal of the template.
      concerns: ({ home }) => isRead(home, 'owasp.csrfguard.enable'),
      accepts: (value) => value === undefined || isTrue(value),
      wants: true,
      says: (found) => `CSRFGuard is switched off ("${found}"); it should be on.`,
    }),
    xmlSettings(() => [templateOf('repository/conf/carbon.xml')], {
      key: 'Server/Security/XSSPreventionConfig/Enabled',
      accepts: (value) => value !== undefined && value !== 'false',
      wants: 'true',
      says: (found) =>
        `XSS prevention is ${found} in the template; it should be true, in XSSPreventionConfig as shipped.`,
    }),
    xmlPart({
      files: () => ['repository/conf/tomcat/carbon/WEB-INF/web.xml'],
      inspect(document) {
        const classes = document
          .find(['web-app', 'filter', 'filter-class'])
          .map((element) => document.textOf(element).trim());
        if (classes.includes('org.owasp.csrfguard.CsrfGuardFilter')) return [];
        const message = 'The filter of CSRFGuard is missing; take it and its mapping back from the shipped file.';
        return [{ at: 'web-app/filter', message }];
      },
    }),
    propertySettings(() => [templateOf(csrfGuard)], {
      key: 'org.owasp.csrfguard.Enabled',
      accepts: (value) => value === 'true' || value?.startsWith('{') === true,
      wants: 'true',
      says: (found) => `CSRFGuard is ${found} in the template; it should be true, as shipped.`,
    }),
  ],
});
