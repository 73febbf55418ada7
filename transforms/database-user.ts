import {
  databasePart,
  defineTransform,
  isDatabaseOwner,
  isDirectoryManager,
  tomlSettings,
  userStoreProperties,
} from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'The server logs in to databases and directories with an account of few rights',
    why: 'With the account of an owner, one injection or one mistake changes the schema or the whole directory.',
    consequence:
      'Nothing is changed: the other account has to exist first, with the rights to read and write data only.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Use a database user without privileges"; master-datasources.xml.j2 and user-mgt.xml.j2.',
    references: { cwe: [250], nist: ['AC-6'] },
  },
  parts: [
    databasePart({
      field: 'username',
      judge: ({ username = '', url = '' }) =>
        isDatabaseOwner(username) && !/^jdbc:h2:/i.test(url) ? { message: ownerSays(username) } : undefined,
    }),
    tomlSettings({
      key: 'user_store.properties.ConnectionName',
      accepts: (value) => !isDirectoryManager(String(value)),
      says: managerSays,
    }),
    userStoreProperties(
      { property: 'ConnectionName', isWeak: isDirectoryManager, says: managerSays },
      { property: 'userName', isWeak: isDatabaseOwner, says: ownerSays },
    ),
  ],
});

function ownerSays(found: string): string {
  return `The server logs in to the database as ${found}; it should be an account that can neither change the schema nor manage users.`;
}

function managerSays(found: string): string {
  return `The server logs in to the directory as ${found}; it should be an account that sees and changes only what this server needs.`;
}
