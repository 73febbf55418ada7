import { defineTransform, isLoopback, tomlSettings } from '../src/kit/index.ts';

const params = {
  hostname: {
    kind: 'text',
    form: 'a host name',
    pattern: /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i,
    question: 'By which host name do users reach this server?',
    help: 'Links, redirects, issuer names and new certificates carry it. Without an answer it stays as it is.',
  },
} as const;

export default defineTransform({
  meta: {
    title: 'The server knows the host name by which users reach it',
    why: 'With localhost, links in mails, redirects and issuer names lead nowhere or to a name that the certificate is published for.',
    consequence:
      'It is written only where you answer with it. Certificates, redirect URLs and metadata that you made yourself have to carry it too. On a started server of 6.0.0 a new name ends the login to the console until its own application is updated.',
    severity: 'low',
    risk: 'safe',
    source:
      'The shipped deployment.toml and carbon.xml.j2 of every release; the console was seen on running servers of 6.0.0 and 7.1.0.',
    references: { nist: ['CM-6'] },
  },
  params,
  parts: [
    tomlSettings<typeof params>({
      key: 'server.hostname',
      accepts: (value, { answers: { hostname } }) =>
        hostname === undefined
          ? typeof value === 'string' && value.trim() !== '' && !isLoopback(value)
          : String(value).toLowerCase() === hostname.toLowerCase(),
      wants: ({ answers }) => answers.hostname,
      says: (found, { answers: { hostname } }) =>
        hostname === undefined
          ? `The host name is ${found}; it should be the one in the certificate of the server. Answer [answers.server-hostname] hostname before the first start.`
          : `The host name is ${found}; it should be ${hostname}.`,
      risk: (_, { home }) => (home.startTraces.length > 0 ? 'disruptive' : undefined),
    }),
  ],
});
