import { defineTransform, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'The server presents itself by HTTPS addresses',
    why: 'Endpoints and redirects that are built from a plain base path send passwords and codes in clear text.',
    consequence: 'Clients that have a plain endpoint of this server configured need the new one.',
    severity: 'high',
    risk: 'safe',
    source: 'deployment.toml ([server] base_path) and default.json of every release, which refer to it.',
    references: { cwe: [319], asvs: ['9.1.1'], nist: ['SC-8'] },
  },
  parts: [
    tomlSettings({
      key: 'server.base_path',
      accepts: (value) => !/^\s*http:/i.test(String(value ?? '')),
      says: 'The base path is a plain HTTP address; it should begin with https, with the port that browsers see.',
    }),
  ],
});
