export {
  acceptsUrl,
  callbackFault,
  callbackPattern,
  evilUrls,
  fillAddress,
} from '../carbon/callback-pattern.ts';
export { breaksXml, isLocalLdap, isLoopback, isPlainLdap, isPlainUrl, judgeJdbcUrl } from '../carbon/connection-url.ts';
export { sharedDataSources } from '../carbon/data-sources.ts';
export { deniedServices } from '../carbon/denied-services.ts';
export { isUsableEncryptionKey } from '../carbon/encryption-key.ts';
export { hasTls13, hasUnlimitedStrength } from '../carbon/java-version.ts';
export { layout, templateOf } from '../carbon/layout.ts';
export { addUuid, encodeMessages } from '../carbon/log-pattern.ts';
export { filesWithSecrets, type PlainText, plainSecretsIn, withoutSecrets } from '../carbon/plain-secrets.ts';
export { isDatabaseOwner, isDirectoryManager } from '../carbon/privileged-account.ts';
export { isWithin } from '../carbon/releases.ts';
export { isPlainSecret } from '../carbon/secret-settings.ts';
export { secretConf, vaultProperties } from '../carbon/secure-vault.ts';
export { namesProduct } from '../carbon/server-header.ts';
export { isModernTls, isStrongSuite, isSuiteList, isWideSuite, tlsPolicy, wideSuites } from '../carbon/tls-policy.ts';
export type { TomlDocument } from '../documents/toml-document.ts';
export type { XmlDocument } from '../documents/xml-document.ts';
export type { XmlElement } from '../documents/xml-tree.ts';
export { isPublishedSecret } from '../keystore/published-secrets.ts';
export { longestVaultSecret, type VaultPadding } from '../keystore/vault-cipher.ts';
export { attestation, attestationPart } from './attestation.ts';
export { canList } from './can-list.ts';
export {
  asksElsewhere,
  asksForCertificates,
  certificateVerification,
  isOwnIssuers,
  isVerificationOff,
} from './client-certificates.ts';
export type { Context } from './context.ts';
export { customConnectors } from './custom-connectors.ts';
export { databasePart } from './database-part.ts';
export { deploymentToml, isWritten } from './deployment-toml.ts';
export {
  endpointConfigurations,
  isHostedElsewhere,
  isReadHere,
  isTemplateExpression,
} from './endpoint-configurations.ts';
export { endpointStorePart } from './endpoint-store-part.ts';
export type { Finding } from './finding.ts';
export type { File } from './home.ts';
export { isRead } from './is-read.ts';
export { keyInUse } from './key-in-use.ts';
export { keyMigration } from './key-migration.ts';
export { isOn, isTrue, knownValue, mayBeTrue } from './known-value.ts';
export { newSecret, newSecretName, sealedSecret, sha256Of } from './material.ts';
export { isFileNamed, storePaths } from './named-files.ts';
export { openPort, otherPorts, ownAddress } from './own-address.ts';
export { missingNames, ownKeyParams, ownKeyParts } from './own-key-parts.ts';
export { propertiesOf, propertiesPart, propertyChange, propertySettings } from './properties-part.ts';
export { propertyChanges, withProperties } from './property-changes.ts';
export { secretsInForce } from './secrets-in-force.ts';
export { childTexts, filterElement, initParam, mappingElement } from './servlet-filter.ts';
export { heapChange, jvmSettings, startScriptPart } from './start-script-part.ts';
export { canOpenKey, certificateOf, isTrusted, readStoreContent, type StoreEntry } from './store-content.ts';
export {
  fileNameOf,
  keyEntry,
  newStorePath,
  otherStores,
  publishedEntries,
  publishedPasswords,
  type StoreInUse,
  storeForm,
  storeInUse,
} from './store-in-use.ts';
export { keyPurposes, type StoreRecipe } from './store-recipe.ts';
export { storeSettingsPart } from './store-settings-part.ts';
export { hiddenFolders, tenantFolders, userStoreFiles } from './stored-data.ts';
export { otherAddresses, pagesElsewhere, proxySign, valves } from './surroundings.ts';
export { templateReads } from './template-reads.ts';
export { areSet, tomlChanges } from './toml-changes.ts';
export { type TomlElement, tablesAt, tomlAppendChange, tomlChange, tomlPart } from './toml-part.ts';
export { lineOf, type TomlSetting, tomlSettings } from './toml-settings.ts';
export { defineTransform } from './transform.ts';
export { unprotected } from './unprotected.ts';
export { unreadStore } from './unread-store.ts';
export { userStoreProperties } from './user-store-part.ts';
export { vaultConf } from './vault-conf.ts';
export { bracketedSecrets, keysReadWithoutVault, plainSecrets } from './vault-secrets.ts';
export { vaultStore } from './vault-store.ts';
export { attributeChange, childChange, placeOf, textChange, xmlPart, xmlSettings } from './xml-part.ts';
