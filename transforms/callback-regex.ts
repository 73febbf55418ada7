import {
  acceptsUrl,
  type Context,
  callbackFault,
  callbackPattern,
  defineTransform,
  evilUrls,
  fillAddress,
  isWithin,
  ownAddress,
  type Setting,
  templateReads,
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
    tomlSettings<typeof params>({
      settings: (context) => [
        patternOf('recovery'),
        patternOf('user_self_registration'),
        ...(hasLiteRegistration(context) ? [patternOf('lite_user_registration')] : []),
      ],
    }),
  ],
});

function patternOf(flow: string): Setting<typeof params> {
  return {
    key: `identity_mgt.${flow}.callback_url`,
    accepts: (value, context) => value === undefined || faultOf(String(value), context) === undefined,
    wants: (context) =>
      context.answers.hosts.length === 0 ? undefined : callbackPattern(context.answers.hosts, addressOf(context)),
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
  return callbackFault(fillAddress(pattern, addressOf(context)));
}

function verdict(pattern: string, context: CallbackContext): string {
  const filled = fillAddress(pattern, addressOf(context));
  const accepted = evilUrls(addressOf(context)).find((url) => acceptsUrl(filled, url));
  return accepted === undefined ? '' : `: it accepts ${accepted}`;
}

function remedy(context: CallbackContext): string {
  const { host, port } = addressOf(context);
  if (context.answers.hosts.length === 0) return 'Name your hosts in [answers.callback-regex] hosts.';
  const wanted = callbackPattern(context.answers.hosts, { host, port });
  const [good = host] = context.answers.hosts;
  const refused = evilUrls({ host, port }).filter((url) => acceptsUrl(wanted, url) === false).length;
  return `The new one accepts https://${good}/ and https://${host}:${port}/myaccount and refuses https://evil.example/steal (${refused} such URLs tried).`;
}

/** Where the name of the host is not known here, its placeholder stands for it. */
function addressOf(context: CallbackContext): { readonly host: string; readonly port: string } {
  return ownAddress(context) ?? { host: '${carbon.host}', port: '${carbon.management.port}' };
}

function hasLiteRegistration({ home }: CallbackContext): boolean {
  return (
    templateReads(home, 'repository/conf/identity/identity.xml', 'identity_mgt.lite_user_registration.callback_url') ??
    isWithin(home.release.version, '6.0.0', '7.3.0')
  );
}
