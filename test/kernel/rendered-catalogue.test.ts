import { createHash } from 'node:crypto';
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { applyEdits } from '../../src/documents/text-edit.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import type { TomlValue } from '../../src/documents/toml-value.ts';
import { startHarden } from '../harness/harden-command.ts';
import { askConfigMapper } from './config-mapper/oracle.ts';
import { type RenderedElement, renderedXml } from './config-mapper/rendered-xml.ts';
import { copyResources } from './config-mapper/resources.ts';
import { type KernelVersion, unpackedKernel } from './harness/kernels.ts';

const trees = process.env['HARDEN_TEST_TREES'];

const products = [
  { release: '5.9.0', kernel: '4.5.1', isNew: false },
  { release: '5.11.0', kernel: '4.7.1', isNew: true },
  { release: '6.0.0', kernel: '4.7.1', isNew: true },
  { release: '7.1.0', kernel: '4.7.1', isNew: true },
] as const satisfies readonly { release: string; kernel: KernelVersion; isNew: boolean }[];

/** What an operator may have left weak, in the products' own defaults or by hand. A key that a release does not read is harmless. */
const weak: Readonly<Record<string, TomlValue>> = {
  'admin_console.authenticator.mutual_ssl_authenticator.enable': true,
  'admin_service.wsdl.enable': true,
  'cors.allow_any_origin': true,
  'database_configuration.enable_h2_console': true,
  'identity.auth_framework.endpoint.hostname_verification_enabled': false,
  'identity_mgt.lite_user_registration.callback_url': '.*',
  'identity_mgt.recovery.callback_url': '.*',
  'identity_mgt.user_self_registration.callback_url': '[https://localhost].*[/login.do]*',
  'owasp.csrfguard.enable': false,
  'resource_access_control.default_access_allow': true,
  'session.nonce.cookie.enabled': false,
};

const answers = `[transforms]
cors-origins = true
external-tls = true
http-connector = true
mutual-ssl = true
ports = true
rest-default-access = true

[answers.callback-regex]
hosts = ["login.example.com"]

[answers.client-certificate-trust]
issuers = ["Example Issuing CA"]

[answers.ports]
offset = 7
`;

