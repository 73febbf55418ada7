import {
  attributeChange,
  type Context,
  defineTransform,
  endpointConfigurations,
  type Finding,
  isHostedElsewhere,
  isPublishedSecret,
  isReadHere,
  isTemplateExpression,
  knownValue,
  newSecret,
  pagesElsewhere,
  propertiesPart,
  propertyChange,
  sha256Of,
  tablesAt,
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
        const place = { at: password, line: document.lineOf(password.split('.')), risk: riskIn(context) };
        const current = context.configuration.get(password);
        if (current.kind !== 'value') return [{ at: password, status: 'error', message: unknownMessage }];
        const isOwn = !isPublishedSecret('app-password', String(current.value));
        const wanted = isOwn ? String(current.value) : newSecret('app-password');
        const leaves = isOwn ? [] : [{ path: password.split('.'), value: wanted }];
        const message = isOwn
          ? 'The hash is not that of the password, so that the pages are refused.'
          : `${published}${warning(context)}`;
        const isRead = isHashRead(context);
        if (isRead === undefined && !isOwn) return [{ ...place, message: `${message} ${elsewhere}` }];
        if (isRead !== true) return isOwn ? [] : [{ ...place, message, change: tomlChanges(document, leaves) }];
        const stored = context.configuration.get(hash);
        const value = stored.kind === 'value' ? String(stored.value) : '';
        const isVaulted = current.secrets.length > 0 || (stored.kind === 'value' && stored.secrets.length > 0);
        if (isVaulted || stored.kind === 'unknown') {
          if (isPublishedSecret('app-password-hash', value))
            return [{ ...place, at: hash, message: `${stillOpen} ${howToHash}` }];
          return isOwn ? [] : [{ ...place, message: `${message} Set it and its hash.` }];
        }
        const digest = sha256Of(wanted);
        if (value !== digest) leaves.push({ path: hash.split('.'), value: digest });
        return leaves.length === 0 ? [] : [{ ...place, message, change: tomlChanges(document, leaves) }];
      },
    }),
    tomlPart({
      inspect: (document) =>
        tablesAt(document, ['client_apps', 'authentication']).flatMap((app, index) => {
          if (!isPublishedSecret('app-password-hash', String(app['hash']))) return [];
          const line = document.lineOf(['client_apps', 'authentication', index, 'hash']);
          return [{ at: `client_apps.authentication[${index}].hash`, line, message: `${stillOpen} ${howToHash}` }];
        }),
    }),
    // 5.9.0 and 5.10.0 have the digest as a literal in the template and read no key for it.
    xmlPart({
      files: (home) => (templateReads(home, identityXml, hash) ? [] : [templateOf(identityXml)]),
      inspect(document, context) {
        const name = String(knownValue(context, application) ?? 'dashboard');
        const wanted = ownPassword(context);
        return document
          .find(['Server', 'ClientAppAuthentication', 'Application'])
          .flatMap((element): readonly Finding[] => {
            const current = document.attribute(element, 'hash') ?? '';
            const isPublished = isPublishedSecret('app-password-hash', current);
            if (document.attribute(element, 'name') !== name || isTemplateExpression(current)) return [];
            if (wanted === undefined ? !isPublished : current === sha256Of(wanted)) return [];
            const place = {
              at: 'ClientAppAuthentication/Application',
              line: document.lineOf(element),
              risk: riskIn(context),
            };
            const message = isPublished ? stillOpen : 'The hash is not that of the password in deployment.toml.';
            if (wanted === undefined) return [{ ...place, message: `${message} ${howToHash}` }];
            return [{ ...place, message, change: attributeChange(document, element, 'hash', sha256Of(wanted)) }];
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
        const isPublished = isPublishedSecret('app-password', current);
        const place = { at: 'app.password', line: document.lineOf('app.password'), ...useOf(path, context) };
        if (wanted === undefined && !isPublished) {
          return isHostedElsewhere(path) ? [{ ...place, status: 'error', message: incomparable }] : [];
        }
        const message = `The password is ${isPublished ? 'the published one' : 'not the one in deployment.toml'}; ${place.message}.`;
        if (wanted === undefined) return [{ ...place, message: `${message} Set it.` }];
        return [{ ...place, message, change: propertyChange(document, 'app.password', wanted) }];
      },
    }),
  ],
});

const published = 'The password of the pages at the APIs is the published one; it should be your own.';
const stillOpen = 'The published password still opens the APIs; the hash should be that of your own.';
const elsewhere =
  'Set it together with the hash in identity.xml.j2 of the installation, which this folder does not hold.';
const incomparable = 'Could not be checked: whether the password is the one in deployment.toml is not known here.';
const unknownMessage = 'Could not be checked: the environment of the service decides the value.';

/** The password that all places have to agree on; `undefined` where it is in Secure Vault or unknown. */
function ownPassword({ configuration }: Context): string | undefined {
  const effective = configuration.get(password);
  if (effective.kind !== 'value' || effective.secrets.length > 0) return undefined;
  const value = String(effective.value);
  return isPublishedSecret('app-password', value) ? newSecret('app-password') : value;
}

/** Whether this release, as it is updated here, reads the digest from deployment.toml; `undefined` where that is elsewhere. */
function isHashRead({ home, configuration }: Context): boolean | undefined {
  const isRead = templateReads(home, identityXml, hash);
  if (isRead !== undefined) return isRead;
  return configuration.get(hash).kind === 'absent' ? undefined : true;
}

/** Whatever else calls the APIs with the old password may have been set up since the first start, or lie elsewhere. */
function riskIn(context: Context): Finding['risk'] {
  return context.dataSigns.length === 0 && keyOfPages(context) === undefined ? 'safe' : 'disruptive';
}

/** The key that sends users to pages elsewhere, unless these are changed together with it. */
function keyOfPages(context: Context): string | undefined {
  return context.home.endpointDirs.length > 0 ? undefined : pagesElsewhere(context)[0]?.key;
}

function warning(context: Context): string {
  const key = keyOfPages(context);
  return key === undefined ? '' : ` Pages are hosted elsewhere (${key}): they need the new one at the same time.`;
}

/** What a copy of the pages' configuration is for, and what it means that it is another. */
function useOf(path: string, context: Context): Pick<Finding, 'message' | 'severity' | 'risk'> {
  const risk = riskIn(context);
  if (isHostedElsewhere(path)) return { message: 'the APIs refuse these pages', severity: 'medium', risk };
  if (isReadHere(context.home, path)) return { message: 'the pages of this server use it', risk };
  return { message: 'an application hosted elsewhere would use it', severity: 'medium', risk };
}
