import type { OwnAddress } from '../carbon/callback-pattern.ts';
import { isWithin } from '../carbon/releases.ts';
import type { Context } from './context.ts';
import { knownValue } from './known-value.ts';
import type { Params } from './params.ts';

/** The port of a connector as the server opens it: the configured one plus the offset. */
export function openPort<P extends Params>(context: Context<P>, connector: 'http' | 'https'): number {
  const fallback = connector === 'http' ? 9763 : 9443;
  return numberAt(context, `transport.${connector}.properties.port`, fallback) + portOffset(context);
}

function portOffset<P extends Params>(context: Context<P>): number {
  return numberAt(context, 'server.offset', 0);
}

/** With what is no port the server does not start, so that the number that it ships with tells as much. */
function numberAt<P extends Params>(context: Context<P>, key: string, fallback: number): number {
  const text = String(knownValue(context, key) ?? '');
  return /^\d{1,5}$/.test(text) ? Number(text) : fallback;
}

/**
 * The other ports that a server may open, each with what it is for. The offset is added at run time to all of them but
 * Thrift's login and Tomcat's shutdown, which no key moves.
 */
export function otherPorts<P extends Params>(context: Context<P>): string {
  const offset = portOffset(context);
  const jmx = (key: string, fallback: number): number => numberAt(context, `monitoring.jmx.${key}`, fallback) + offset;
  const hasDirectory = isWithin(context.home.release.version, '5.9.0', '5.11.0');
  return [
    `HTTP ${openPort(context, 'http')}`,
    `JMX ${jmx('rmi_registry_port', 9999)} and ${jmx('rmi_server_port', 11_111)}`,
    ...(hasDirectory ? [`the embedded directory ${10_389 + offset} and ${8000 + offset}`] : []),
    `Thrift ${10_500 + offset} and 10711`,
    'shutdown 8005',
  ].join(', ');
}

/** Where browsers find this server by HTTPS, the port of a proxy included; `undefined` where that cannot be known here. */
export function ownAddress<P extends Params>(context: Context<P>): OwnAddress | undefined {
  const keys = ['server.hostname', 'server.offset', 'transport.https.properties.port'];
  if (keys.some((key) => context.configuration.get(key).kind === 'unknown')) return undefined;
  return {
    host: String(knownValue(context, 'server.hostname') ?? 'localhost'),
    port: String(numberAt(context, 'transport.https.properties.proxyPort', openPort(context, 'https'))),
  };
}
