import type { OwnAddress } from '../carbon/callback-pattern.ts';
import type { Context } from './context.ts';
import { knownValue } from './known-value.ts';
import type { Params } from './params.ts';

/** The port of a connector as the server opens it: the configured one plus the offset. */
export function openPort<P extends Params>(context: Context<P>, connector: 'http' | 'https'): number {
  const fallback = connector === 'http' ? 9763 : 9443;
  const port = Number(knownValue(context, `transport.${connector}.properties.port`) ?? fallback);
  return port + portOffset(context);
}

export function portOffset<P extends Params>(context: Context<P>): number {
  return Number(knownValue(context, 'server.offset') ?? 0);
}

/** Where browsers find this server by HTTPS, the port of a proxy included; `undefined` where that cannot be known here. */
export function ownAddress<P extends Params>(context: Context<P>): OwnAddress | undefined {
  const keys = ['server.hostname', 'server.offset', 'transport.https.properties.port'];
  if (keys.some((key) => context.configuration.get(key).kind === 'unknown')) return undefined;
  const proxyPort = knownValue(context, 'transport.https.properties.proxyPort');
  return {
    host: String(knownValue(context, 'server.hostname') ?? 'localhost'),
    port: String(proxyPort ?? openPort(context, 'https')),
  };
}
