import { defineTransform, mayBeTrue, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'The release runs with its own rules, not with those of older ones',
    why: 'Legacy mode brings SHA-1 and MD5 signatures back, and client credentials for public clients.',
    consequence: 'Clients and scripts that rely on old token contents, thumbprints or API versions have to be adapted.',
    severity: 'high',
    risk: 'disruptive',
    since: '7.0.0',
    source: 'infer.json of 7.x (server.legacy_mode), which sets some thirty keys.',
    references: { cwe: [327, 328], nist: ['SC-13'] },
  },
  parts: [
    tomlSettings({
      key: 'server.legacy_mode',
      accepts: (value) => !mayBeTrue(value),
      wants: false,
      says: 'Legacy mode is on, with SHA-1 and MD5 signatures; it should be off. Ask for it once the clients are tested without it.',
    }),
  ],
});
