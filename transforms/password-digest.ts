import { defineTransform, isTrue, isWithin, knownValue, tomlSettings, userStoreProperties } from '../src/kit/index.ts';

const store = 'user_store.properties';
const advice =
  'Users of a started server cannot log in after a change, so set it before the first one is made, or move them to a new store.';

const noSalt = `Digests of passwords have no salt; they should have one. ${advice}`;

const params = {
  'report-fast': {
    kind: 'flag',
    default: false,
    decidedBy: 'profile',
    question: 'Should SHA-256, which is fast to try, be reported too where PBKDF2 can still be chosen?',
    help: 'Release 7.2.0 and newer offer PBKDF2, and only before the first start can it be chosen without loss.',
  },
} as const;

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
  params,
  parts: [
    tomlSettings(
      {
        key: `${store}.PasswordDigest`,
        concerns: (context) => !/ldap|active_directory/.test(String(knownValue(context, 'user_store.type'))),
        accepts: (value) => !isWeakDigest(String(value)),
        says: weak,
      },
      { key: `${store}.PasswordHashMethod`, accepts: (value) => !isWeakMethod(String(value)), says: weak },
      {
        key: `${store}.StoreSaltedPassword`,
        accepts: (value) => value === undefined || isTrue(value),
        says: noSalt,
      },
    ),
    // The vendor's own words for SHA-256: fast.
    tomlSettings<typeof params>({
      key: `${store}.PasswordDigest`,
      concerns: ({ answers, home }) =>
        answers['report-fast'] && isWithin(home.release.version, '7.2.0', '7.3.0') && home.startTraces.length === 0,
      accepts: (value) => value !== 'SHA-256',
      says: 'Digests of passwords are made fast (SHA-256). Before the first start, set password_digest = "PBKDF2" in [user_store].',
      severity: 'info',
    }),
    userStoreProperties(
      { property: 'PasswordDigest', isWeak: isWeakDigest, says: weak },
      { property: 'PasswordHashMethod', isWeak: isWeakMethod, says: weak },
      { property: 'StoreSaltedPassword', isWeak: (value) => value !== '' && !isTrue(value), says: noSalt },
    ),
  ],
});

function isWeakDigest(value: string): boolean {
  return /^(plain_text|md5|sha|sha-?1)$/i.test(value.trim());
}

/** A directory that gets the password as it is makes the digest itself. */
function isWeakMethod(value: string): boolean {
  return /^(md5|sha|sha-?1)$/i.test(value.trim());
}

function weak(found: string): string {
  return `Passwords are stored as ${found}; it should be SHA-256 with salt or PBKDF2. ${advice}`;
}
