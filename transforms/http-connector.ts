import {
  type Context,
  defineTransform,
  isLoopback,
  isRead,
  knownValue,
  openPort,
  proxySign,
  tomlSettings,
} from '../src/kit/index.ts';

const enabled = 'transport.http.enabled';
const address = 'transport.http.properties.address';

export default defineTransform({
  meta: {
    title: 'No port answers plain HTTP to other machines',
    why: 'Port 9763 serves every page and API in clear text, passwords and tokens included.',
    consequence:
      'Balancers, health checks and clients that use the plain port can no longer connect. Let them use HTTPS first.',
    severity: 'medium',
    risk: 'disruptive',
    source:
      'Product-level security guidelines: "Disable HTTP"; catalina-server.xml.j2, which has the switch from 5.11.0 on.',
    references: { cwe: [319], asvs: ['9.1.1'], nist: ['SC-8(1)', 'CM-7'] },
  },
  parts: [
    tomlSettings(
      {
        key: enabled,
        concerns: ({ home }) => isRead(home, enabled),
        // The template asks for the boolean: a text, "true" included, switches the connector off.
        accepts: (value, context) => value !== true || isLoopback(String(knownValue(context, address))),
        wants: false,
        says: (_, context) =>
          `Port ${openPort(context, 'http')} answers plain HTTP; it should be off. ${hint(context)}`,
      },
      {
        key: address,
        concerns: ({ home }) => !isRead(home, enabled),
        accepts: (value) => isLoopback(String(value)),
        wants: '127.0.0.1',
        says: (_, context) =>
          `Port ${openPort(context, 'http')} answers plain HTTP to other machines, and this release cannot switch it off; it should answer on 127.0.0.1 only. ${hint(context)}`,
      },
    ),
  ],
});

function hint(context: Context): string {
  const sign = proxySign(context);
  return sign === undefined
    ? 'Ask for it once no health check uses this port.'
    : `A proxy stands in front (${sign}): make it use HTTPS to this server first.`;
}
