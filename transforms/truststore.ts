import {
  areSet,
  type Context,
  certificateOf,
  defineTransform,
  endpointStorePart,
  type Finding,
  fileNameOf,
  isFileNamed,
  isPublishedSecret,
  isTrusted,
  keyEntry,
  newSecret,
  newStorePath,
  publishedEntries,
  publishedPasswords,
  readStoreContent,
  type StoreEntry,
  type StoreInUse,
  type StoreRecipe,
  storeForm,
  storeInUse,
  storePaths,
  storeSettingsPart,
  type TomlDocument,
  tomlChanges,
  unprotected,
  unreadStore,
} from '../src/kit/index.ts';

const params = {
  'remove-expired': {
    kind: 'flag',
    default: false,
    question: 'Should expired certificates leave the truststore?',
    help: 'They are reported anyway; nothing that they signed is trusted.',
  },
  'remove-weak': {
    kind: 'flag',
    default: false,
    question: 'Should roots with RSA keys below 2048 bits leave the truststore?',
    help: 'Servers that still use them can no longer be reached.',
  },
} as const;

type TrustContext = Context<typeof params>;

export default defineTransform({
  meta: {
    title: 'The server trusts its own certificates, and not those whose keys are published',
    why: 'Whoever holds the published key is trusted as the server itself, in mutual TLS and in calls that the server makes.',
    consequence:
      'The store gets a new name and password. What else reads the old one, such as pages hosted elsewhere, needs both.',
    severity: 'high',
    risk: 'data',
    source:
      'Product-level security guidelines: "Configure new keystores"; the truststores of 5.9.0 to 7.3.0; seen on running servers of 6.0.0 and 7.1.0.',
    references: { cwe: [295, 321], asvs: ['9.2.1'], nist: ['SC-12', 'SC-17'] },
  },
  params,
  parts: [
    {
      files: (home) => (home.shape === 'configuration-only' ? [] : [newStorePath(home, 'truststore')]),
      inspect(file, context) {
        const store = storeInUse(context, 'truststore');
        const staged = file.kind === 'store' ? file.recipe : undefined;
        const reading = staged?.base === undefined ? store?.reading : readBase(staged.base);
        if (store === undefined || reading?.kind !== 'read') return [];
        const name = fileNameOf(store.path);
        const { unwanted, missing } = misfits(reading.entries, context);
        if (unwanted.size + missing.length === 0 || reading.base === undefined) return [];
        const recipe: StoreRecipe = {
          // A private key in it is protected in the way of its type.
          form: storeForm(
            context.home,
            reading.entries.some(({ kind }) => kind !== 'trusted') ? reading.type : undefined,
          ),
          password: newSecret('truststore.password'),
          base: reading.base,
          without: [...unwanted],
          trusted: missing,
        };
        if (staged !== undefined && isSame(staged, recipe)) return [];
        const message = says(unwanted.size, missing.length);
        const risk = context.dataSigns.length === 0 ? 'data' : 'disruptive';
        return [{ at: name, risk, message, change: { kind: 'create', content: { kind: 'store', recipe } } }];
      },
    },
    {
      files: storePaths,
      inspect(file, context) {
        const store = storeInUse(context, 'truststore');
        if (store?.path !== file.path || file.kind !== 'binary' || store.reading.kind !== 'read') return [];
        return [...weakEntries(store.reading.entries, context), ...unprotected(store)];
      },
    },
    storeSettingsPart<typeof params>((document, context) => {
      const { home } = context;
      const path = newStorePath(home, 'truststore');
      const file = home.read(path);
      if (file.kind !== 'store') return presentSettings(document, context);
      const { form, password } = file.recipe;
      const settings = { file_name: fileNameOf(path), password, type: form === 'JKS' ? 'JKS' : 'PKCS12' };
      const leaves = Object.entries(settings).map(([key, value]) => ({ path: ['truststore', key], value }));
      if (areSet(document, leaves)) return [];
      const message = `Should name the new truststore ${settings.file_name}, with its type and password.`;
      return [{ at: 'truststore', severity: 'low', risk: 'safe', message, change: tomlChanges(document, leaves) }];
    }),
    endpointStorePart<typeof params>({
      table: 'truststore',
      fileKey: 'client.trustStore',
      passwordKey: 'Carbon.Security.TrustStore.Password',
    }),
    {
      files: storePaths,
      inspect(file, context) {
        if (file.kind !== 'binary' || isFileNamed(context, fileNameOf(file.path))) return [];
        const reading = readStoreContent(file, publishedPasswords);
        const [published] = publishedEntries(reading, 'trusted');
        if (published === undefined || publishedEntries(reading, 'key').length > 0) return [];
        const message =
          'A truststore with the published certificate lies here, and the hardened configuration does not name it; it should go.';
        const risk = context.dataSigns.length === 0 ? 'data' : 'disruptive';
        return [{ at: published.alias, severity: 'low', risk, message, change: { kind: 'remove' } }];
      },
    },
  ],
});

function presentSettings(document: TomlDocument, context: TrustContext): readonly Finding[] {
  const store = storeInUse(context, 'truststore');
  if (store === undefined) return [{ at: 'truststore.file_name', status: 'error', message: unknownName }];
  const { path, password, reading } = store;
  if (reading.kind !== 'read') return unreadStore('truststore', store);
  const name = fileNameOf(path);
  const place = { at: 'truststore.password', line: document.lineOf(['truststore', 'password']) };
  const findings: Finding[] = [];
  if (password !== undefined && reading.base?.password !== password) {
    const message = `The password does not open ${name}, and the server does not start with it. Write the one that does.`;
    findings.push({ ...place, message });
  } else if (password !== undefined && isPublishedSecret('store-password', password)) {
    const { unwanted, missing } = misfits(reading.entries, context);
    const message = `The password of ${name} is the published one, so that whoever can write the file can have the server trust anybody unseen; change it in the store and here.`;
    // A new store gets a password of its own, and one that trusts the published key is replaced with that key.
    const isReplaced = unwanted.size + missing.length + publishedEntries(reading, 'trusted').length > 0;
    if (!isReplaced) findings.push({ ...place, severity: 'low', message });
  }
  return [...findings, ...otherType(document, store, reading.type)];
}

