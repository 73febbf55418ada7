import { defineTransform, isLocalLdap, knownValue, tomlSettings, userStorePart } from '../src/kit/index.ts';

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
      settings: [
        {
          key: 'user_store.type',
          accepts: (value, context) => {
            const url = knownValue(context, 'user_store.properties.ConnectionURL');
            return !isWritable(String(value)) || typeof url !== 'string' || isLocalLdap(url);
          },
          wants: () => undefined,
          says: (found) =>
            `The external directory can be written (${found}). If this server should only read it, use ${found.endsWith('_unique_id') ? 'read_only_ldap_unique_id' : 'read_only_ldap'}, for Active Directory too, once the administrator exists there.`,
        },
      ],
    }),
    userStorePart({
      inspect(store) {
        const url = store.property('ConnectionURL');
        const isDirectory = /LDAPUserStoreManager|ActiveDirectoryUserStoreManager/.test(store.className);
        if (!isDirectory || /ReadOnly/.test(store.className) || url === undefined || isLocalLdap(url.value)) return [];
        const message =
          'The external directory can be written. If this server should only read it, make it a read-only LDAP user store in the console.';
        return [{ at: 'UserStoreManager/@class', message }];
      },
    }),
  ],
});

function isWritable(type: string): boolean {
  return /^(read_write_ldap|active_directory)(_unique_id)?$/.test(type);
}
