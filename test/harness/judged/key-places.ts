import { layout } from '../../../src/carbon/layout.ts';
import { keyStoreOf, sampleKey, truststoreOf } from '../store-homes.ts';
import type { Chosen, Place } from './place.ts';

const own = await sampleKey({ bits: 2048, names: ['localhost', 'login.example.com', 'is'] });
const weak = await sampleKey({ bits: 1024 });
const password = 'An0wn-store.password';

/** Stores that every generated home has, named or not. */
export const storeFiles: Readonly<Record<string, Uint8Array>> = {
  [`${layout.security}/own.jks`]: keyStoreOf(own, { password }),
  [`${layout.security}/weak.jks`]: keyStoreOf(weak, { password }),
  [`${layout.security}/trust.jks`]: truststoreOf({ own: own.certificate }, { password }),
  [`${layout.security}/empty.jks`]: truststoreOf({ other: weak.certificate }, { password }),
};

const primary = 'keystore.primary';
const isOwnStore = (chosen: Chosen): boolean => chosen.get(`${primary}.file_name`) === 'own.jks';
const opens = (chosen: Chosen): boolean => isOwnStore(chosen) && chosen.get(`${primary}.password`) === password;
const ownStore = { [`${primary}.file_name`]: 'own.jks' };
const openStore = { ...ownStore, [`${primary}.password`]: password };
const isAliasKept = (chosen: Chosen): boolean => !chosen.has(`${primary}.alias`);

/** Which stores the server has, and what opens them. */
export const keyPlaces: readonly Place[] = [
  {
    fact: 2,
    transform: 'keystore-primary',
    at: `${primary}.file_name`,
    found: { path: `${layout.security}/primary`, at: 'weak.jks, alias wso2carbon' },
    shipped: undefined,
    weak: ['weak.jks'],
    strong: ['own.jks'],
    unknown: 'untried',
    applies: (chosen) => isAliasKept(chosen) && hasHostName(chosen),
  },
  {
    fact: 2,
    transform: 'keystore-settings',
    at: `${primary}.file_name`,
    found: { path: layout.deploymentToml, at: primary },
    shipped: undefined,
    weak: [],
    strong: ['own.jks'],
    malformed: ['gone.jks'],
    unknown: 'untried',
    applies: (chosen) => [undefined, 'JKS'].includes(typeOf(chosen)),
  },
  {
    fact: 2,
    transform: 'keystore-settings',
    at: `${primary}.password`,
    shipped: undefined,
    weak: [],
    strong: [password],
    malformed: ['another'],
    unknown: 'untried',
    beside: ownStore,
    applies: (chosen) => isOwnStore(chosen) && isAliasKept(chosen),
  },
  {
    fact: 2,
    transform: 'keystore-settings',
    at: `${primary}.key_password`,
    shipped: undefined,
    weak: [],
    strong: [`$ref{${primary}.password}`],
    odd: [password],
    malformed: ['another'],
    unknown: 'untried',
    beside: openStore,
    applies: (chosen) => opens(chosen) && isAliasKept(chosen),
  },
  {
    fact: 2,
    transform: 'keystore-settings',
    at: `${primary}.alias`,
    shipped: undefined,
    weak: [],
    strong: ['wso2carbon'],
    odd: ['WSO2Carbon'],
    malformed: ['another'],
    unknown: 'untried',
    beside: ownStore,
    applies: isOwnStore,
  },
  {
    fact: 2,
    transform: 'keystore-settings',
    at: `${primary}.type`,
    shipped: undefined,
    weak: [],
    strong: ['JKS'],
    odd: ['jks'],
    malformed: ['PKCS12'],
    unknown: 'untried',
    beside: ownStore,
    applies: isOwnStore,
  },
  ...(['tls', 'internal'] as const).map(
    (purpose): Place => ({
      fact: 4,
      transform: `keystore-${purpose}`,
      at: `keystore.${purpose}.file_name`,
      found: { path: `${layout.security}/${purpose}`, at: 'weak.jks, alias wso2carbon' },
      shipped: undefined,
      weak: ['weak.jks'],
      strong: ['own.jks'],
      unknown: 'untried',
      applies: (chosen) => isAliasKept(chosen) && hasHostName(chosen),
    }),
  ),
  {
    fact: 3,
    transform: 'truststore',
    at: 'truststore.file_name',
    found: { path: `${layout.security}/truststore`, at: 'empty.jks' },
    shipped: undefined,
    weak: ['empty.jks'],
    strong: ['trust.jks'],
    unknown: 'untried',
    beside: ownStore,
    applies: (chosen) => isOwnStore(chosen) && isAliasKept(chosen) && !chosen.has('keystore.tls.file_name'),
  },
  {
    fact: 3,
    transform: 'truststore',
    at: 'truststore.type',
    shipped: undefined,
    weak: [],
    strong: ['JKS'],
    malformed: ['PKCS12'],
    unknown: 'untried',
    beside: { 'truststore.file_name': 'trust.jks' },
    applies: (chosen) => chosen.has('truststore.file_name'),
  },
  {
    fact: 3,
    transform: 'truststore',
    at: 'truststore.password',
    shipped: undefined,
    weak: [],
    strong: [password],
    unknown: 'untried',
  },
];

/** A new certificate has to carry the name. */
function hasHostName(chosen: Chosen): boolean {
  return !/^\s*$|\$/.test(String(chosen.get('server.hostname')));
}

function typeOf(chosen: Chosen): string | undefined {
  const type = chosen.get(`${primary}.type`);
  return type === undefined ? undefined : String(type);
}
