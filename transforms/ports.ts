import { type Context, defineTransform, knownValue, openPort, portOffset, tomlSettings } from '../src/kit/index.ts';

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
      settings: [
        {
          key: 'server.offset',
          accepts: (_, context) => openPort(context, 'https') !== 9443 && openPort(context, 'http') !== 9763,
          wants: ({ answers }) => (answers.offset === 0 ? undefined : String(answers.offset)),
          says: (_, context) =>
            `Ports have shipped numbers: HTTPS ${openPort(context, 'https')}, and where they are on ${otherPorts(context)}. Open only the first to clients, or move all in [answers.ports] offset.`,
        },
      ],
    }),
  ],
});

/** The offset is added at run time to each of them. Thrift and the shutdown port of Tomcat have no key. */
function otherPorts(context: Context<typeof params>): string {
  const offset = portOffset(context);
  const jmx = (key: string): number => Number(knownValue(context, `monitoring.jmx.${key}`)) + offset;
  return [
    `HTTP ${openPort(context, 'http')}`,
    `JMX ${jmx('rmi_registry_port')} and ${jmx('rmi_server_port')}`,
    `embedded LDAP ${10_389 + offset}`,
  ].join(', ');
}
