import { defineTransform, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'The web console of the embedded database is off',
    why: 'Its port takes any SQL, and through SQL any Java, from whoever knows the published password.',
    consequence: 'Nobody can look into the embedded database by browser.',
    severity: 'critical',
    risk: 'safe',
    until: '5.11.0',
    source:
      'carbon.xml.j2 (H2DatabaseConfiguration) and default.json of 5.9.0 to 5.11.0: off as shipped. 6.0.0 and newer read no such key.',
    references: { cwe: [489, 749], asvs: ['14.3.2'], nist: ['CM-7'] },
  },
  parts: [
    tomlSettings({
      key: 'database_configuration.enable_h2_console',
      accepts: (value) => value === undefined || /^(false|0|)$/i.test(String(value)),
      wants: false,
      says: 'The web console of the embedded database is on; it should be off.',
    }),
  ],
});
