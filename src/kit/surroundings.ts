import { isTomlArray, isTomlTable } from '../documents/toml-value.ts';
import type { Context } from './context.ts';
import { knownValue } from './known-value.ts';
import { openPort } from './own-address.ts';
import type { Params } from './params.ts';

/** What shows that a proxy or balancer stands in front of the server; `undefined` when nothing does. */
export function proxySign<P extends Params>(context: Context<P>): string | undefined {
  const written = [
    'transport.http.properties.proxyPort',
    'transport.https.properties.proxyPort',
    'server.proxy_context_path',
    'catalinaValves.remoteIpValve.enable',
  ].find((key) => {
    const { kind } = context.configuration.get(key);
    return kind === 'unknown' || (kind === 'value' && knownValue(context, key) !== false);
  });
  if (written !== undefined) return written;
  if (hasOtherPort(context)) return 'server.base_path';
  return valves(context).find((valve) => /\.(?:RemoteIpValve|SSLValve)$/.test(valve));
}

/** Browsers see another port than the server opens. */
function hasOtherPort<P extends Params>(context: Context<P>): boolean {
  const address = /^https:\/\/[^/:$]+(?::(\d+))?(?:\/|$)/i.exec(String(knownValue(context, 'server.base_path')));
  return address !== null && Number(address[1] ?? 443) !== openPort(context, 'https');
}

/** The classes of the valves that the operator has added. */
export function valves<P extends Params>(context: Context<P>): readonly string[] {
  const list = knownValue(context, 'catalina.valves');
  if (!isTomlArray(list)) return [];
  // Tables within an array come with dotted keys.
  return list.flatMap((valve) => (isTomlTable(valve) ? [String(valve['properties.className'])] : []));
}

/** Where users are sent to log in, consent and recover. */
const pages = [
  'authentication.endpoints.login_url',
  'authentication.endpoints.retry_url',
  'authentication.endpoints.request_missing_claims_url',
  'oauth.endpoints.oauth2_consent_page',
  'oauth.endpoints.oidc_consent_page',
  'oauth.endpoints.oidc_logout_consent_page',
];

/**
 * The key that sends users to pages on another host than this server; `undefined` where all pages are its own, or are
 * changed together with it.
 */
export function pagesElsewhere<P extends Params>(context: Context<P>): string | undefined {
  if (context.home.endpointDirs.length > 0) return undefined;
  const own = ['localhost', '${carbon.host}', knownValue(context, 'server.hostname')].map(String);
  return pages.find((key) => {
    const host = /^https?:\/\/([^/:]+)/i.exec(String(knownValue(context, key)))?.[1];
    return host !== undefined && !own.includes(host);
  });
}
