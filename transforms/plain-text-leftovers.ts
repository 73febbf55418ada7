import {
  type Context,
  canList,
  defineTransform,
  type Finding,
  filesWithSecrets,
  type PlainText,
  plainSecretsIn,
  secretsInForce,
  templateOf,
  tomlPart,
  withoutSecrets,
} from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'No former password is left in generated files and in the copies that the server makes of them',
    why: 'At a start the server copies the files that it generated before into backup/, with the passwords in them and readable for every account of the machine; there they stay.',
    consequence:
      'Passwords that are no longer in force are taken out of these files; the next start generates those of repository/conf anew anyway.',
    severity: 'medium',
    risk: 'disruptive',
    source:
      'The config-mapper of 5.9.0 to 7.3.0, which copies to backup/ what it overwrites; seen on running kernels 4.5.1 and 4.7.1.',
    references: { cwe: [312, 530], asvs: ['2.10.4'], nist: ['SC-28'] },
    order: 'last',
  },
  parts: [
    {
      files: (home) => (home.shape === 'configuration-only' ? [] : filesWithSecrets),
      inspect(file, context) {
        const candidates = file.kind === 'text' ? plainSecretsIn(file.path, file.text) : [];
        if (file.kind !== 'text' || candidates.length === 0) return [];
        const inForce = secretsInForce(context, file.path);
        const former = candidates.filter(({ value }) => inForce?.has(value) !== true);
        const template = former.length === 0 ? undefined : context.home.read(templateOf(file.path));
        if (template?.kind !== 'text') return [];
        if (inForce === undefined) return [{ at: place(file.text, candidates), status: 'error', message: unknown }];
        // What a template has as a literal is no secret of the configuration.
        const stale = former.filter(({ whole }) => !template.text.includes(whole));
        return stale.length === 0 ? [] : [leftover(file.text, stale, context, 'generated')];
      },
    },
    {
      // The server keeps them at their paths below the home.
      files: (home) => (canList(home, backup) ? filesWithSecrets.map((path) => `${backup}/${path}`) : []),
      inspect(file, context) {
        const secrets = file.kind === 'text' ? plainSecretsIn(file.path, file.text) : [];
        return file.kind !== 'text' || secrets.length === 0 ? [] : [leftover(file.text, secrets, context, 'copy')];
      },
    },
    tomlPart({
      inspect: (_, { home }) => (canList(home, backup) ? [] : [{ at: backup, status: 'error', message: elsewhere }]),
    }),
  ],
});

const backup = 'backup';
const elsewhere =
  'Could not be checked: backup in the installation is a link or no folder, and former passwords may lie where it leads.';
const unknown =
  'Could not be checked: whether the passwords in this file are still in force depends on the environment of the service.';

function leftover(
  text: string,
  secrets: readonly PlainText[],
  { home, dataSigns }: Context,
  kind: 'generated' | 'copy',
): Finding {
  const found = `${secrets.length} password${secrets.length === 1 ? '' : 's'} in clear text`;
  const message =
    kind === 'copy'
      ? `A copy that the server made holds ${found}.`
      : `Holds ${found} that the hardened configuration does not have; the next start copies the file to backup/.`;
  const at = place(text, secrets);
  if (home.server.kind === 'running') return { at, message: `${message} Stop the server to have them taken out.` };
  const content = { kind: 'text', text: withoutSecrets(text, secrets) } as const;
  const risk = dataSigns.length === 0 ? 'safe' : 'disruptive';
  return { at, risk, message, change: { kind: 'replace', content } };
}

function place(text: string, secrets: readonly PlainText[]): string {
  const lines = new Set(secrets.map(({ start }) => text.slice(0, start).split('\n').length));
  return `line ${[...lines].join(', ')}`;
}
