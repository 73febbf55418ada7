import { defineTransform, isLoopback, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'The server knows the host name by which users reach it',
    why: 'With localhost, links in mails, redirects and issuer names lead nowhere or to a name that the certificate is published for.',
    consequence:
      'Nothing is changed: certificate, redirect URLs and metadata have to carry the name too. On a started server of 6.0.0 a new name ends the login to the console until its own application is updated.',
    severity: 'low',
    risk: 'safe',
    source:
      'The shipped deployment.toml and carbon.xml.j2 of every release; the console was seen on running servers of 6.0.0 and 7.1.0.',
    references: { cwe: [1188] },
  },
  parts: [
    tomlSettings({
      settings: [
        {
          key: 'server.hostname',
          accepts: (value) => typeof value === 'string' && value.trim() !== '' && !isLoopback(value),
          wants: () => undefined,
          says: (found) =>
            `The host name is ${found}; it should be the one in the certificate of the server. Set [server] hostname before the first start.`,
        },
      ],
    }),
  ],
});
