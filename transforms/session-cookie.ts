import {
  defineTransform,
  isRead,
  isTrue,
  tablesAt,
  tomlChange,
  tomlPart,
  tomlSettings,
  xmlSettings,
} from '../src/kit/index.ts';

const nonceCookie = 'session.nonce.cookie.enabled';

/** How the session of the carbon context travels. */
const carbonSession = [
  {
    key: 'web-app/session-config/cookie-config/secure',
    accepts: (value?: string) => value === 'true',
    wants: 'true',
    says: carbonSays('true'),
  },
  {
    key: 'web-app/session-config/cookie-config/http-only',
    accepts: (value?: string) => value === undefined || value === 'true',
    wants: 'true',
    says: carbonSays('true'),
  },
  {
    key: 'web-app/session-config/tracking-mode',
    accepts: (value?: string) => value === 'COOKIE',
    wants: 'COOKIE',
    says: carbonSays('COOKIE'),
  },
];

export default defineTransform({
  meta: {
    title: 'Session cookies travel over HTTPS alone, out of the reach of scripts',
    why: 'A session that travels in clear text, in an address or within the reach of a script is a session for whoever sees it.',
    consequence: 'None: every release ships like this.',
    severity: 'high',
    risk: 'safe',
    source:
      'carbon/WEB-INF/web.xml, which no template writes in the product, and identity.xml.j2 (Cookies, EnableSessionNonceCookie).',
    references: { cwe: [614, 1004], asvs: ['3.4.1', '3.4.2'], nist: ['SC-23'] },
  },
  parts: [
    tomlSettings({
      key: nonceCookie,
      concerns: ({ home }) => isRead(home, nonceCookie),
      accepts: (value) => value === undefined || isTrue(value),
      wants: true,
      says: 'A login is not bound to the browser that began it (the nonce cookie is off); it should be.',
      severity: 'medium',
    }),
    tomlPart({
      inspect: (document) =>
        tablesAt(document, ['identity', 'cookies']).flatMap((cookie, index) =>
          ['secure', 'httpOnly']
            .filter((flag) => !isTrue(cookie[flag] ?? true))
            .map((flag) => {
              const path = ['identity', 'cookies', index, flag];
              return {
                at: `identity.cookies[${index}].${flag}`,
                line: document.lineOf(path),
                message: `The cookie ${String(cookie['name'])} is not ${flag}; it should be.`,
                change: tomlChange(document, [path], true),
              };
            }),
        ),
    }),
    xmlSettings(() => ['repository/conf/tomcat/carbon/WEB-INF/web.xml'], ...carbonSession),
  ],
});

function carbonSays(wanted: string) {
  return (found: string) => `It is ${found}; it should be ${wanted}, as shipped.`;
}
