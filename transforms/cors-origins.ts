import { defineTransform, isPlainUrl, mayBeTrue, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Only named web sites may call the APIs from a browser',
    why: 'With any origin, a page of an attacker reads answers that the browser of a logged-in user gets.',
    consequence: 'Single-page applications on sites that are not named can no longer call the APIs.',
    severity: 'high',
    risk: 'disruptive',
    since: '5.11.0',
    source: 'identity.xml.j2 (CORS) and default.json of 5.11.0 and newer: off as shipped.',
    references: { cwe: [942], asvs: ['14.5.3'], nist: ['AC-4'] },
  },
  parts: [
    tomlSettings(
      {
        key: 'cors.allow_any_origin',
        accepts: (value) => !mayBeTrue(value),
        wants: false,
        says: 'Any web site may call the APIs from a browser; only named ones should. Name yours in [cors] allowed_origins first.',
      },
      {
        key: 'cors.allowed_origins',
        accepts: (value) => !Array.isArray(value) || !value.some((origin) => isPlainUrl(String(origin))),
        says: 'An allowed origin is a plain HTTP site, which anybody on the way can rewrite; it should be HTTPS.',
        severity: 'medium',
      },
    ),
  ],
});
