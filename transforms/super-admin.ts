import {
  type Context,
  defineTransform,
  endpointConfigurations,
  isPublishedSecret,
  knownValue,
  newSecret,
  propertiesPart,
  propertyChange,
  type TomlSetting,
  tomlSettings,
} from '../src/kit/index.ts';

const params = {
  username: {
    kind: 'text',
    form: 'a name of 3 to 30 letters, digits, dots and dashes',
    pattern: /^[A-Za-z0-9._-]{3,30}$/,
    question: 'What is the name of the administrator to be?',
    help: 'Taken before the first start only; without it the administrator stays as deployment.toml names it.',
  },
  password: {
    kind: 'secret',
    pattern: /^\S{8,30}$/,
    key: 'super_admin.password',
    question: 'Where is the password of the administrator kept?',
    help: 'Of 8 to 30 characters; without it one is made and written to --secrets-out.',
  },
} as const;

type AdminContext = Context<typeof params>;

const username = 'super_admin.username';
const password = 'super_admin.password';
const endpoint = 'identity.auth_framework.endpoint';

const later =
  'Change it in the console, then in [super_admin]; `harden rotate super-admin` tells the steps for this server.';

export default defineTransform({
  meta: {
    title: 'The administrator has a password of its own',
    why: 'admin with the password admin is the first that anybody tries.',
    consequence:
      'Taken from deployment.toml at the first start only. On a started server nothing is changed: the old password would go on working, and a new name would make a second administrator.',
    severity: 'critical',
    risk: 'data',
    source:
      'Product-level security guidelines: "Change default super admin credentials"; user-mgt.xml.j2 and default.json of 5.9.0 to 7.3.0.',
    references: { cwe: [798, 1392], asvs: ['2.5.4'], nist: ['IA-5(5)'] },
  },
  params,
  parts: [
    tomlSettings<typeof params>(
      {
        key: username,
        accepts: (value, { answers, dataSigns }) =>
          answers.username === undefined || value !== 'admin' || value === answers.username || dataSigns.length > 0,
        wants: ({ answers }) => answers.username,
        says: (found, { answers }) => `The administrator is ${found}; the answers name ${answers.username}.`,
      },
      {
        key: password,
        accepts: (value, context) => isOwn(value, context),
        wants: ({ dataSigns }) => (dataSigns.length === 0 ? newSecret('super-admin.password') : undefined),
        harm: ({ dataSigns }) => (dataSigns.length === 0 ? undefined : 'data'),
        says: (_, { dataSigns }) =>
          dataSigns.length === 0
            ? 'The password of the administrator is the published one; it should be your own.'
            : `The password of the administrator here is the published one, and it may still be valid. ${later}`,
      },
      // 5.11.0 has literals of its own where later releases refer to [super_admin]; all have one for mutual TLS.
      follows(`${endpoint}.username`, username),
      follows(`${endpoint}.password`, password),
      follows(`${endpoint}.mutual_ssl_username`, username),
      follows('tasks.server_username', username),
      follows('tasks.server_password', password),
    ),
    propertiesPart<typeof params>({
      files: (home) => [...endpointConfigurations(home, 'login'), ...endpointConfigurations(home, 'recovery')],
      inspect: (document, context) =>
        copies.flatMap(({ key, from }) => {
          const current = document.get(key);
          const wanted = wantedValue(from, context);
          if (current !== 'admin' || wanted === undefined || current === wanted || context.dataSigns.length > 0)
            return [];
          const message = `The value is that of every installation; it should be as in ${from}.`;
          const change = propertyChange(document, key, wanted);
          return [{ at: key, line: document.lineOf(key), severity: 'medium', message, change }];
        }),
    }),
  ],
});

/** What the copies of the pages' configuration repeat. */
const copies = [
  { key: 'identity.server.service.access.username', from: username },
  { key: 'identity.server.service.access.password', from: password },
  { key: 'mutual.ssl.username', from: username },
];

/** A value that has to be the same as another; written as a reference, so that it stays so. */
function follows(key: string, from: string): TomlSetting<typeof params> {
  return {
    key,
    concerns: ({ dataSigns }) => dataSigns.length === 0,
    accepts: (value, context) => value !== 'admin' || isSame(key, from, context),
    wants: `$ref{${from}}`,
    severity: 'medium',
    says: `The value is that of every installation; it should be as in ${from}.`,
  };
}

/** True where a change of the other value brings this one along, or where nothing changes. */
function isSame(key: string, from: string, context: AdminContext): boolean {
  const effective = context.configuration.get(key);
  const isReference = effective.kind === 'value' && context.configuration.referenceChain(key).includes(from);
  return isReference || wantedValue(from, context) === 'admin';
}

/** What the value will be when this transform is done; `undefined` where it cannot be told here. */
function wantedValue(key: string, context: AdminContext): string | undefined {
  const effective = context.configuration.get(key);
  if (effective.kind !== 'value' || effective.secrets.length > 0) return undefined;
  if (key === username) return String(effective.value);
  return isOwn(effective.value, context) ? String(effective.value) : newSecret('super-admin.password');
}

function isOwn(value: unknown, context: AdminContext): boolean {
  return (
    typeof value === 'string' &&
    value !== '' &&
    !isPublishedSecret('admin-password', value) &&
    value !== knownValue(context, username)
  );
}
