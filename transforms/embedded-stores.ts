import { databasePart, defineTransform, isLocalLdap, knownValue, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Data lies in a real database and directory, not in the embedded ones',
    why: 'The embedded stores are for trying out: their passwords are published, they are not backed up, and H2 loses data when it is cut off.',
    consequence: 'Nothing is changed: the data has to move. Make the other database before the first start.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Use external databases and user stores"; the shipped deployment.toml of every release.',
    references: { cwe: [1392], nist: ['CP-9'] },
  },
  parts: [
    databasePart({
      field: 'url',
      // The local registry of each node lies in H2 by the product's own design.
      judge: ({ name, url = '' }) =>
        name !== 'database.registry_db' && /^jdbc:h2:/i.test(url) ? { message } : undefined,
    }),
    tomlSettings({
      key: 'user_store.properties.ConnectionName',
      accepts: (value, context) =>
        value !== 'uid=admin,ou=system' ||
        !isLocalLdap(String(knownValue(context, 'user_store.properties.ConnectionURL'))),
      says: 'Users lie in the embedded directory, whose port is open and whose password is published; they should lie in a directory or database of your own.',
      severity: 'high',
    }),
  ],
});

const message =
  'Data lies in the embedded H2; it should lie in a database that is backed up. Point type, hostname, name, username and password of this table to it.';
