import {
  bracketedSecrets,
  type Context,
  canOpenKey,
  certificateOf,
  defineTransform,
  deploymentToml,
  endpointConfigurations,
  type File,
  type Finding,
  isHostedElsewhere,
  keyEntry,
  keysReadWithoutVault,
  longestVaultSecret,
  plainSecrets,
  propertiesOf,
  propertiesPart,
  propertyChanges,
  publishedEntries,
  type StoreEntry,
  type StoreInUse,
  sealedSecret,
  secretConf,
  storeInUse,
  type TomlDocument,
  tomlChanges,
  tomlPart,
  type VaultPadding,
  vaultConf,
  vaultProperties,
  vaultStore,
  withProperties,
} from '../src/kit/index.ts';

const params = {
  'password-file': {
    kind: 'choice',
    options: ['tmp', 'persist'],
    default: 'tmp',
    question: 'How does the server get the password of the vault when it starts?',
    help: 'With "tmp" the file password-tmp is read at the next start and deleted, so that every later start needs a new one (the password is in --secrets-out); with "persist" password-persist stays, readable for the account of the server only.',
  },
} as const;

type VaultContext = Context<typeof params>;

export default defineTransform({
  meta: {
    title: 'Passwords of deployment.toml lie encrypted in Secure Vault',
    why: 'Whoever can read a backup, a ticket or the repository of the configuration can log in to the database, the directory and the server.',
    consequence:
      'Every start needs the password of the keystore, from a file or from somebody at the console; without it the server hangs half started.',
    severity: 'medium',
    risk: 'disruptive',
    source:
      'Product-level security guidelines: "Encrypt passwords in configuration files"; secret-conf.properties of 5.9.0 to 7.3.0; seen on running kernels 4.5.1 and 4.7.1 and servers of 6.0.0 and 7.1.0.',
    references: { cwe: [256, 312], asvs: ['2.10.4', '6.4.1'], nist: ['IA-5(7)', 'SC-28'] },
    order: 'last',
  },
  params,
  parts: [
    tomlPart<typeof params>({
      inspect(document, context) {
        const secrets = movableSecrets(document, context);
        if (secrets.length === 0) return [];
        const place = { at: 'secrets', severity: 'info' } as const;
        const found = `${secrets.length} secrets could lie in Secure Vault`;
        const vault = vaultOf(context);
        if (typeof vault === 'string') return [{ ...place, message: `${found}, but ${vault}.` }];
        const { certificate, padding } = vault;
        const fitting = secrets.filter(({ value }) => Buffer.byteLength(value) <= vault.longest);
        const seals = fitting.map(({ alias, value }) => ({ alias, plain: value, certificate, padding }));
        const leaves = fitting.flatMap(({ path, alias }) => [
          ...(path[0] === 'secrets' ? [] : [{ path, value: `$secret{${alias}}` }]),
          { path: ['secrets', alias], value: sealedSecret(alias) },
        ]);
        const tooLong = secrets
          .filter((secret) => !fitting.includes(secret))
          .map(({ path }): Finding => {
            const message = `Longer than the ${vault.longest} bytes that the vault takes.`;
            return { ...place, at: path.join('.'), message };
          });
        if (fitting.length === 0) return tooLong;
        return [{ ...place, message: `${found}.`, change: tomlChanges(document, leaves, seals) }, ...tooLong];
      },
    }),
    {
      files: () => [secretConf],
      inspect(file, context) {
        const published = publishedEntries(vaultStore(context)?.reading ?? gone, 'key');
        if (published.length > 0)
          return [{ at: 'keystore.identity.location', severity: 'critical', message: openToAll }];
        const vault = openingVault(context);
        if (vault === undefined || file.kind === 'binary' || file.kind === 'store') return [];
        const { store } = vault;
        const values = vaultProperties({ path: store.path, type: typeOf(store), alias: store.alias });
        const place = { at: 'secVault.enabled', severity: 'info', message: 'Secure Vault is off.' } as const;
        if (file.kind === 'text') return [{ ...place, change: propertyChanges(propertiesOf(file), values) }];
        return [{ ...place, change: { kind: 'create', content: { kind: 'text', text: withProperties('', values) } } }];
      },
    },
    passwordFile('tmp'),
    passwordFile('persist'),
    // These copies are for applications that are hosted elsewhere, which cannot ask the vault.
    propertiesPart<typeof params>({
      files: (home) =>
        [...endpointConfigurations(home, 'login'), ...endpointConfigurations(home, 'recovery')].filter(
          (path) => !isHostedElsewhere(path),
        ),
      inspect: (document, context) =>
        document.keys().flatMap((key): readonly Finding[] => {
          const value = document.get(key) ?? '';
          const isSecret = /password$/i.test(key) && value !== '' && !/\{\{|\$secret\{/.test(value);
          if (!isSecret || vaultConf(context.home) === undefined) return [];
          const message = 'Stands in clear text beside the vault; empty it unless these pages are hosted elsewhere.';
          return [{ at: key, severity: 'low', message }];
        }),
    }),
  ],
});

const gone = { kind: 'absent' } as const;
const openToAll =
  'Secure Vault opens with a published key, so that everybody can read its secrets; encrypt them for a store of your own and name it here.';

const unknownPassword: Finding = {
  at: 'line 1',
  severity: 'info',
  message:
    'The next start needs the password of the vault, which cannot be known here: write it into this file, with mode 0600, before the server starts.',
};

/** The next start asks for the password of the store that the vault is opened with. */
function passwordFile(kind: 'tmp' | 'persist') {
  return {
    files: () => [`password-${kind}`],
    inspect(file: File, context: VaultContext): readonly Finding[] {
      const vault = openingVault(context);
      if (vault === undefined) return [];
      const { password } = vault.store;
      if (password === undefined) return context.answers['password-file'] === kind ? [unknownPassword] : [];
      const content = { kind: 'text', text: `${password}\n` } as const;
      const place = { at: 'line 1', severity: 'info' } as const;
      if (file.kind === 'absent') {
        const message = 'Once the vault is on, the next start needs its password.';
        return context.answers['password-file'] === kind
          ? [{ ...place, message, change: { kind: 'create', content } }]
          : [];
      }
      // What lies there from before would be taken for the password of the vault, and the server would hang.
      if (firstLine(file) === password) return [];
      const message = 'The password here is not that of the vault, and the next start would take it for that.';
      return [{ ...place, message, change: { kind: 'replace', content } }];
    },
  };
}

function firstLine(file: File): string | undefined {
  if (file.kind === 'text') return file.text.split(/\r?\n/)[0];
  return file.kind === 'binary' ? new TextDecoder().decode(file.bytes).split(/\r?\n/)[0] : undefined;
}

function movableSecrets(document: TomlDocument, context: VaultContext) {
  const excluded = keysReadWithoutVault(context);
  const secrets = [...bracketedSecrets(document), ...plainSecrets(document)];
  return secrets.filter(({ path }) => !excluded.has(path.join('.')));
}

interface Vault {
  readonly store: StoreInUse;
  readonly certificate: NonNullable<StoreEntry['certificate']>;
  readonly padding: VaultPadding;
  /** In bytes. */
  readonly longest: number;
}

/** The store that secrets are encrypted for, or why there is none, to be read after "but". */
function vaultOf(context: VaultContext): Vault | string {
  const { store, padding } = storeToUse(context);
  const entry = store && keyEntry(store);
  if (padding === undefined) return `${secretConf} names an algorithm that harden does not know`;
  if (store === undefined || entry?.certificate === undefined) return 'the key to encrypt them with could not be read';
  if (publishedEntries(store.reading, 'key').length > 0) {
    return 'the key to encrypt them with is a published one: replace it first (keystore-internal)';
  }
  if (store.password !== undefined && entry.protectedKey !== undefined && !canOpenKey(entry, store.password)) {
    return 'the password of the store does not open the key to encrypt them with, and the server takes one for both';
  }
  const { keyType = 'RSA', keyBits = 2048 } = certificateOf(entry) ?? {};
  if (keyType !== 'RSA') return 'the key to encrypt them with is no RSA key';
  return { store, certificate: entry.certificate, padding, longest: longestVaultSecret(keyBits, padding) };
}

/** The vault that is switched on together with the first secrets in it, and not without them. */
function openingVault(context: VaultContext): Vault | undefined {
  const vault = vaultConf(context.home) === undefined ? vaultOf(context) : undefined;
  const document = deploymentToml(context.home);
  if (vault === undefined || typeof vault === 'string' || document === undefined) return undefined;
  return movableSecrets(document, context).length > 0 ? vault : undefined;
}

/** Before the vault is on, the store for what the server keeps for itself is taken, and the padding that all releases read once told to. */
function storeToUse(context: VaultContext): {
  readonly store: StoreInUse | undefined;
  readonly padding: VaultPadding | undefined;
} {
  const store = vaultStore(context);
  if (store !== undefined) return { store, padding: store.padding };
  return { store: storeInUse(context, 'keystore.internal'), padding: 'oaep' };
}

function typeOf({ reading, type }: StoreInUse): string {
  return reading.kind === 'read' ? reading.type : type;
}
