import { databasePart, defineTransform, tomlSettings, userStorePart } from '../src/kit/index.ts';

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
      judge: ({ username, url }) =>
        isOwner(username) && !/^jdbc:h2:/i.test(url ?? '')
          ? {
              message: `The server logs in to the database as ${username}; it should be an account that can neither change the schema nor manage users.`,
            }
          : undefined,
    }),
    tomlSettings({
      settings: [
        {
          key: 'user_store.properties.ConnectionName',
          accepts: (value) => !isDirectoryManager(value),
          wants: () => undefined,
          says: (found) => `The server logs in to the directory as ${found}; ${fewRights}`,
        },
      ],
    }),
    userStorePart({
      inspect(store) {
        const name = store.property('ConnectionName');
        const user = store.property('userName');
        return [
          ...(isDirectoryManager(name?.value)
            ? [
                {
                  at: "UserStoreManager/Property[@name='ConnectionName']",
                  line: name?.line ?? 1,
                  message: `The server logs in to the directory as ${name?.value}; ${fewRights}`,
                },
              ]
            : []),
          ...(isOwner(user?.value)
            ? [
                {
                  at: "UserStoreManager/Property[@name='userName']",
                  line: user?.line ?? 1,
                  message: `The server logs in to the database as ${user?.value}; it should be an account of few rights.`,
                },
              ]
            : []),
        ];
      },
    }),
  ],
});

const fewRights = 'it should be an account that sees and changes only what this server needs.';

function isOwner(username: string | undefined): boolean {
  return /^(root|sa|postgres|system|sys|dbo|db2inst1)$/i.test(username?.trim() ?? '');
}

function isDirectoryManager(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    /^\s*(cn\s*=\s*(admin|administrator|manager|directory manager|root)\s*(,|$)|([\w.-]+\\)?administrator(@|$))/i.test(
      name,
    )
  );
}
