import { defineTransform, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Answers over HTTPS are not compressed',
    why: 'The length of a compressed page that holds both a secret and text of an attacker tells the secret piece by piece (BREACH).',
    consequence: 'More traffic: scripts and style sheets are sent in full unless a proxy compresses them.',
    severity: 'low',
    risk: 'safe',
    source:
      'default.json of every release (compression = "on"). It is no part of the guideline, so the profile guideline leaves it out.',
    references: { cwe: [203], nist: ['SC-8'] },
  },
  parts: [
    tomlSettings({
      key: 'transport.https.properties.compression',
      accepts: (value) => value === undefined || value === false || value === 'off' || value === 'false',
      wants: 'off',
      says: (found) => `HTTPS answers are compressed ("${found}"); compression should be off.`,
    }),
  ],
});
