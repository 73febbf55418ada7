/** Where the vault is switched on; no template, read at every start. */
export const secretConf = 'repository/conf/security/secret-conf.properties';

/** Files below the home from which the server takes the password of the vault at its start, the first line of one. */
export const passwordFiles = ['password-tmp', 'password-persist'] as const;

/** The padding that the runtime of every release uses once it is told to: without the line it takes PKCS#1 v1.5. */
const algorithm = 'RSA/ECB/OAEPWithSHA1AndMGF1Padding';

const callback = 'org.wso2.carbon.securevault.DefaultSecretCallbackHandler';

/**
 * What secret-conf.properties has to say for a store. Paths below the home stay valid when the installation moves;
 * kernels 4.5.1 and 4.7.1 were seen to read them so.
 */
export function vaultProperties(store: {
  readonly path: string;
  readonly type: string;
  readonly alias: string;
}): Readonly<Record<string, string>> {
  return {
    'secVault.enabled': 'true',
    'carbon.secretProvider': 'org.wso2.securevault.secret.handler.SecretManagerSecretCallbackHandler',
    secretRepositories: 'file',
    'secretRepositories.file.provider': 'org.wso2.securevault.secret.repository.FileBaseSecretRepositoryProvider',
    'secretRepositories.file.location': 'repository/conf/security/cipher-text.properties',
    'secretRepositories.file.algorithm': algorithm,
    'keystore.identity.location': store.path,
    'keystore.identity.type': store.type,
    'keystore.identity.alias': store.alias,
    'keystore.identity.store.password': 'identity.store.password',
    'keystore.identity.store.secretProvider': callback,
    'keystore.identity.key.password': 'identity.key.password',
    'keystore.identity.key.secretProvider': callback,
  };
}

/** Generated files that are read by a program that asks no vault, unless their template names a secret provider. */
export const readersWithoutVault: readonly { readonly file: string; readonly keys: readonly string[] }[] = [
  {
    file: 'repository/conf/identity/EndpointConfig.properties',
    keys: [
      'identity.auth_framework.endpoint.app_password',
      'identity.auth_framework.endpoint.carbon_security_keystore_password',
      'identity.auth_framework.endpoint.carbon_security_truststore_password',
    ],
  },
  {
    file: 'repository/conf/identity/RecoveryEndpointConfig.properties',
    keys: ['identity.auth_framework.endpoint.app_password', 'identity.auth_framework.endpoint.password'],
  },
];
