import {
  areSet,
  type Context,
  canOpenKey,
  defineTransform,
  endpointStorePart,
  type Finding,
  fileNameOf,
  hiddenFolders,
  isFileNamed,
  isPublishedSecret,
  keyEntry,
  keyInUse,
  keyPurposes,
  newStorePath,
  otherStores,
  publishedEntries,
  publishedPasswords,
  readStoreContent,
  type StoreInUse,
  storeInUse,
  storePaths,
  storeSettingsPart,
  type TomlDocument,
  tenantFolders,
  tomlChanges,
  unprotected,
  unreadStore,
} from '../src/kit/index.ts';

type Purpose = (typeof keyPurposes)[number];

export default defineTransform({
  meta: {
    title: 'deployment.toml names stores, types, passwords and aliases that agree',
    why: 'A store whose password or alias does not fit leaves HTTPS dead while the log says that the server has started; a published store left behind is a key for everybody who reads the folder.',
    consequence:
      'Follows the stores that keystore-primary, keystore-tls and keystore-internal make, and removes the published ones that nothing names any more.',
    severity: 'high',
    risk: 'data',
    source:
      'carbon.xml.j2 and default.json (keystore.*) of 5.9.0 to 7.3.0; the shipped deployment.toml of 5.9.0; seen on running servers of 6.0.0 and 7.1.0.',
    references: { cwe: [321], nist: ['CM-6'] },
  },
  parts: [
    storeSettingsPart((document) => keyPurposes.flatMap((purpose) => deadKey(purpose, document))),
    storeSettingsPart((document, context) =>
      keyPurposes.flatMap((purpose) => follow(purpose, document, context) ?? disagreements(purpose, document, context)),
    ),
    storeSettingsPart((_, context) => [...publishedElsewhere(context), ...tenants(context)]),
    endpointStorePart({
      table: 'keystore.tls',
      fileKey: 'client.keyStore',
      passwordKey: 'Carbon.Security.KeyStore.Password',
    }),
    {
      files: storePaths,
      inspect(file, context) {
        if (file.kind !== 'binary' || isFileNamed(context, fileNameOf(file.path))) return [];
        const [published] = publishedEntries(readStoreContent(file, publishedPasswords), 'key');
        if (published === undefined) return [];
        const message =
          'A published private key lies here, and the hardened configuration does not name the store; it should go.';
        const risk = context.dataSigns.length === 0 ? 'data' : 'disruptive';
        return [{ at: published.alias, severity: 'low', risk, message, change: { kind: 'remove' } }];
      },
    },
  ],
});

/** All five settings of a store that this plan makes; a part of them would name a store that does not open. */
function follow(purpose: Purpose, document: TomlDocument, { home }: Context): readonly Finding[] | undefined {
  const path = newStorePath(home, purpose);
  const file = home.read(path);
  const key = file.kind === 'store' ? file.recipe.key : undefined;
  if (file.kind !== 'store' || key === undefined) return undefined;
  const table = ['keystore', purpose];
  const settings = {
    file_name: fileNameOf(path),
    type: file.recipe.form === 'JKS' ? 'JKS' : 'PKCS12',
    password: file.recipe.password,
    alias: key.alias,
    key_password: `$ref{keystore.${purpose}.password}`,
  };
  const leaves = Object.entries(settings).map(([name, value]) => ({ path: [...table, name], value }));
  if (areSet(document, leaves)) return [];
  const message = `Should name the new store ${settings.file_name}, with its type, password and alias.`;
  return [{ at: table.join('.'), severity: 'low', risk: 'safe', message, change: tomlChanges(document, leaves) }];
}

/** 5.9.0 ships with `name`, which no release reads: `file_name` is the key. */
function deadKey(purpose: Purpose, document: TomlDocument): readonly Finding[] {
  const path = ['keystore', purpose, 'name'];
  const line = document.lineOf(path);
  if (line === undefined) return [];
  return [
    {
      at: path.join('.'),
      line,
      severity: 'info',
      risk: 'safe',
      message: 'No release reads this key; the name of a store stands in file_name.',
      change: tomlChanges(document, [{ path, value: undefined }]),
    },
  ];
}

