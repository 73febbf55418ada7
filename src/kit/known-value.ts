import type { TomlValue } from '../documents/toml-document.ts';
import type { Context } from './context.ts';
import type { Params } from './params.ts';

/** The effective value of a key, `undefined` where it has none or where it cannot be known here. */
export function knownValue<P extends Params>({ configuration }: Context<P>, key: string): TomlValue | undefined {
  const effective = configuration.get(key);
  return effective.kind === 'value' ? effective.value : undefined;
}

/** Effective keys of a form, such as the URL of each database, in the order of the alphabet. */
export function keysLike<P extends Params>({ configuration }: Context<P>, form: RegExp): readonly string[] {
  return [...configuration.keys()].filter((key) => form.test(key)).sort();
}

/** What shows that a proxy or balancer stands in front of the server; `undefined` when nothing does. */
export function proxySign<P extends Params>(context: Context<P>): string | undefined {
  return [
    'transport.http.properties.proxyPort',
    'transport.https.properties.proxyPort',
    'server.proxy_context_path',
    'catalinaValves.remoteIpValve.enable',
  ].find((key) => {
    const { kind } = context.configuration.get(key);
    return kind === 'unknown' || (kind === 'value' && knownValue(context, key) !== false);
  });
}
