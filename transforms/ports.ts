import { defineTransform, openPort, otherPorts, tomlSettings } from '../src/kit/index.ts';

const params = {
  offset: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 50_000,
    question: 'By how much should all ports be moved from the shipped numbers?',
    help: 'With 0 nothing is moved. Redirect URLs, metadata and proxies that name a port have to follow.',
  },
} as const;

export default defineTransform({
  meta: {
    title: 'The ports are not the shipped ones that every scanner tries first',
    why: 'Known numbers make a server easy to find. A firewall that opens only what clients need is worth more.',
    consequence:
      'Redirect URLs, metadata of identity providers, proxies and base_path that name a port have to follow.',
    severity: 'info',
    risk: 'disruptive',
    source:
      'Product-level security guidelines: "Change the default ports"; carbon.xml.j2 (Offset), catalina-server.xml.j2.',
    references: { nist: ['CM-7'] },
  },
  params,
  parts: [
    tomlSettings<typeof params>({
      key: 'server.offset',
      accepts: (_, context) => openPort(context, 'https') !== 9443 && openPort(context, 'http') !== 9763,
      wants: ({ answers }) => (answers.offset === 0 ? undefined : String(answers.offset)),
      says: (_, context) =>
        `The ports are those of every installation: HTTPS ${openPort(context, 'https')} and, where it is on, ${otherPorts(context)}. Let clients reach the first alone; [answers.ports] offset moves all but 10711 and 8005.`,
    }),
  ],
});
