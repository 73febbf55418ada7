import {
  defineTransform,
  isWithin,
  knownValue,
  type Params,
  type Setting,
  tomlSettings,
  userStorePart,
} from '../src/kit/index.ts';

const store = 'user_store.properties';
const advice =
  'Users of a started server cannot log in after a change, so set it before the first one is made, or move them to a new store.';

export default defineTransform({
  meta: {
    title: 'Passwords of local users are stored as salted, strong digests',
    why: 'Whoever gets the database tries billions of passwords a second against MD5 or SHA-1, and reads plain ones at once.',
    consequence: 'Nothing is changed: stored digests stay as they are, so that users could no longer log in.',
    severity: 'high',
    risk: 'safe',
    source:
      'infer.json of every release (SHA-256 with salt); PBKDF2 where key-mappings.json knows hash_algorithm_properties (7.2.0 and newer).',
    references: { cwe: [916, 328], asvs: ['2.4.1'], nist: ['IA-5(1)'] },
  },
  params: {
    'report-fast': {
      kind: 'flag',
      default: false,
      decidedBy: 'profile',
      question: 'Should SHA-256, which is fast to try, be reported too where PBKDF2 can still be chosen?',
      help: 'Release 7.2.0 and newer offer PBKDF2, and only before the first start can it be chosen without loss.',
    },
  },
  parts: [
    tomlSettings({
      settings: [
        digest('PasswordDigest'),
        digest('PasswordHashMethod'),
        {
          key: `${store}.StoreSaltedPassword`,
          accepts: (value) => String(value) !== 'false',
          wants: () => undefined,
          says: () => `Digests of passwords have no salt; they should have one. ${advice}`,
        },
        {
          key: `${store}.PasswordDigest`,
          // The vendor's own words for SHA-256: fast.
          accepts: (value, { answers, home }) =>
            !answers['report-fast'] ||
            value !== 'SHA-256' ||
            !isWithin(home.release.version, '7.2.0', '7.3.0') ||
            home.startTraces.length > 0,
          wants: () => undefined,
          says: () =>
            'Digests of passwords are made fast (SHA-256). Before the first start, set password_digest = "PBKDF2" in [user_store].',
          severity: () => 'info',
        },
      ],
    }),
    userStorePart({
      inspect: (file) =>
        ['PasswordDigest', 'PasswordHashMethod'].flatMap((name) => {
          const property = file.property(name);
          if (property === undefined || !isWeak(name, property.value)) return [];
          return [
            { at: `UserStoreManager/Property[@name='${name}']`, line: property.line, message: weak(property.value) },
          ];
        }),
    }),
  ],
});

function digest<P extends Params>(name: 'PasswordDigest' | 'PasswordHashMethod'): Setting<P> {
  return {
    key: `${store}.${name}`,
    accepts: (value, context) =>
      !isWeak(name, value) || (name === 'PasswordDigest' && isDirectory(knownValue(context, 'user_store.type'))),
    wants: () => undefined,
    says: weak,
  };
}

/** A directory that gets the password as it is makes the digest itself. */
function isWeak(name: string, value: unknown): boolean {
  const broken = name === 'PasswordHashMethod' ? /^(md5|sha|sha-?1)$/i : /^(plain_text|md5|sha|sha-?1)$/i;
  return typeof value === 'string' && broken.test(value.trim());
}

function isDirectory(type: unknown): boolean {
  return /ldap|active_directory/.test(String(type));
}

function weak(found: string): string {
  return `Passwords are stored as ${found}; it should be SHA-256 with salt or PBKDF2. ${advice}`;
}
