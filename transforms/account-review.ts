import {
  attestation,
  attestationPart,
  type Context,
  defineTransform,
  hiddenFolders,
  isLocalLdap,
  knownValue,
  sharedDataSources,
  userStoreFiles,
} from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Somebody has reviewed what the accounts of the server may do in databases and directories',
    why: 'An account with a name of its own may still own the schema or manage the whole directory, and only the database and the directory know.',
    consequence: 'Nothing is changed: rights are granted and revoked on the other side.',
    severity: 'low',
    risk: 'safe',
    source: 'Product-level security guidelines: "Use a database user without privileges".',
    references: { cwe: [250], nist: ['AC-6(7)'] },
  },
  params: attestation,
  parts: [
    attestationPart({
      id: 'account-review',
      task: 'Review that the accounts by which the server logs in to its databases and directories can neither change a schema nor manage users',
      concerns: (context) => hasDirectory(context) || sharedDataSources(context.configuration).length > 0,
    }),
  ],
});

/** The embedded directory and H2 belong to the server alone. */
function hasDirectory(context: Context<typeof attestation>): boolean {
  const url = knownValue(context, 'user_store.properties.ConnectionURL');
  const isElsewhere = typeof url === 'string' && url !== '' && !isLocalLdap(url);
  return isElsewhere || [...userStoreFiles(context.home), ...hiddenFolders(context.home)].length > 0;
}