/** What the product's own mapper makes of a weak deployment.toml that was hardened, paragraph by paragraph. */
for (const { release, kernel, isNew } of trees === undefined ? [] : products) {
  describe(`what the config-mapper of kernel ${kernel} makes of ${release}, once all was asked for`, () => {
    const ending = release === '7.1.0' ? 'p12' : 'jks';
    let folder: string;
    const files = { weak: new Map<string, string>(), hardened: new Map<string, string>() };

    const xml = (path: string, from: keyof typeof files = 'hardened'): RenderedElement =>
      renderedXml(files[from].get(`repository/conf/${path}`) ?? '');
    const text = (path: string): string => files.hardened.get(`repository/conf/${path}`) ?? '';

    beforeAll(async () => {
      const libraries = await unpackedKernel(kernel);
      const resources = await copyResources(libraries, join(trees ?? '', release));
      folder = await mkdtemp(join(tmpdir(), 'harden-rendered-'));
      await chmod(folder, 0o755);
      const home = join(folder, 'home');
      for (const part of ['bin', 'repository/conf'])
        await cp(join(trees ?? '', release, part), join(home, part), { recursive: true });
      await cp(resources.folder, join(home, 'repository/resources/conf'), { recursive: true });
      // The stores of a kernel are those of its product, up to the name.
      for (const name of ['wso2carbon', 'client-truststore']) {
        const store = join(home, layout.security, `${name}.${ending}`);
        await cp(join(libraries, layout.security, `${name}.jks`), store);
      }
      await makeWritable(home);
      const toml = join(home, layout.deploymentToml);
      await writeFile(toml, Object.entries(weak).reduce(withValue, resources.toml));
      // What renders leaves its traces, which are those of a server that was started.
      const render = async (folderOfResources: string): Promise<ReadonlyMap<string, string>> => {
        const source = { toml: await readFile(toml, 'utf8'), resources: folderOfResources };
        const [answer] = await askConfigMapper({ home: libraries, cases: [source] });
        return answer?.kind === 'done' ? answer.files : new Map();
      };
      Object.assign(files, { weak: await render(resources.folder) });
      await rm(resources.folder, { recursive: true });
      const answerFile = join(folder, 'answers.toml');
      await writeFile(answerFile, answers, { mode: 0o600 });
      const secrets = ['--secrets-out', join(folder, 'secrets.toml')];
      const run = startHarden(['apply', '--yes', '--home', home, '--answers', answerFile, ...secrets], {
        env: { HARDEN_BACKUP_DIR: join(folder, 'backups') },
      });
      const { status, stderr } = await run.ended;
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      Object.assign(files, { hardened: await render(join(home, layout.resources)) });
    }, 180_000);

    afterAll(() => rm(folder, { recursive: true, force: true }));

    test('three stores and a truststore of its own [rendered G02] [rendered G03] [rendered G04]', () => {
      const named = (file: RenderedElement | undefined): string =>
        `${file?.find('Location')?.text} ${file?.find('Password')?.text}`;
      const carbon = xml('carbon.xml');
      const stores = ['KeyStore', 'InternalKeyStore', 'TrustStore'].map((name) => named(carbon.find(name)));
      const shown = xml('tomcat/catalina-server.xml').find('Certificate')?.attributes ?? {};
      const all = [...stores, `${shown['certificateKeystoreFile']} ${shown['certificateKeystorePassword']}`];
      for (const [index, name] of ['primary', 'internal', 'truststore', 'tls'].entries()) {
        expect(all[index]).toMatch(new RegExp(`/security/${name}\\.${ending} [\\w.-]{20,}$`));
      }
    });

    if (isNew) {
      test('a key for stored data that is not the published one [rendered G05]', () => {
        expect(xml('carbon.xml', 'weak').find('Secret')?.text).toBe('03BAFEB27A8E871CAD83C5CD4E771DAB');
        expect(xml('carbon.xml').find('Secret')?.text).toMatch(/^(?!03BAFEB2)[\w.-]{32}$/);
      });

      test('logins bound to their browsers, and no site that may call the APIs but named ones [rendered G40]', () => {
        const identity = xml('identity/identity.xml');
        expect(identity.find('EnableSessionNonceCookie')?.text).toBe('true');
        expect(identity.find('CORS')?.find('AllowAnyOrigin')?.text).toBe('false');
      });
    }

    if (release.startsWith('5.')) {
      test('no web console of the embedded database [rendered G39]', () => {
        expect(xml('carbon.xml', 'weak').find('H2DatabaseConfiguration')).toBeDefined();
        expect(xml('carbon.xml').find('H2DatabaseConfiguration')).toBeUndefined();
      });
    }

    test('ports that are moved [rendered G07]', () => {
      expect(xml('carbon.xml').find('Offset')?.text).toBe('7');
    });

    test('no plain connector for other machines, and none that compresses over HTTPS [rendered G14] [rendered G15]', () => {
      const connectors = xml('tomcat/catalina-server.xml').all('Connector');
      const plain = connectors.filter(({ attributes }) => attributes['SSLEnabled'] !== 'true');
      expect(plain.map(({ attributes }) => attributes['address'])).toEqual(isNew ? [] : ['127.0.0.1']);
      const secure = connectors.filter(({ attributes }) => attributes['SSLEnabled'] === 'true');
      expect(secure.map(({ attributes }) => attributes['compression'])).toEqual(['off']);
    });

    test('pages that check the names of hosts [rendered G23]', () => {
      expect(text('identity/EndpointConfig.properties')).toMatch(/^hostname\.verification\.enabled\s*=\s*true$/m);
    });

    test('encoded output and a guard of forged requests [rendered G24]', () => {
      expect(xml('carbon.xml').find('XSSPreventionConfig')?.find('Enabled')?.text).toBe('true');
      const enabled = text('security/Owasp.CsrfGuard.Carbon.properties').match(/^org\.owasp\.csrfguard\.Enabled.*$/m);
      expect(enabled?.[0]).toMatch(/=\s*true$/);
    });

    test('an administrator whose password is not the published one [rendered G26]', () => {
      expect(xml('user-mgt.xml', 'weak').find('AdminUser')?.find('Password')?.text).toBe('admin');
      expect(xml('user-mgt.xml').find('AdminUser')?.find('Password')?.text).toMatch(/^[\w.-]{20,}$/);
    });

    test('no WSDL of an admin service [rendered G27]', () => {
      expect(xml('carbon.xml', 'weak').find('HideAdminServiceWSDLs')?.text).toBe('false');
      expect(xml('carbon.xml').find('HideAdminServiceWSDLs')?.text).toBe('true');
    });

    test('certificates of the named issuers only, on no context another [rendered G32] [rendered G34] [rendered G41]', () => {
      const validation = xml('identity/identity.xml').find('IntermediateCertValidation');
      expect(validation?.attributes['enable']).toBe('true');
      expect(validation?.all('CertCN').map((name) => name.text)).toEqual(['Example Issuing CA']);
      expect(validation?.find('ExemptContext')?.all('Context')).toEqual([]);
      const mutual = xml('security/authenticators.xml').all('Authenticator');
      const disabled = mutual.filter(({ attributes }) => attributes['name'] === 'MutualSSLAuthenticator');
      expect(disabled.map(({ attributes }) => attributes['disabled'])).toEqual(['true']);
    });

    test('a digest that is the one of the new password [rendered G33]', () => {
      const [, password = ''] = /^app\.password\s*=\s*(.*)$/m.exec(text('identity/EndpointConfig.properties')) ?? [];
      const digests = xml('identity/identity.xml').find('ClientAppAuthentication')?.all('Application') ?? [];
      expect(password).toMatch(/^[\w.-]{20,}$/);
      expect(digests.map(({ attributes }) => attributes['hash'])).toEqual([
        createHash('sha256').update(password).digest('hex'),
      ]);
    });

    test('REST paths that are refused unless a rule names them [rendered G35]', () => {
      expect(xml('identity/identity.xml', 'weak').find('ResourceAccessControl')?.attributes).toEqual({});
      expect(xml('identity/identity.xml').find('ResourceAccessControl')?.attributes).toEqual({
        'default-access': 'deny',
      });
    });

    test('callback patterns that accept the named host and no other [rendered G36]', () => {
      const patterns = xml('identity/identity.xml')
        .all('CallbackRegex')
        .map((pattern) => pattern.text);
      expect(patterns.length).toBeGreaterThan(1);
      for (const pattern of patterns) {
        const accepts = new RegExp(`^(?:${pattern})$`);
        expect('https://login.example.com/after').toMatch(accepts);
        expect('https://login.example.com.evil.example/after').not.toMatch(accepts);
        expect('https://loginxexample.com/after').not.toMatch(accepts);
      }
    });
  });
}

function withValue(toml: string, [key, value]: readonly [string, TomlValue]): string {
  return applyEdits(toml, TomlDocument.parse(toml).set(key.split('.'), value));
}

/** What is copied from a tree may be read-only. */
async function makeWritable(path: string): Promise<void> {
  await chmod(path, 0o755);
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}
