import { describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import type { ReleaseVersion } from '../../src/carbon/releases.ts';
import { secretConf } from '../../src/carbon/secure-vault.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { noAnswers } from '../../src/engine/answer-file.ts';
import type { Choice } from '../../src/engine/choices.ts';
import { confirmPlan } from '../../src/engine/confirm-plan.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { publicKeySha256 } from '../../src/keystore/describe-certificate.ts';
import { sealSecret, type VaultPadding } from '../../src/keystore/vault-cipher.ts';
import type { StoreRecipe } from '../../src/kit/store-recipe.ts';
import { createRedactor } from '../../src/report/redact.ts';
import internal from '../../transforms/keystore-internal.ts';
import primary from '../../transforms/keystore-primary.ts';
import settings from '../../transforms/keystore-settings.ts';
import tls from '../../transforms/keystore-tls.ts';
import serverHostname from '../../transforms/server-hostname.ts';
import truststore from '../../transforms/truststore.ts';
import { memoryHome } from '../harness/memory-home.ts';
import {
  keyStoreOf,
  type SampleKey,
  sampleKey,
  shippedForm,
  shippedStores,
  truststoreOf,
} from '../harness/store-homes.ts';
import { plainTruststore } from '../keystore/sample-stores.ts';

const transforms = [
  { id: 'keystore-internal', transform: internal },
  { id: 'keystore-primary', transform: primary },
  { id: 'keystore-settings', transform: settings },
  { id: 'keystore-tls', transform: tls },
  { id: 'server-hostname', transform: serverHostname },
  { id: 'truststore', transform: truststore },
];

// Weak stands for published here: the published keys themselves are for the tests on real kernels.
const weak = await sampleKey({ bits: 1024 });
const own = await sampleKey({ bits: 2048, names: ['localhost', 'is.example.com'] });
const expired = await sampleKey({ bits: 2048, notAfter: '2026-12-31T00:00:00Z' });
const ca = await sampleKey({ bits: 2048, names: ['ca.example.com'] });

const releases = ['5.9.0', '5.11.0', '6.0.0', '7.1.0', '7.3.0'] as const;
const security = layout.security;
const started = ['repository/logs/wso2carbon.log'];

interface Request {
  readonly release: ReleaseVersion;
  readonly key?: SampleKey;
  readonly toml?: string;
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
  readonly startTraces?: readonly string[];
  readonly choice?: Choice;
  readonly answers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly java?: { readonly major: number; readonly update: number; readonly source: 'release-file' };
}

async function planOf(request: Request): Promise<Plan> {
  const { release, key = weak, toml = '', files, choice = 'default', ...rest } = request;
  const plan = makePlan({
    home: memoryHome({
      ...rest,
      release,
      files: {
        [layout.deploymentToml]: toml,
        ...shippedStores(release, key, { ca: ca.certificate, wso2carbon: key.certificate }),
        ...files,
      },
    }),
    transforms,
    choices: new Map(transforms.map(({ id }) => [id, choice])),
    answers: { ...noAnswers, answers: new Map(Object.entries(request.answers ?? {})) },
    now: new Date('2027-01-15T12:00:00Z'),
  });
  confirmPlan(plan);
  for (const { message } of plan.findings) expect(createRedactor().sentence(message)).toBe(message);
  return plan;
}

function recipeAt(plan: Plan, path: string): StoreRecipe | undefined {
  const after = plan.files.find((file) => file.path === path)?.after;
  return after?.kind === 'store' ? after.recipe : undefined;
}

function tomlOf(plan: Plan): unknown {
  const after = plan.files.find(({ path }) => path === layout.deploymentToml)?.after;
  return after?.kind === 'text' ? JSON.parse(JSON.stringify(TomlDocument.parse(after.text).values)) : undefined;
}

describe('the stores of a home that was never started', () => {
  test.each(releases)('are replaced by three of their own and a truststore (%s)', async (release) => {
    const { ending, form } = shippedForm(release);
    const plan = await planOf({ release, toml: '[server]\nhostname = "is.example.com"\n' });
    const key = {
      alias: 'wso2carbon',
      keyBits: 3072,
      commonName: 'is.example.com',
      dnsNames: ['is.example.com', 'localhost'],
      ipAddresses: [],
      validDays: 366,
    };
    for (const purpose of ['primary', 'tls', 'internal'] as const) {
      expect(recipeAt(plan, `${security}/${purpose}.${ending}`)).toEqual({
        form,
        password: `⟦new keystore-${purpose}.password⟧`,
        without: [],
        trusted: [],
        key: { purpose, ...key },
      });
    }
    expect(recipeAt(plan, `${security}/truststore.${ending}`)).toMatchObject({
      form,
      password: '⟦new truststore.password⟧',
      without: [],
      trusted: [
        { alias: 'own-primary', certificate: 'primary' },
        { alias: 'own-tls', certificate: 'tls' },
      ],
    });
    const type = form === 'JKS' ? 'JKS' : 'PKCS12';
    const storeAt = (purpose: string) => ({
      file_name: `${purpose}.${ending}`,
      type,
      password: `⟦new keystore-${purpose}.password⟧`,
      alias: 'wso2carbon',
      key_password: `$ref{keystore.${purpose}.password}`,
    });
    expect(tomlOf(plan)).toEqual({
      server: { hostname: 'is.example.com' },
      keystore: { primary: storeAt('primary'), tls: storeAt('tls'), internal: storeAt('internal') },
      truststore: { file_name: `truststore.${ending}`, password: '⟦new truststore.password⟧', type },
    });
  });

  // 5.9.0 ships with this table last in the file, where those of the new stores come too, one after the other.
  test('are told of one by one, and the copy of the login pages follows that of HTTPS', async () => {
    const endpoint =
      'repository/deployment/server/webapps/authenticationendpoint/WEB-INF/classes/EndpointConfig.properties';
    const plan = await planOf({
      release: '5.9.0',
      toml: '[keystore.primary]\nname = "wso2carbon.jks"\npassword = "wso2carbon"\n',
      files: {
        [endpoint]:
          'client.keyStore=./repository/resources/security/wso2carbon.jks\nCarbon.Security.KeyStore.Password=wso2carbon\n',
      },
    });
    const told = plan.findings.filter(
      ({ transform, path, change }) =>
        transform === 'keystore-settings' && path.endsWith('.toml') && change === 'planned',
    );
    expect(told.map(({ at }) => at)).toEqual([
      'keystore.primary.name',
      'keystore.primary',
      'keystore.tls',
      'keystore.internal',
    ]);
    const after = plan.files.find(({ path }) => path === endpoint)?.after;
    expect(after?.kind === 'text' ? after.text : '').toBe(
      'client.keyStore=./repository/resources/security/tls.jks\nCarbon.Security.KeyStore.Password=⟦new keystore-tls.password⟧\n',
    );
  });

  test.each(releases)('stay where the key is their own, strong and valid (%s)', async (release) => {
    const plan = await planOf({ release, key: own });
    expect(plan.files).toEqual([]);
  });

  test('are replaced when the certificate has expired', async () => {
    const plan = await planOf({ release: '7.1.0', key: expired });
    expect(recipeAt(plan, `${security}/tls.p12`)?.key?.purpose).toBe('tls');
  });

  test('get keys of as many bits as are asked for', async () => {
    const plan = await planOf({ release: '7.1.0', answers: { 'keystore-tls': { 'key-bits': '2048' } } });
    expect(recipeAt(plan, `${security}/tls.p12`)?.key?.keyBits).toBe(2048);
  });

  test('carry a host name that the same plan sets', async () => {
    const answers = { 'server-hostname': { hostname: 'login.example.com' } };
    const plan = await planOf({ release: '7.1.0', answers });
    for (const purpose of ['primary', 'tls', 'internal']) {
      const { key } = recipeAt(plan, `${security}/${purpose}.p12`) ?? {};
      expect(key).toMatchObject({ commonName: 'login.example.com', dnsNames: ['login.example.com', 'localhost'] });
    }
    expect(plan.findings.filter(({ message }) => message.includes('should be for'))).toEqual([]);
  });

  test('get the names and the validity that the operator gives', async () => {
    const answers = { 'keystore-tls': { names: ['login.example.com', '10.0.0.7'], 'validity-days': 90 } };
    const { key } = recipeAt(await planOf({ release: '7.1.0', answers }), `${security}/tls.p12`) ?? {};
    expect(key).toMatchObject({
      dnsNames: ['localhost', 'login.example.com'],
      ipAddresses: ['10.0.0.7'],
      validDays: 90,
    });
  });

  test('are written for an old Java as it can read them', async () => {
    const java = { major: 11, update: 9, source: 'release-file' } as const;
    expect(recipeAt(await planOf({ release: '7.1.0', java }), `${security}/tls.p12`)?.form).toBe('PKCS12-legacy');
    expect(recipeAt(await planOf({ release: '5.9.0', java }), `${security}/tls.jks`)?.form).toBe('JKS');
  });

  test('are told to be published where no new ones can be made, because the host name is not known here', async () => {
    const plan = await planOf({ release: '7.1.0', key: weak, toml: '[server]\nhostname = "$env{HOST}"\n' });
    const found = plan.findings.filter(({ transform }) => transform === 'keystore-tls');
    expect(found.map(({ status, severity, change }) => [status, severity, change])).toEqual([['fail', 'high', 'none']]);
    expect(plan.files).toEqual([]);
  });

  test('leave a file alone that has the name of a new one', async () => {
    const taken = { [`${security}/tls.p12`]: keyStoreOf(own, { form: 'PKCS12' }) };
    const plan = await planOf({ release: '7.1.0', files: taken });
    expect(recipeAt(plan, `${security}/tls-2.p12`)?.key?.purpose).toBe('tls');
    expect(plan.files.map(({ path }) => path)).not.toContain(`${security}/tls.p12`);
  });

  test('are left alone where only one of them is of the server and good', async () => {
    const files = { [`${security}/own.jks`]: keyStoreOf(own, { password: 'own.password' }) };
    const toml =
      '[keystore.tls]\nfile_name = "own.jks"\ntype = "JKS"\npassword = "own.password"\nalias = "wso2carbon"\nkey_password = "own.password"\n';
    const plan = await planOf({ release: '6.0.0', toml, files });
    expect(recipeAt(plan, `${security}/tls.jks`)).toBeUndefined();
    expect(recipeAt(plan, `${security}/primary.jks`)?.key?.purpose).toBe('primary');
    const trusted = recipeAt(plan, `${security}/truststore.jks`)?.trusted.map(({ alias }) => alias);
    expect(trusted).toEqual(['own-primary', 'own-tls']);
  });

  test('are not there in a folder of configuration alone', async () => {
    const plan = makePlan({
      home: memoryHome({ release: '7.1.0', shape: 'configuration-only' }),
      transforms,
      choices: new Map(transforms.map(({ id }) => [id, 'asked'])),
      answers: noAnswers,
      now: new Date('2027-01-15T12:00:00Z'),
    });
    expect(plan.files).toEqual([]);
    const ofStores = plan.verdicts.filter(({ transform }) => /store/.test(transform));
    expect(ofStores.map(({ status }) => status)).toEqual(Array(5).fill('not-reviewed'));
  });
});

describe('what cannot be checked is never good', () => {
  const release = '6.0.0';
  const shipped = `${security}/wso2carbon.jks`;
  const named = (rest: string): string => `[keystore.primary]\n${rest}`;
  const jceks = Buffer.from('cececece0000000200000000', 'hex');
  const locked = keyStoreOf(own, { form: 'PKCS12', password: 'own.password' });
  const verdictsOf = (plan: Plan) =>
    Object.fromEntries(plan.verdicts.map(({ transform, status }) => [transform, status]));

  test.each([
    ['is absent', named('file_name = "gone.jks"\n'), {}, /gone\.jks could not be checked, because it is not in/],
    ['lies elsewhere', named('file_name = "../own.jks"\n'), {}, /own\.jks could not be read: it does not lie in/],
    ['lies at an absolute path', named('file_name = "/etc/own.jks"\n'), {}, /does not lie in/],
    [
      'has a name that only the server knows',
      named('file_name = "$env{STORE}"\n'),
      {},
      /name of its store cannot be known/,
    ],
    ['has an alias that only the server knows', named('alias = "$env{ALIAS}"\n'), {}, /its alias cannot be known/],
    ['is of another kind', '', { [shipped]: jceks }, /type JCEKS.*keytool -importkeystore/],
    ['is damaged', '', { [shipped]: Buffer.from('no keystore') }, /neither a JKS nor a PKCS#12/],
    ['is cut off', '', { [shipped]: keyStoreOf(own, {}).subarray(0, 900) }, /could not be read/],
    ['has an unknown password', named('password = "$env{P}"\n'), { [shipped]: locked }, /no known password opens it/],
    ['holds no such key', named('alias = "other"\n'), {}, /no private key under the alias other/],
    [
      'has a certificate there',
      '',
      { [shipped]: truststoreOf({ wso2carbon: own.certificate }) },
      /no private key under/,
    ],
  ])('where the store %s', async (_, toml, files, message) => {
    const plan = await planOf({ release, key: own, toml, files });
    for (const id of ['keystore-primary', 'keystore-tls', 'keystore-internal']) {
      expect(verdictsOf(plan)[id]).toBe('error');
      const found = plan.findings.filter(({ transform }) => transform === id);
      expect(found.map(({ status, change }) => [status, change])).toEqual([['error', 'none']]);
      expect(found[0]?.message).toMatch(message);
    }
    expect(verdictsOf(plan)['keystore-settings']).not.toBe('pass');
    expect(plan.files).toEqual([]);
  });

  test.each([
    ['is absent', '[truststore]\nfile_name = "gone.jks"\n', {}, 'error'],
    ['is damaged', '', { [`${security}/client-truststore.jks`]: Buffer.from('no keystore') }, 'error'],
    ['has a name that only the server knows', '[truststore]\nfile_name = "$env{STORE}"\n', {}, 'error'],
    ['has the published password', '', {}, 'fail'],
    ['has another password than is written', '[truststore]\npassword = "another"\n', {}, 'fail'],
  ])('where the truststore %s', async (_, toml, files, status) => {
    const plan = await planOf({ release, key: own, toml, files });
    expect(verdictsOf(plan)['truststore']).toBe(status);
    expect(plan.files).toEqual([]);
  });

  test('and a wrong password of a store of type PKCS12 is told of as such', async () => {
    const files = { [`${security}/wso2carbon.p12`]: locked };
    const plan = await planOf({ release: '7.1.0', key: own, toml: named('password = "another"\n'), files });
    expect(plan.findings.map(({ at, status }) => [at, status])).toContainEqual(['keystore.primary.password', 'fail']);
  });

  test('nor is a certificate that is not valid yet', async () => {
    const key = await sampleKey({ bits: 2048, notBefore: '2028-01-01T00:00:00Z' });
    const plan = await planOf({ release, key });
    const found = plan.findings.find(({ transform }) => transform === 'keystore-tls');
    expect(found?.message).toContain('not valid before 2028-01-01');
    expect(plan.files).toEqual([]);
  });
});

describe('the stores of a home that was started', () => {
  test.each(releases)('stay until somebody asks (%s)', async (release) => {
    const plan = await planOf({ release, startTraces: started });
    expect(plan.files).toEqual([]);
    expect(plan.findings.map(({ transform }) => transform)).toEqual(
      expect.arrayContaining(['keystore-internal', 'keystore-primary', 'keystore-tls']),
    );
  });

  test.each(['5.11.0', '6.0.0', '7.1.0'] as const)(
    'are all replaced when asked for, since data has a key of its own (%s)',
    async (release) => {
      const { ending } = shippedForm(release);
      const plan = await planOf({ release, startTraces: started, choice: 'asked' });
      for (const purpose of ['primary', 'tls', 'internal']) {
        expect(recipeAt(plan, `${security}/${purpose}.${ending}`)).toBeDefined();
      }
    },
  );

  test.each(['5.9.0', '5.10.0'] as const)('keep the key that data is encrypted with (%s)', async (release) => {
    const plan = await planOf({ release, startTraces: started, choice: 'asked' });
    expect(plan.files.map(({ path }) => path)).toEqual([
      layout.deploymentToml,
      `${security}/tls.jks`,
      `${security}/truststore.jks`,
    ]);
    expect(tomlOf(plan)).toMatchObject({ keystore: { tls: { file_name: 'tls.jks' } } });
    const message = plan.findings.find(({ transform }) => transform === 'keystore-primary')?.message;
    expect(message).toContain('[keystore.internal]');
  });
});

describe('the truststore', () => {
  const release = '6.0.0';
  const noOwn = {
    [`${security}/client-truststore.jks`]: truststoreOf({ ca: ca.certificate, old: expired.certificate }),
  };

  test('gets the certificate of the server where it lacks it', async () => {
    const plan = await planOf({ release, key: own, files: noOwn });
    const recipe = recipeAt(plan, `${security}/truststore.jks`);
    expect(recipe?.trusted.map(({ alias }) => alias)).toEqual(['own-primary']);
    const [first] = recipe?.trusted ?? [];
    expect(first?.certificate instanceof Uint8Array && publicKeySha256(first.certificate)).toBe(
      publicKeySha256(own.certificate),
    );
  });

  test('is told to hold what expired, and loses it on request only', async () => {
    const told = await planOf({ release, key: own, files: noOwn });
    expect(told.findings.find(({ at }) => at === 'expired')?.change).toBe('none');
    expect(recipeAt(told, `${security}/truststore.jks`)?.without).toEqual([]);
    const asked = await planOf({
      release,
      key: own,
      files: noOwn,
      answers: { truststore: { 'remove-expired': true } },
    });
    expect(recipeAt(asked, `${security}/truststore.jks`)?.without).toEqual(['old']);
  });

  test('is told to hold roots with short keys, and loses them on request only', async () => {
    const files = {
      [`${security}/client-truststore.jks`]: truststoreOf({ own: own.certificate, short: weak.certificate }),
    };
    const told = await planOf({ release, key: own, files });
    expect(told.findings.find(({ at }) => at === 'weak')?.change).toBe('none');
    expect(recipeAt(told, `${security}/truststore.jks`)).toBeUndefined();
    const asked = await planOf({ release, key: own, files, answers: { truststore: { 'remove-weak': true } } });
    expect(recipeAt(asked, `${security}/truststore.jks`)?.without).toEqual(['short']);
  });

  test('could not be checked where its password is in Secure Vault and its type asks for one', async () => {
    const files = {
      [`${security}/client-truststore.p12`]: truststoreOf(
        { ca: ca.certificate },
        { form: 'PKCS12', password: 'own.password' },
      ),
    };
    const toml = '[truststore]\npassword = "$secret{trust}"\n\n[secrets]\ntrust = "QUJD"\n';
    const plan = await planOf({ release: '7.1.0', key: own, toml, files });
    expect(plan.files).toEqual([]);
    expect(plan.findings.map(({ transform, status }) => [transform, status])).toContainEqual(['truststore', 'error']);
  });
});

describe('the settings of a store that stays', () => {
  const release = '6.0.0';
  const ownStore = (options: Parameters<typeof keyStoreOf>[1]) => ({
    [`${security}/own.jks`]: keyStoreOf(own, options),
    [`${security}/client-truststore.jks`]: truststoreOf({ own: own.certificate }),
  });
  const primaryToml = (rest: string) => `[keystore.primary]\nfile_name = "own.jks"\n${rest}`;

  test('get the password of the key that does not follow by itself', async () => {
    const toml = primaryToml('password = "own.password"\n');
    const plan = await planOf({ release, toml, files: ownStore({ password: 'own.password' }) });
    expect(tomlOf(plan)).toMatchObject({ keystore: { primary: { key_password: '$ref{keystore.primary.password}' } } });
  });

  test('get the type that the store really has', async () => {
    const toml = primaryToml('password = "own.password"\nkey_password = "own.password"\n');
    const files = ownStore({ password: 'own.password', form: 'PKCS12' });
    const plan = await planOf({ release, toml, files, choice: 'asked' });
    expect(tomlOf(plan)).toMatchObject({ keystore: { primary: { type: 'PKCS12' } } });
  });

  test.each([
    ['an alias that the store does not hold', 'password = "own.password"\nalias = "other"\n', 'keystore.primary.alias'],
    ['a password that does not open the store', 'password = "another"\n', 'keystore.primary.password'],
  ])('are told of when they name %s', async (_, rest, at) => {
    const plan = await planOf({ release, toml: primaryToml(rest), files: ownStore({ password: 'own.password' }) });
    expect(plan.findings.map((finding) => [finding.at, finding.change])).toContainEqual([at, 'none']);
  });

  test('are told of when the store is not there', async () => {
    const plan = await planOf({ release, toml: '[keystore.primary]\nfile_name = "gone.jks"\n' });
    expect(plan.findings.map(({ at }) => at)).toContain('keystore.primary');
  });

  test('lose the key that no release reads', async () => {
    const plan = await planOf({ release: '5.9.0', key: own, toml: '[keystore.primary]\nname = "wso2carbon.jks"\n' });
    expect(tomlOf(plan)).toEqual({ keystore: { primary: {} } });
  });
});

describe('what is told of stores', () => {
  const rated = (plan: Plan, id: string) =>
    plan.findings.filter(({ transform }) => transform === id).map(({ at, severity, risk }) => [at, severity, risk]);
  const trusting = { [`${security}/client-truststore.jks`]: truststoreOf({ own: own.certificate }) };

  test('is rated by what it costs while nobody relies on it', async () => {
    const plan = await planOf({ release: '6.0.0' });
    expect(rated(plan, 'keystore-primary')).toEqual([['wso2carbon.jks, alias wso2carbon', 'high', 'data']]);
    expect(rated(plan, 'keystore-settings')).toEqual(
      ['primary', 'tls', 'internal'].map((purpose) => [`keystore.${purpose}`, 'low', 'safe']),
    );
    expect(rated(plan, 'truststore')).toContainEqual(['truststore', 'low', 'safe']);
  });

  test('is the password of a key of HTTPS that the login pages do not know', async () => {
    const toml = '[keystore.tls]\nfile_name = "own.jks"\npassword = "own.password_1"\nkey_password = "another_2"\n';
    const store = keyStoreOf(own, { password: 'own.password_1', keyPassword: 'another_2' });
    const plan = await planOf({ release: '6.0.0', key: own, toml, files: { [`${security}/own.jks`]: store } });
    expect(rated(plan, 'keystore-settings')).toContainEqual(['keystore.tls.key_password', 'medium', 'data']);
  });

  test('is a published password of a store of the own, which is no reason to make another', async () => {
    const plan = await planOf({ release: '6.0.0', key: own, files: trusting });
    expect(plan.files).toEqual([]);
    expect(rated(plan, 'keystore-settings')).toContainEqual(['keystore.primary.password', 'low', 'data']);
    expect(rated(plan, 'truststore')).toEqual([['truststore.password', 'low', 'data']]);
  });

  test('is no published password of a truststore that this plan replaces', async () => {
    const plan = await planOf({
      release: '6.0.0',
      key: own,
      files: { [`${security}/client-truststore.jks`]: truststoreOf({ ca: ca.certificate }) },
    });
    expect(rated(plan, 'truststore').map(([at]) => at)).not.toContain('truststore.password');
    const [message] = plan.findings.filter(({ transform }) => transform === 'truststore').map((each) => each.message);
    expect(message).toBe("Of the certificates that the server trusts, 1 of the server's own should be added.");
  });

  test('is another type than that of the store, which waits to be asked for', async () => {
    const toml =
      '[keystore.primary]\nfile_name = "own.jks"\npassword = "own.password"\nkey_password = "own.password"\n';
    const store = keyStoreOf(own, { password: 'own.password', form: 'PKCS12' });
    const plan = await planOf({ release: '6.0.0', toml, files: { ...trusting, [`${security}/own.jks`]: store } });
    expect(rated(plan, 'keystore-settings')).toContainEqual(['keystore.primary.type', 'high', 'disruptive']);
    expect(tomlOf(plan)).toBeUndefined();
  });

  test('is how many certificates have expired, in the words of the number', async () => {
    const told = async (others: Readonly<Record<string, Uint8Array>>) => {
      const files = { [`${security}/client-truststore.jks`]: truststoreOf({ own: own.certificate, ...others }) };
      const plan = await planOf({ release: '6.0.0', key: own, files });
      return plan.findings
        .filter(({ at }) => at === 'expired')
        .map(({ severity, message }) => [severity, message.split(';')[0]]);
    };
    expect(await told({})).toEqual([]);
    expect(await told({ a: expired.certificate })).toEqual([['info', '1 certificate has expired']]);
    expect(await told({ a: expired.certificate, b: expired.certificate })).toEqual([
      ['info', '2 certificates have expired'],
    ]);
  });
});

describe('the name in a new certificate', () => {
  const commonName = async (hostname: string) => {
    const plan = await planOf({ release: '6.0.0', toml: `[server]\nhostname = "${hostname}"\n` });
    return recipeAt(plan, `${security}/tls.jks`)?.key;
  };
  const long = `${'a'.repeat(52)}.example.com`;

  test('is the host name where it is not too long for the field', async () => {
    expect(await commonName(long)).toMatchObject({ commonName: long, dnsNames: [long, 'localhost'] });
    expect(await commonName(`a${long}`)).toMatchObject({
      commonName: 'localhost',
      dnsNames: [`a${long}`, 'localhost'],
    });
  });

  test('is an address only where it is one', async () => {
    expect(await commonName('10.0.0.5')).toMatchObject({ dnsNames: ['localhost'], ipAddresses: ['10.0.0.5'] });
    expect(await commonName('ip-10.0.0.5')).toMatchObject({ dnsNames: ['ip-10.0.0.5', 'localhost'], ipAddresses: [] });
    expect(await commonName('2001:db8::1')).toMatchObject({ ipAddresses: ['2001:db8::1'] });
  });
});

describe('stores that are told of', () => {
  const trusted = { [`${security}/client-truststore.p12`]: plainTruststore({ own: own.certificate }) };
  const of = (plan: Plan, id: string) =>
    plan.findings.filter(({ transform }) => transform === id).map(({ at, severity, status }) => [at, severity, status]);

  test('are those that no digest protects', async () => {
    const plan = await planOf({ release: '7.1.0', key: own, files: trusted });
    expect(of(plan, 'truststore')).toContainEqual(['client-truststore.p12', 'medium', 'fail']);
  });

  test('are truststores of another type than is written, which follows when asked for', async () => {
    const files = { [`${security}/client-truststore.jks`]: truststoreOf({ own: own.certificate }, { form: 'PKCS12' }) };
    const told = await planOf({ release: '6.0.0', key: own, files });
    expect(of(told, 'truststore')).toContainEqual(['truststore.type', 'medium', 'fail']);
    expect(told.files).toEqual([]);
    const asked = await planOf({ release: '6.0.0', key: own, files, choice: 'asked' });
    expect(tomlOf(asked)).toMatchObject({ truststore: { type: 'PKCS12' } });
  });

  test.each([
    ['keystore.saml', '[keystore.saml]\nfile_name = "saml.jks"\npassword = "wso2carbon"\nalias = "wso2carbon"\n'],
    ['keystore.custom[0]', '[[keystore.custom]]\nfile_name = "saml.jks"\npassword = "wso2carbon"\nalias = "x"\n'],
  ])('are those of other purposes that cannot be read (%s)', async (at, toml) => {
    const unreadable = { [`${security}/saml.jks`]: Buffer.from('no keystore') };
    const plan = await planOf({ release: '7.1.0', key: own, toml, files: unreadable });
    expect(of(plan, 'keystore-settings')).toContainEqual([at, 'high', 'error']);
  });

  test('are those of tenants, which harden does not see', async () => {
    const files = { 'repository/tenants/3/README.txt': '', 'repository/tenants/x/README.txt': '' };
    const plan = await planOf({ release: '7.1.0', key: own, files });
    expect(of(plan, 'keystore-settings')).toContainEqual(['tenants', 'info', 'fail']);
    const message = plan.findings.find(({ at }) => at === 'tenants')?.message;
    expect(message).toContain('(3)');
  });
});

describe('a home that was never started is not new', () => {
  const store = (encrypted: string): string =>
    `<UserStoreManager>\n  <Property name="ConnectionPassword" ${encrypted}>QUJD</Property>\n</UserStoreManager>\n`;

  test.each([
    ['with tenants', { 'repository/tenants/1/README.txt': '' }],
    [
      'with the password of a secondary user store encrypted',
      { 'repository/deployment/server/userstores/EXAMPLE.xml': store('encrypted="true"') },
    ],
  ])('%s', async (_, files) => {
    const plan = await planOf({ release: '7.1.0', files });
    expect(plan.files).toEqual([]);
  });

  test('but for a secondary user store that has it in clear text', async () => {
    const files = { 'repository/deployment/server/userstores/EXAMPLE.xml': store('') };
    const plan = await planOf({ release: '7.1.0', files });
    expect(plan.files.length).toBeGreaterThan(0);
  });
});

test('a certificate of HTTPS without localhost is told of', async () => {
  const elsewhere = await sampleKey({ bits: 2048, names: ['is.example.com'] });
  const plan = await planOf({ release: '7.1.0', key: elsewhere });
  expect(plan.files).toEqual([]);
  expect(plan.findings.find(({ transform }) => transform === 'keystore-tls')?.message).toContain('localhost');
});

describe('stores whose passwords are in Secure Vault', () => {
  const password = 'own.password_1';
  const confOf = (padding: VaultPadding): string =>
    [
      'secVault.enabled=true',
      ...(padding === 'oaep' ? ['secretRepositories.file.algorithm=RSA/ECB/OAEPWithSHA1AndMGF1Padding'] : []),
      'keystore.identity.location=repository/resources/security/internal.p12',
      'keystore.identity.alias=wso2carbon',
    ].join('\n');
  const store = (purpose: string): string =>
    `[keystore.${purpose}]\nfile_name = "${purpose}.p12"\ntype = "PKCS12"\npassword = "$secret{store}"\nalias = "wso2carbon"\nkey_password = "$ref{keystore.${purpose}.password}"\n`;
  const tomlWith = (padding: VaultPadding): string =>
    `${['primary', 'tls', 'internal'].map(store).join('\n')}\n[truststore]\npassword = "$secret{store}"\n\n[secrets]\nstore = "${sealSecret(password, own.certificate, padding)}"\n`;
  const storeOf = (key: SampleKey): Uint8Array => keyStoreOf(key, { form: 'PKCS12', password });
  const files = {
    [`${security}/primary.p12`]: storeOf(own),
    [`${security}/tls.p12`]: storeOf(weak),
    [`${security}/internal.p12`]: storeOf(own),
    [`${security}/client-truststore.p12`]: truststoreOf({ own: own.certificate }, { form: 'PKCS12', password }),
  };

  test.each(['oaep', 'pkcs1'] as const)(
    'are judged where the password of the vault lies in the home (%s)',
    async (padding) => {
      const plan = await planOf({
        release: '7.1.0',
        toml: tomlWith(padding),
        files: { ...files, [secretConf]: confOf(padding), 'password-persist': Buffer.from(`${password}\n`) },
      });
      expect(plan.findings.filter(({ status }) => status === 'error')).toEqual([]);
      expect(plan.files.map(({ path }) => path)).toContain(`${security}/tls-2.p12`);
    },
  );

  test('could not be checked where it does not', async () => {
    const plan = await planOf({
      release: '7.1.0',
      toml: tomlWith('oaep'),
      files: { ...files, [secretConf]: confOf('oaep') },
    });
    expect(plan.findings.filter(({ status }) => status === 'error').map(({ transform }) => transform)).toEqual(
      expect.arrayContaining(['keystore-internal', 'keystore-primary', 'keystore-tls', 'truststore']),
    );
    expect(plan.files).toEqual([]);
  });
});
