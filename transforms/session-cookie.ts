import {
  defineTransform,
  isWithin,
  tablesAt,
  templateReads,
  textChange,
  tomlChange,
  tomlPart,
  tomlSettings,
  xmlPart,
} from '../src/kit/index.ts';

const flags = ['secure', 'httpOnly'] as const;

/** Where the carbon context says how its session travels, and what it should say. */
const wanted = [
  { path: ['cookie-config', 'secure'], value: 'true', isNeeded: true },
  { path: ['cookie-config', 'http-only'], value: 'true', isNeeded: false },
  { path: ['tracking-mode'], value: 'COOKIE', isNeeded: true },
] as const;

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
      concerns: ({ home }) =>
        templateReads(home, 'repository/conf/identity/identity.xml', 'session.nonce.cookie.enabled') ??
        isWithin(home.release.version, '5.11.0', '7.3.0'),
      settings: [
        {
          key: 'session.nonce.cookie.enabled',
          accepts: (value) => String(value ?? true) === 'true',
          wants: () => true,
          says: () => 'A login is not bound to the browser that began it (the nonce cookie is off); it should be.',
          severity: () => 'medium',
        },
      ],
    }),
    tomlPart({
      inspect: (document) =>
        tablesAt(document, ['identity', 'cookies']).flatMap((cookie, index) =>
          flags
            .filter((flag) => String(cookie[flag] ?? 'true') !== 'true')
            .map((flag) => {
              const path = ['identity', 'cookies', index, flag];
              const line = document.lineOf(path);
              return {
                at: `identity.cookies[${index}].${flag}`,
                ...(line === undefined ? {} : { line }),
                message: `The cookie ${String(cookie['name'])} is not ${flag}; it should be.`,
                change: tomlChange(document, [path], true),
              };
            }),
        ),
    }),
    xmlPart({
      files: () => ['repository/conf/tomcat/carbon/WEB-INF/web.xml'],
      inspect: (document) =>
        wanted.flatMap(({ path, value, isNeeded }) => {
          const [element] = document.find(['web-app', 'session-config', ...path]);
          const at = ['web-app', 'session-config', ...path].join('/');
          if (element === undefined) {
            return isNeeded
              ? [{ at, message: `Nothing says ${value} here; take the shipped session-config back into the file.` }]
              : [];
          }
          const found = document.textOf(element);
          if (found === value) return [];
          const change = textChange(document, element, value);
          return [{ at, line: document.lineOf(element), message: `It is ${found}; it should be ${value}.`, change }];
        }),
    }),
  ],
});
