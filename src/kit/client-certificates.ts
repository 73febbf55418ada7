import type { Context } from './context.ts';
import { customProperties } from './custom-connectors.ts';
import { deploymentToml, isWritten } from './deployment-toml.ts';
import { knownValue } from './known-value.ts';
import type { Params } from './params.ts';
import { writtenTags } from './written-tags.ts';

/** What a connector does about client certificates (Tomcat's CertificateVerification). */
export const certificateVerification = 'transport.https.sslHostConfig.properties.certificateVerification';

/** True for a value that asks no client for a certificate; so does none at all. */
export function isVerificationOff(value: unknown): boolean {
  return value === undefined || /^(none|no|false)$/i.test(String(value));
}

/** True where a client certificate can arrive: HTTPS asks for one, or a connector of the operator's own may. */
export function asksForCertificates<P extends Params>(context: Context<P>): boolean {
  const isOff = isVerificationOff(knownValue(context, certificateVerification));
  return !isOff || isWritten(context.home, ['custom_transport']) || asksInTemplate(context.home);
}

/** True where a connector that is not the shipped one is known to ask for client certificates. */
export function asksElsewhere(home: Context['home']): boolean {
  const document = deploymentToml(home);
  return (
    (document !== undefined && customProperties(document).some((each) => asks((name) => each[name]))) ||
    asksInTemplate(home)
  );
}

function asksInTemplate(home: Context['home']): boolean {
  return writtenTags(home).some(({ name, attributes }) => name !== 'Valve' && asks((each) => attributes.get(each)));
}

/** By the attribute of a connector of old, and by that of its `<SSLHostConfig>`. */
function asks(valueAt: (attribute: string) => unknown): boolean {
  return ['clientAuth', 'certificateVerification'].some((attribute) => !isVerificationOff(valueAt(attribute)));
}

/** True for a list of issuers of the operator's own: the published default key issues to itself as CN=localhost. */
export function isOwnIssuers(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && !value.includes('localhost');
}
