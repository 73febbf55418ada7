import {
  type Context,
  defineTransform,
  type Finding,
  isPlainSecret,
  lineOf,
  newSecretName,
  tomlPart,
} from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'No password stands in clear text',
    why: 'Whoever can read a backup, a ticket or the repository of the configuration can log in to the database, the directory and the server.',
    consequence:
      'Nothing is changed here: Secure Vault needs its own password at every start, so it is asked for by secure-vault.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Encrypt passwords in configuration files"; deployment.toml of every release.',
    references: { cwe: [256, 312], asvs: ['2.10.4'], nist: ['IA-5(7)', 'SC-28'] },
  },
  parts: [
    tomlPart({
      inspect: (document, context) => [
        ...plainKeys(context),
        ...Object.entries(secretsOf(document.get(['secrets']))).flatMap(([alias, value]) =>
          typeof value === 'string' && /^\[.*\]$/s.test(value)
            ? [
                {
                  at: `secrets.${alias}`,
                  line: document.lineOf(['secrets', alias]),
                  message:
                    'Stands in brackets, not encrypted yet, and the server does not start with it; run `harden vault`.',
                },
              ]
            : [],
        ),
      ],
    }),
    {
      files: (home) => ['password-persist', 'password-persist.txt'].filter((path) => home.read(path).kind !== 'absent'),
      inspect: () => [
        {
          at: 'line 1',
          severity: 'low',
          message:
            'The password of the keystore stays on disk for every start. Where somebody can be there at a start, use password-tmp, which is deleted.',
        },
      ],
    },
  ],
});

/** Only what the file says itself: a default is no secret of this installation. */
function plainKeys({ configuration }: Context): readonly Finding[] {
  return [...configuration.writtenKeys()].sort().flatMap((key) => {
    const effective = configuration.get(key);
    if (effective.kind !== 'value' || effective.origin.kind !== 'file' || configuration.references.has(key)) return [];
    const [table] = effective.origin.path;
    if (table === 'secrets' || table === 'runtime_secrets') return [];
    return secretPaths(effective.origin.path.join('.'), effective.value).map((at) => ({
      at,
      line: lineOf(effective),
      message: 'Stands in clear text; it should be encrypted in Secure Vault (secure-vault).',
    }));
  });
}

/** Values of a list of tables have no key of their own. */
function secretPaths(key: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => secretPaths(`${key}[${index}]`, item));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, item]) => secretPaths(`${key}.${name}`, item));
  // What this very plan writes is told of when it is there.
  return isPlainSecret(key, value) && newSecretName(String(value)) === undefined ? [key] : [];
}

function secretsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
