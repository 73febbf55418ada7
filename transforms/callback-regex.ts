import {
  acceptsUrl,
  type Context,
  callbackFault,
  callbackPattern,
  defineTransform,
  evilUrls,
  fillAddress,
  isRead,
  otherAddresses,
  ownAddress,
  type TomlSetting,
  tomlSettings,
} from '../src/kit/index.ts';

const params = {
  hosts: {
    kind: 'list',
    form: 'a list of hosts',
    pattern: /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/,
    question: 'To which hosts may users be sent back after recovery and registration?',
    help: 'Hosts of your own applications, each as login.example.com or login.example.com:8443; this server itself is added.',
  },
} as const;

type CallbackContext = Context<typeof params>;

const lite = 'identity_mgt.lite_user_registration.callback_url';

export default defineTransform({
  meta: {
    title: 'Recovery and registration send users back to known hosts only',
    why: 'Some shipped patterns look like a restriction and are none: a character class accepts almost any URL, so that a link in a genuine mail leads to an attacker with the confirmation code.',
    consequence:
      'Applications on hosts that are not named can no longer be the target. Tenants that saved their own pattern keep it.',
    severity: 'high',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Configure callback URL regular expressions"; identity.xml.j2 and default.json. That 6.0.0 accepts a foreign host, and that an own pattern is enforced, was seen on running servers.',
    references: { cwe: [601, 185], asvs: ['5.1.5'], nist: ['SI-10'] },
  },
  params,
  parts: [
    tomlSettings<typeof params>(
      patternAt('identity_mgt.recovery.callback_url'),
      patternAt('identity_mgt.user_self_registration.callback_url'),
      { ...patternAt(lite), concerns: ({ home }) => isRead(home, lite) },
    ),
  ],
});

function patternAt(key: string): TomlSetting<typeof params> {
  return {
    key,
    accepts: (value, context) => value === undefined || faultOf(String(value), context) === undefined,
    wants: (context) => (context.answers.hosts.length === 0 ? undefined : patternFor(context)),
    says: (found, context) =>
      `${faults[faultOf(found, context) ?? 'any']}${verdict(found, context)}. ${remedy(context)}`,
    severity: (value, context) => (faultOf(String(value), context) === 'dots' ? 'low' : undefined),
  };
}

const faults = {
  any: 'The pattern binds no host',
  pseudo: 'The pattern begins with a character class, which looks like a prefix and accepts almost anything',
  scheme: 'The pattern lets plain HTTP through',
  dots: 'The pattern has an unescaped dot in a host, which stands for any character',
} as const;

function faultOf(pattern: string, context: CallbackContext): keyof typeof faults | undefined {
  return callbackFault(fillAddress(pattern, judgedAddress(context)));
}

function verdict(pattern: string, context: CallbackContext): string {
  const filled = fillAddress(pattern, judgedAddress(context));
  const accepted = evilUrls(judgedAddress(context)).find((url) => acceptsUrl(filled, url));
  return accepted === undefined ? '' : `: it accepts ${accepted}`;
}

/**
 * For the hosts that are named, and for this server and its pages by every address that browsers know; `undefined` where
 * no pattern binds the name of this server, such as an IPv6 address.
 */
function patternFor(context: CallbackContext): string | undefined {
  const pattern = callbackPattern([...context.answers.hosts, ...otherAddresses(context)], addressOf(context));
  return faultOf(pattern, context) === undefined ? pattern : undefined;
}

/** What the new pattern does to good and to evil addresses. */
function remedy(context: CallbackContext): string {
  const { hosts } = context.answers;
  const [example] = hosts;
  if (example === undefined) return 'Name your hosts in [answers.callback-regex] hosts.';
  const own = addressOf(context);
  const wanted = patternFor(context);
  if (wanted === undefined)
    return `Write one for your hosts yourself: none can be made for ${own.host}, the name of this server.`;
  const refused = evilUrls(own).filter((url) => acceptsUrl(wanted, url) === false);
  return `The new one accepts https://${example}/ and https://${own.host}:${own.port}/myaccount and refuses ${refused.slice(0, 2).join(' and ')} (${refused.length} such URLs tried).`;
}

/** Where the name of the host is not known here, its placeholder stands for it. */
function addressOf(context: CallbackContext): { readonly host: string; readonly port: string } {
  return ownAddress(context) ?? { host: '${carbon.host}', port: '${carbon.management.port}' };
}

/** A pattern that names this server binds it, whatever its name is. */
function judgedAddress(context: CallbackContext): { readonly host: string; readonly port: string } {
  return ownAddress(context) ?? { host: 'localhost', port: '443' };
}
