import {
  attributeChange,
  type Context,
  defineTransform,
  endpointConfigurations,
  type Finding,
  isHostedElsewhere,
  isPublishedSecret,
  isTemplateExpression,
  knownValue,
  newSecret,
  propertiesPart,
  propertyChange,
  sha256Of,
  templateOf,
  templateReads,
  tomlChanges,
  tomlPart,
  xmlPart,
} from '../src/kit/index.ts';

const identityXml = 'repository/conf/identity/identity.xml';
const password = 'identity.auth_framework.endpoint.app_password';
const hash = 'account_recovery.endpoint.auth.hash';
const application = 'account_recovery.endpoint.auth.name';

const howToHash = 'Set it to the SHA-256 of the password, in lower-case hexadecimal.';

export default defineTransform({
  meta: {
    title: 'The pages of login and recovery have a password of their own at the APIs',
    why: 'Every installation ships with dashboard/dashboard, which opens the APIs of account recovery and of all that the pages use, without any user.',
    consequence:
      'Login and recovery pages that are hosted elsewhere need the new password too (--endpoint-dir), and so does whatever else calls these APIs as dashboard.',
    severity: 'critical',
    risk: 'safe',
    source:
      'identity.xml.j2 (ClientAppAuthentication), EndpointConfig.properties and RecoveryEndpointConfig.properties of 5.9.0 to 7.1.0; seen on running servers of 6.0.0 and 7.1.0.',
    references: { cwe: [798, 1392], asvs: ['2.10.2'], nist: ['IA-5(5)'] },
  },
  parts: [
    // The secret and its digest only work as a pair: one alone locks the pages out or leaves the published one valid.
    tomlPart({
      concerns: ({ configuration }) => configuration.get(password).kind !== 'absent',
      inspect(document, context) {
        const findings: Finding[] = [];
        const place = { at: password, ...lineAt(document.lineOf(password.split('.'))), ...riskIn(context) };
        const current = context.configuration.get(password);
        if (current.kind !== 'value') return [{ at: password, status: 'error', message: unknownMessage }];
        const isOwn = !isPublishedSecret('app-password', String(current.value));
        const wanted = isOwn ? String(current.value) : newSecret('app-password');
        const leaves = isOwn ? [] : [{ path: password.split('.'), value: wanted }];
        const isRead = isHashRead(context);
        if (isRead === undefined && !isOwn) return [{ ...place, message: `${published} ${elsewhere}` }];
        if (isRead !== true) {
          if (leaves.length > 0) findings.push({ ...place, message: published, change: tomlChanges(document, leaves) });
          return findings;
        }
        const stored = context.configuration.get(hash);
        const value = stored.kind === 'value' ? String(stored.value) : '';
        const isVaulted = current.secrets.length > 0 || (stored.kind === 'value' && stored.secrets.length > 0);
        if (isVaulted || stored.kind === 'unknown') {
          if (stored.kind === 'value' && isPublishedSecret('app-password-hash', value)) {
            findings.push({ ...place, at: hash, message: `The published password still opens the APIs. ${howToHash}` });
          } else if (!isOwn) findings.push({ ...place, message: `${published} Set it and its hash.` });
          return findings;
        }
        const digest = sha256Of(wanted);
        if (value !== digest) leaves.push({ path: hash.split('.'), value: digest });
        if (leaves.length > 0) {
          const message = isOwn ? 'The hash is not that of the password, so that the pages are refused.' : published;
          findings.push({ ...place, message, change: tomlChanges(document, leaves) });
        }
        return findings;
      },
    }),
    // 5.9.0 and 5.10.0 have the digest as a literal in the template and read no key for it.
    xmlPart({
      files: (home) => (templateReads(home, identityXml, hash) ? [] : [templateOf(identityXml)]),
      inspect(document, context) {
        const name = String(knownValue(context, application) ?? 'dashboard');
        const wanted = ownPassword(context);
        return document.find(['Server', 'ClientAppAuthentication', 'Application']).flatMap((element): Finding[] => {
          const current = document.attribute(element, 'hash') ?? '';
          if (document.attribute(element, 'name') !== name || isTemplateExpression(current)) return [];
          if (wanted !== undefined && current === sha256Of(wanted)) return [];
          if (wanted === undefined && !isPublishedSecret('app-password-hash', current)) return [];
          const place = { at: 'ClientAppAuthentication/Application', line: document.lineOf(element) };
          const message = 'The hash is not that of the password in deployment.toml.';
          if (wanted === undefined) return [{ ...place, message: `${message} ${howToHash}` }];
          return [
            {
              ...place,
              ...riskIn(context),
              message,
              change: attributeChange(document, element, 'hash', sha256Of(wanted)),
            },
          ];
        });
      },
    }),
    propertiesPart({
      files: (home) => [...endpointConfigurations(home, 'login'), ...endpointConfigurations(home, 'recovery')],
      inspect(document, context, path) {
        const current = document.get('app.password');
        if (current === undefined || isTemplateExpression(current)) return [];
        const wanted = ownPassword(context);
        if (current === wanted) return [];
        const place = { at: 'app.password', ...lineAt(document.lineOf('app.password')), severity: 'medium' } as const;
        const message = isHostedElsewhere(path)
          ? 'The password is not the one in deployment.toml, so that the APIs refuse these pages.'
          : 'The password is not the one in deployment.toml; an application hosted elsewhere would use it.';
        if (wanted === undefined && !isPublishedSecret('app-password', current)) {
          return isHostedElsewhere(path) ? [{ ...place, status: 'error', message: incomparable }] : [];
        }
        if (wanted === undefined) return [{ ...place, message: `${message} Set it.` }];
        return [{ ...place, ...riskIn(context), message, change: propertyChange(document, 'app.password', wanted) }];
      },
    }),
  ],
});

const published = 'The password of the pages at the APIs is the published one; it should be your own.';
const elsewhere =
  'Set it together with the hash in identity.xml.j2 of the installation, which this folder does not hold.';
const incomparable = 'Could not be checked: whether the password is the one in deployment.toml is not known here.';
const unknownMessage = 'Could not be checked: the environment of the service decides the value.';

/** The password that all places have to agree on; `undefined` where it is in Secure Vault or unknown. */
function ownPassword({ configuration }: Context): string | undefined {
  const effective = configuration.get(password);
  if (effective.kind !== 'value' || effective.secrets.length > 0) return undefined;
  return isPublishedSecret('app-password', String(effective.value))
    ? newSecret('app-password')
    : String(effective.value);
}

/** Whether this release, as it is updated here, reads the digest from deployment.toml; `undefined` where that is elsewhere. */
function isHashRead({ home, configuration }: Context): boolean | undefined {
  const isRead = templateReads(home, identityXml, hash);
  if (isRead !== undefined) return isRead;
  return configuration.get(hash).kind === 'absent' ? undefined : true;
}

/** Whatever else calls the APIs with the old password may have been set up since the first start. */
function riskIn({ dataSigns }: Context): Pick<Finding, 'risk'> {
  return { risk: dataSigns.length === 0 ? 'safe' : 'disruptive' };
}

function lineAt(line: number | undefined): Pick<Finding, 'line'> {
  return line === undefined ? {} : { line };
}