const unknownName =
  'The truststore could not be checked, because its name cannot be known here. Run harden with the variables of the server, or write the name in file_name.';

function otherType(document: TomlDocument, store: StoreInUse, type: string): readonly Finding[] {
  if (store.type.toUpperCase() === type) return [];
  const message = `${fileNameOf(store.path)} is of type ${type}; the type here is another.`;
  const change = tomlChanges(document, [{ path: ['truststore', 'type'], value: type }]);
  return [{ at: 'truststore.type', severity: 'medium', risk: 'disruptive', message, change }];
}

function readBase({ bytes, password }: NonNullable<StoreRecipe['base']>) {
  return readStoreContent({ kind: 'binary', path: '', bytes }, password === undefined ? [] : [password]);
}

/** Aliases of entries that should go, and certificates that should come. */
function misfits(entries: readonly StoreEntry[], context: TrustContext) {
  const unwanted = unwantedEntries(entries, context);
  const kept = entries.filter(({ alias }) => !unwanted.has(alias));
  return { unwanted, missing: missingCertificates(kept, context) };
}

function unwantedEntries(entries: readonly StoreEntry[], context: TrustContext): ReadonlySet<string> {
  const { answers, now } = context;
  const inUse = new Set(ownEntries(context).map(({ publicKey }) => publicKey));
  // As long as the server itself has a published key, its calls to itself need the certificate of it.
  const published = publishedEntries(
    { kind: 'read', type: 'JKS', integrity: 'verified', entries, base: undefined },
    'trusted',
  ).filter(({ publicKey }) => !inUse.has(publicKey));
  const onRequest = entries.filter(
    (entry) => (answers['remove-expired'] && isExpired(entry, now)) || (answers['remove-weak'] && isWeak(entry)),
  );
  return new Set([...published, ...onRequest].map(({ alias }) => alias));
}

/** The server calls itself by HTTPS and checks what it has signed, so that it has to trust its own certificates. */
function missingCertificates(kept: readonly StoreEntry[], context: TrustContext): StoreRecipe['trusted'] {
  const missing = new Map<string, StoreRecipe['trusted'][number]>();
  for (const { purpose, ...entry } of ownEntries(context)) {
    const { certificate, publicKey } = entry;
    if (certificate === undefined || publicKey === undefined || isTrusted(entry, kept)) continue;
    if (!missing.has(publicKey)) missing.set(publicKey, { alias: freeAlias(`own-${purpose}`, kept), certificate });
  }
  return [...missing.values()];
}

/** What the server shows to others, itself included. */
function ownEntries(context: TrustContext): readonly (StoreEntry & { readonly purpose: string })[] {
  return (['primary', 'tls'] as const).flatMap((purpose) => {
    const store = storeInUse(context, `keystore.${purpose}`);
    const entry = store && keyEntry(store);
    return entry === undefined ? [] : [{ ...entry, purpose }];
  });
}

/** An alias of our own may be taken by a certificate of a former run. */
function freeAlias(alias: string, kept: readonly StoreEntry[]): string {
  const taken = new Set(kept.map((entry) => entry.alias));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? alias : `${alias}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function weakEntries(kept: readonly StoreEntry[], { now }: TrustContext): readonly Finding[] {
  const expired = kept.filter((entry) => isExpired(entry, now)).length;
  const weak = kept.filter(isWeak).length;
  return [
    ...(expired > 0 ? [report('expired', `${counted(expired)} expired`, 'remove-expired')] : []),
    ...(weak > 0 ? [report('weak', `${counted(weak)} RSA keys below 2048 bits`, 'remove-weak')] : []),
  ];
}

function counted(number: number): string {
  return number === 1 ? '1 certificate has' : `${number} certificates have`;
}

function report(at: string, found: string, answer: string): Finding {
  return { at, severity: 'info', message: `${found}; [answers.truststore] ${answer} = true takes such out.` };
}

function isExpired(entry: StoreEntry, now: Date): boolean {
  const certificate = entry.kind === 'trusted' ? certificateOf(entry) : undefined;
  return certificate !== undefined && certificate.notAfter <= now;
}

function isWeak(entry: StoreEntry): boolean {
  const certificate = entry.kind === 'trusted' ? certificateOf(entry) : undefined;
  return certificate?.keyType === 'RSA' && (certificate.keyBits ?? 0) < 2048;
}

function says(unwanted: number, missing: number): string {
  const found = [
    ...(unwanted > 0 ? [`${unwanted} should go, as published or as you asked`] : []),
    ...(missing > 0 ? [`${missing} of the server's own should be added`] : []),
  ].join(', and ');
  return `Of the certificates that the server trusts, ${found}.`;
}

function isSame(one: StoreRecipe, other: StoreRecipe): boolean {
  const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
    a.length === b.length && a.every((item, index) => item === b[index]);
  return (
    same(one.without, other.without) &&
    same(
      one.trusted.map(({ alias }) => alias),
      other.trusted.map(({ alias }) => alias),
    ) &&
    same(
      one.trusted.map(({ certificate }) => certificate),
      other.trusted.map(({ certificate }) => certificate),
    )
  );
}
