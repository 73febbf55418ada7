import {
  defineTransform,
  propertiesPart,
  templateOf,
  templateReads,
  textChange,
  tomlSettings,
  xmlPart,
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
      // Up to 5.11.0 the switch is a literal of the template.
      concerns: ({ home }) => templateReads(home, csrfGuard, 'owasp.csrfguard.enable') ?? true,
      settings: [
        {
          key: 'owasp.csrfguard.enable',
          accepts: (value) => value === undefined || String(value) === 'true',
          wants: () => true,
          says: (found) => `CSRFGuard is switched off ("${found}"); it should be on.`,
        },
      ],
    }),
    xmlPart({
      files: () => [templateOf('repository/conf/carbon.xml')],
      inspect(document) {
        const [security] = document.find(['Server', 'Security']);
        const [enabled] = document.find(['Server', 'Security', 'XSSPreventionConfig', 'Enabled']);
        if (enabled !== undefined && document.textOf(enabled) !== 'false') return [];
        const line = enabled ?? security;
        const place = {
          at: 'Server/Security/XSSPreventionConfig/Enabled',
          ...(line ? { line: document.lineOf(line) } : {}),
        };
        return enabled === undefined
          ? [
              {
                ...place,
                message:
                  'The template says nothing of XSS prevention; take the shipped XSSPreventionConfig back into it.',
              },
            ]
          : [
              {
                ...place,
                message: 'XSS prevention is off; it should be on.',
                change: textChange(document, enabled, 'true'),
              },
            ];
      },
    }),
    xmlPart({
      files: () => ['repository/conf/tomcat/carbon/WEB-INF/web.xml'],
      inspect(document) {
        const classes = document.find(['web-app', 'filter', 'filter-class']).map((element) => document.textOf(element));
        if (classes.includes('org.owasp.csrfguard.CsrfGuardFilter')) return [];
        return [
          {
            at: 'web-app/filter',
            message: 'The filter of CSRFGuard is missing; take it and its mapping back from the shipped file.',
          },
        ];
      },
    }),
    propertiesPart({
      files: () => [templateOf(csrfGuard)],
      inspect(document) {
        const key = 'org.owasp.csrfguard.Enabled';
        const value = document.get(key)?.trim();
        if (value === 'true' || value?.startsWith('{')) return [];
        const line = document.lineOf(key);
        return [
          {
            at: key,
            ...(line === undefined ? {} : { line }),
            message: `CSRFGuard is ${value ?? 'not set'} in the template; it should be true, as shipped.`,
          },
        ];
      },
    }),
  ],
});