function disagreements(purpose: Purpose, document: TomlDocument, context: Context): readonly Finding[] {
  const store = storeInUse(context, `keystore.${purpose}`);
  const at = `keystore.${purpose}`;
  if (store === undefined) return [{ at, status: 'error', message: unknownName }];
  if (purpose !== 'primary' && isShared(store, context)) return [];
  const name = fileNameOf(store.path);
  if (store.reading.kind === 'absent') {
    return [
      { at, message: `${name} is not in repository/resources/security, and the server cannot start without it.` },
    ];
  }
  if (store.reading.kind === 'unreadable') {
    return store.reading.cause === 'password' && store.password !== undefined
      ? [{ at: `${at}.password`, message: wrongPassword(name) }]
      : unreadStore(at, store);
  }
  const { type, base } = store.reading;
  const findings: Finding[] = [];
  if (store.type.toUpperCase() !== type && base !== undefined) {
    const change = tomlChanges(document, [{ path: [...at.split('.'), 'type'], value: type }]);
    findings.push({
      at: `${at}.type`,
      risk: 'disruptive',
      message: `${name} is of type ${type}; the type here is another.`,
      change,
    });
  }
  findings.push(...unprotected(store));
  const entry = keyEntry(store);
  if (entry === undefined) {
    findings.push({
      at: `${at}.alias`,
      message: `${name} holds no private key under this alias. Name one that it holds.`,
    });
  }
  if (entry?.protectedKey === undefined || store.password === undefined) return findings;
  if (base?.password !== store.password) {
    findings.push({ at: `${at}.password`, message: wrongPassword(name) });
  } else if (store.keyPassword !== undefined && !canOpenKey(entry, store.keyPassword)) {
    const place = {
      at: `${at}.key_password`,
      message: `The password does not open the private key of ${name}; its default does not follow that of the store.`,
    };
    const value = `$ref{${at}.password}`;
    const path = place.at.split('.');
    findings.push(
      canOpenKey(entry, store.password)
        ? { ...place, risk: 'safe', change: tomlChanges(document, [{ path, value }]) }
        : { ...place, message: `${place.message} Write the one that does.` },
    );
  } else if (purpose === 'tls' && store.keyPassword !== undefined && store.keyPassword !== store.password) {
    const message = `Store and key of ${name} have two passwords, and the login pages know only that of the store. Give the key the same.`;
    findings.push({ at: `${at}.key_password`, severity: 'medium', message });
  } else if (
    isPublishedSecret('store-password', store.password) &&
    // A new store, for a new key, gets a password of its own.
    keyInUse(context, purpose).kind !== 'faulty'
  ) {
    const message = `The password of ${name} is the published one; change it in the store and here.`;
    findings.push({ at: `${at}.password`, severity: 'low', message });
  }
  return findings;
}

function wrongPassword(name: string): string {
  return `The password does not open ${name}. Write the one that does.`;
}

const unknownName =
  'The settings could not be checked, because the name of the store cannot be known here. Run harden with the variables of the server, or write the name in file_name.';

/** Keys for SAML and for purposes of the operator's own are no part of what harden makes. */
function publishedElsewhere(context: Context): readonly Finding[] {
  return otherStores(context).flatMap(({ table, ...store }): readonly Finding[] => {
    const [published] = publishedEntries(store.reading, 'key');
    if (published === undefined) return unreadStore(table, store);
    const message = `The private key ${published.alias} of ${fileNameOf(store.path)} is published with the product; name a store of your own here.`;
    return [{ at: table, severity: 'critical', message }];
  });
}

/** Their keystores lie in the database, which harden does not open. */
function tenants({ home }: Context): readonly Finding[] {
  if (hiddenFolders(home).includes('repository/tenants')) {
    const message =
      'Could not be checked: repository/tenants is a link or no folder, and tenants have keystores of their own.';
    return [{ at: 'tenants', status: 'error', message }];
  }
  const found = tenantFolders(home);
  if (found.length === 0) return [];
  const message = `The keystores of tenants (${found.join(', ')}) lie in the database, where harden does not look; renew them in the console of each tenant.`;
  return [{ at: 'tenants', severity: 'info', message }];
}

/** Reported once, for the store that the others refer to. */
function isShared(store: StoreInUse, context: Context): boolean {
  const primary = storeInUse(context, 'keystore.primary');
  return primary !== undefined && primary.path === store.path && primary.alias === store.alias;
}
