import { defineTransform, isLocalLdap, knownValue, tomlSettings, userStoreProperties } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'A directory that is only read cannot be written through this server',
    why: 'Whoever gets hold of an administrator here could otherwise change the accounts of the whole directory.',
    consequence:
      'Nothing is changed: another type is another Java class. With a read-only type users can no longer be added, changed or given new passwords here.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Configure user stores as read-only"; infer.json and validator.json of every release.',
    references: { cwe: [250], nist: ['AC-6'] },
  },
  parts: [
    tomlSettings({
      key: 'user_store.type',
      accepts: (value, context) => {
        const url = knownValue(context, 'user_store.properties.ConnectionURL');
        const isWritable = /^(read_write_ldap|active_directory)(_unique_id)?$/.test(String(value));
        return !isWritable || typeof url !== 'string' || isLocalLdap(url);
      },
      says: (found) =>
        `The external directory can be written (${found}). If this server should only read it, use ${found.endsWith('_unique_id') ? 'read_only_ldap_unique_id' : 'read_only_ldap'}, for Active Directory too, once the administrator exists there.`,
    }),
    userStoreProperties({
      property: 'ConnectionURL',
      isWeak: (url, { className }) =>
        /(ReadWriteLDAP|ActiveDirectory)\w*UserStoreManager$/.test(className) && !isLocalLdap(url),
      says: 'The external directory can be written. If this server should only read it, make it a read-only LDAP user store in the console.',
    }),
  ],
});
