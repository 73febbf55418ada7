import { isTomlTable } from '../documents/toml-value.ts';
import type { Context } from './context.ts';
import { deploymentToml } from './deployment-toml.ts';
import { knownValue } from './known-value.ts';
import { openPort } from './own-address.ts';
import type { Params } from './params.ts';
import { tablesAt } from './toml-part.ts';
import { catalinaTemplate, type WrittenTag, writtenTags } from './written-tags.ts';

/** Keys that are written only where a proxy or balancer stands in front of the server. */
const signsOfProxy = [
  'transport.http.properties.proxyPort',
  'transport.http.properties.proxyName',
  'transport.https.properties.proxyPort',
  'transport.https.properties.proxyName',
  'server.proxy_context_path',
  'console.proxy_context_path',
  'myaccount.proxy_context_path',
  'reverse_proxy_config',
  'catalinaValves.remoteIpValve.enable',
];

/** What shows that a proxy or balancer stands in front of the server; `undefined` when nothing does. */
export function proxySign<P extends Params>(context: Context<P>): string | undefined {
  const written = signsOfProxy.find((key) => {
    const { kind } = context.configuration.get(key);
    return kind === 'unknown' || (kind === 'value' && knownValue(context, key) !== false);
  });
  if (written !== undefined) return written;
  // TLS ends before the plain connector.
  if (knownValue(context, 'transport.http.properties.scheme') === 'https') return 'transport.http.properties.scheme';
  if (hasOtherPort(context)) return 'server.base_path';
  if (writtenTags(context.home).some(isForProxy)) return catalinaTemplate;
  return valves(context).find((valve) => /\.(?:RemoteIpValve|SSLValve)$/.test(valve));
}

function isForProxy({ name, attributes }: WrittenTag): boolean {
  return name === 'Connector' && (attributes.has('proxyPort') || attributes.has('proxyName'));
}

/** Browsers see another port than the server opens. */
function hasOtherPort<P extends Params>(context: Context<P>): boolean {
  const seen = basePath(context);
  return seen !== undefined && seen.port !== openPort(context, 'https');
}

/** Where the server presents itself, as far as that is spelt out. */
function basePath<P extends Params>(context: Context<P>): { readonly host: string; readonly port: number } | undefined {
  const address = /^https:\/\/(\[[^\]]+\]|[^/:$]+)(?::(\d+))?(?:\/|$)/i;
  const [, host, port = 443] = address.exec(String(knownValue(context, 'server.base_path'))) ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}

/** The classes of the valves that the operator has added, in deployment.toml or in the template. */
export function valves<P extends Params>({ home }: Context<P>): readonly string[] {
  const document = deploymentToml(home);
  const tables = document === undefined ? [] : tablesAt(document, ['catalina', 'valves']);
  const literals = writtenTags(home).filter(({ name, isLiteral }) => name === 'Valve' && isLiteral);
  return [
    ...tables.flatMap(({ properties }) => (isTomlTable(properties) ? [String(properties['className'])] : [])),
    ...literals.flatMap(({ attributes }) => attributes.get('className') ?? []),
  ];
}

/** Where users are sent to log in, consent, register, log out, and to be told of errors. */
const pages = [
  'authentication.endpoints.login_url',
  'authentication.endpoints.retry_url',
  'authentication.endpoints.request_missing_claims_url',
  'authentication.jit_provisioning.username_provisioning_url',
  'authentication.jit_provisioning.password_provisioning_url',
  'oauth.endpoints.oauth2_consent_page',
  'oauth.endpoints.oauth2_error_page',
  'oauth.endpoints.oidc_consent_page',
  'oauth.endpoints.oidc_logout_consent_page',
  'oauth.endpoints.oidc_logout_page',
  'saml.endpoints.logout',
  'saml.endpoints.notification',
  'passive_sts.endpoints.retry',
];

/** Addresses other than its own by which browsers reach this server or its pages, each as `host` or `host:port`. */
export function otherAddresses<P extends Params>(context: Context<P>): readonly string[] {
  const seen = basePath(context);
  const all = [
    ...(seen === undefined ? [] : [`${seen.host}:${seen.port}`]),
    ...pagesElsewhere(context).map(({ host }) => host),
  ];
  return [...new Set(all)].filter((address) => /^[\w.-]+(:\d+)?$/.test(address));
}

/** Pages on another host than this server, by the keys that send users there. */
export function pagesElsewhere<P extends Params>(
  context: Context<P>,
): readonly { readonly key: string; readonly host: string }[] {
  const own = ['localhost', '${carbon.host}', knownValue(context, 'server.hostname'), basePath(context)?.host];
  const names = own.map((name) => String(name).toLowerCase());
  return pages.flatMap((key) => {
    const address = /^https?:\/\/(\[[^\]]+\]|[^/:]+(?::\d+)?)/i.exec(String(knownValue(context, key)))?.[1];
    const host = address?.toLowerCase();
    return host === undefined || names.includes(host.replace(/:\d+$/, '')) ? [] : [{ key, host }];
  });
}
