import {
  type Context,
  certificateOf,
  defineTransform,
  isTrue,
  jvmSettings,
  keyEntry,
  knownValue,
  storeInUse,
  tomlSettings,
} from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'The server checks host names when it calls others',
    why: 'Without the check any certificate of any trusted CA can stand in for any host that the server calls.',
    consequence:
      'Calls fail where the other side, or this server itself, shows a certificate that does not carry the name by which it is called.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Enable hostname verification"; bin/wso2server.sh and bin/wso2server.bat, which ship DefaultAndLocalhost in every release.',
    references: { cwe: [297], asvs: ['9.2.1'], nist: ['SC-8', 'SC-23'] },
  },
  parts: [
    jvmSettings({
      key: 'httpclient.hostnameVerifier',
      // Any other word, a misspelt one too, is understood by some of the clients only.
      accepts: (value) => value === 'Strict',
      wants: (context) => (gap(context) === '' ? 'Strict' : undefined),
      harm: harmOf,
      says: (found, context) =>
        `Host names of called servers are checked by ${found}; it should be Strict.${gap(context)}`,
      severity: (value) => (value === 'AllowAll' ? 'critical' : undefined),
      risk: (value) => (value === 'AllowAll' ? 'disruptive' : undefined),
    }),
    jvmSettings({
      key: 'org.opensaml.httpclient.https.disableHostnameVerification',
      accepts: (value) => value === undefined || value === 'false',
      wants: null,
      says: 'SAML metadata and artifacts are taken from any host; the option should be absent.',
      severity: 'high',
      risk: 'disruptive',
    }),
    tomlSettings({
      key: 'identity.auth_framework.endpoint.hostname_verification_enabled',
      accepts: (value) => value === undefined || isTrue(value),
      wants: (context) => (gap(context) === '' ? true : undefined),
      harm: harmOf,
      says: (_, context) =>
        `The login pages do not check whom they send passwords to; hostname_verification_enabled should be true.${gap(context)}${isCalledElsewhere(context) ? elsewhere : ''}`,
      severity: 'high',
      risk: (_, context) => (isCalledElsewhere(context) ? 'disruptive' : undefined),
    }),
  ],
});

const serviceUrl = 'identity.auth_framework.endpoint.identity_server_service_url';
const elsewhere = ` The pages call the address in ${serviceUrl}: ask for it once the certificate there carries that name.`;

/** True where the login pages call the server by a name of the operator's choice, perhaps that of a balancer. */
function isCalledElsewhere({ configuration }: Context): boolean {
  return configuration.get(serviceUrl).kind !== 'absent';
}

function harmOf(context: Context): 'names' | undefined {
  return gap(context) === '' ? undefined : 'names';
}

/** What stands in the way of strict names: the server calls itself by its internal name, and its own certificate has to carry it. */
function gap(context: Context): string {
  const configured = context.configuration.get('server.internal_hostname');
  if (configured.kind === 'unknown')
    return ' The name by which the server calls itself cannot be known here: make sure that its certificate carries it, then set it.';
  const name = String(knownValue(context, 'server.internal_hostname') ?? 'localhost').toLowerCase();
  const store = storeInUse(context, 'keystore.tls');
  const entry = store && keyEntry(store);
  if (entry === undefined)
    return ' The certificate of HTTPS could not be read: make sure that it carries the name by which the server calls itself, then set it.';
  // A certificate that is still to be made gets every name that the server needs.
  if (typeof entry.certificate === 'string') return '';
  const certificate = certificateOf(entry);
  const held = [...(certificate?.dnsNames ?? []), ...(certificate?.ipAddresses ?? [])].map((each) =>
    each.toLowerCase(),
  );
  const parent = `*${name.slice(name.indexOf('.'))}`;
  if (held.includes(name) || (name.includes('.') && held.includes(parent))) return '';
  return ` The certificate of HTTPS does not carry ${name} as alternative name, by which the server calls itself: have one issued that does, or set [server] internal_hostname to a name that it carries.`;
}
