import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { isPublishedKey } from '../../src/keystore/default-certificates.ts';
import { harden } from '../harness/harden-command.ts';
import { certificatesIn, secretsOf, servedKey } from './harness/home-keys.ts';
import { java11Legacy, java17 } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';
import { logsIn } from './harness/probes.ts';
import { filesWith, publishedSecretsIn } from './harness/published-secrets.ts';
import { startServer } from './harness/server.ts';

const releases = [
  { version: '4.5.1', java: java11Legacy },
  { version: '4.7.1', java: java17 },
] as const;

const vaulted = `[transforms]
secure-vault = true
[answers.secure-vault]
password-file = "persist"
`;

interface Seen {
  readonly servedKey: string;
  readonly ownAdminLogsIn: boolean;
  readonly defaultAdminLogsIn: boolean;
}

describe.each(releases)('the keys and secrets of kernel $version', ({ version, java }) => {
  let folder: string;
  const homes: string[] = [];
  let inVault = { home: '', admin: '' };

  async function applied(name: string, ...args: readonly string[]) {
    const home = await kernelCopy(version);
    homes.push(home);
    const env = { JAVA_HOME: await java(), HARDEN_BACKUP_DIR: join(folder, name) };
    const secrets = join(folder, `${name}.secrets`);
    const apply = harden(['apply', '--yes', '--home', home, '--secrets-out', secrets, ...args], { env });
    const again = harden(['apply', '--yes', '--home', home, ...args], { env });
    return { home, env, apply, again, secrets: await readFile(secrets, 'utf8').catch(() => '') };
  }

  /** @param toml is added to deployment.toml before, so that the server generates its files anew. */
  async function boot(home: string, admin: string, toml = ''): Promise<Seen> {
    if (toml !== '') await appendFile(join(home, layout.deploymentToml), `\n${toml}`);
    const server = await startServer(home, { java: await java() });
    try {
      return {
        servedKey: await servedKey(server),
        ownAdminLogsIn: await logsIn(server, 'admin', admin),
        defaultAdminLogsIn: await logsIn(server, 'admin', 'admin'),
      };
    } finally {
      await server.stop();
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harden-keys-'));
  });

  afterAll(async () => {
    for (const home of homes) await removeKernelCopy(home);
    await rm(folder, { recursive: true });
  }, 60_000);

  describe.each(['in clear text', 'in Secure Vault'] as const)('%s', (form) => {
    let run: Awaited<ReturnType<typeof applied>>;
    let seen: Seen;
    let admin: string;

    beforeAll(async () => {
      const name = form === 'in Secure Vault' ? 'vault' : 'plain';
      const answers = join(folder, `${name}.toml`);
      await writeFile(answers, form === 'in Secure Vault' ? vaulted : '', { mode: 0o600 });
      run = await applied(name, '--answers', answers);
      admin = /^super-admin\.password = "(.*)"$/m.exec(run.secrets)?.[1] ?? '';
      seen = await boot(run.home, admin);
      if (form === 'in Secure Vault') inVault = { home: run.home, admin };
    }, 180_000);

    test('are applied and verified in one run, and stay as they are in a second', () => {
      expect(run.apply.stderr).toBe('');
      expect(run.apply.status).toBe(0);
      expect(run.again.stdout).toContain('Nothing to change');
      expect(run.again.status).toBe(0);
    });

    test('leave nothing to change once the server has started', () => {
      const { status, stdout } = harden(['apply', '--dry-run', '--exit-code', '--home', run.home], { env: run.env });
      expect([status, status === 0 ? '' : stdout]).toEqual([0, '']);
    });

    test('let the administrator in with the new password only [seen G26]', () => {
      expect(admin).toMatch(/^[A-Za-z][\w.-]{27}$/);
      expect(seen.ownAdminLogsIn).toBe(true);
      expect(seen.defaultAdminLogsIn).toBe(false);
    });

    test('are served by HTTPS from the new store [seen G04]', async () => {
      const stores = await certificatesIn(run.home);
      expect(stores.find(({ name, kind }) => name === 'tls.jks' && kind === 'key')?.publicKey).toBe(seen.servedKey);
    });

    test('have no published key left in any store, and three stores that differ [seen G02] [seen G03]', async () => {
      const stores = await certificatesIn(run.home);
      expect(stores.filter(({ publicKey }) => isPublishedKey(publicKey))).toEqual([]);
      expect(new Set(stores.filter(({ kind }) => kind === 'key').map(({ publicKey }) => publicKey)).size).toBe(3);
    });

    test('have no published secret left in any file that the server reads or writes', async () => {
      expect(await publishedSecretsIn(run.home)).toEqual([]);
    });

    test('are in no output and no file that others may read', async () => {
      const secrets = await secretsOf(run.home);
      const output = [run.apply, run.again].flatMap(({ stdout, stderr }) => [stdout, stderr]).join('');
      for (const secret of [admin, ...secrets]) expect(output).not.toContain(secret);
      for (const name of await readdir(join(run.home, layout.security))) {
        if (/\.jks$/.test(name)) expect((await stat(join(run.home, layout.security, name))).mode & 0o777).toBe(0o600);
      }
    });
  });

  test('leave no published secret in what a started server generated and copied before, once it is cleaned', async () => {
    const home = await kernelCopy(version);
    homes.push(home);
    await boot(home, 'admin');
    await boot(home, 'admin', '# once more\n');
    const env = { JAVA_HOME: await java(), HARDEN_BACKUP_DIR: join(folder, 'cleaned') };
    expect((await publishedSecretsIn(home)).some((line) => line.startsWith('backup/'))).toBe(true);
    const only = ['--only', 'plain-text-leftovers', '--home', home];
    expect(harden(['apply', '--yes', ...only], { env }).status).toBe(0);
    expect((await publishedSecretsIn(home)).filter((line) => line.startsWith('backup/'))).toEqual([]);
    expect(harden(['apply', '--yes', ...only], { env }).stdout).toContain('Nothing to change');
    expect((await boot(home, 'admin')).defaultAdminLogsIn).toBe(true);
  }, 240_000);

  test('in Secure Vault are in no text file of the home but that of the password [seen G06]', async () => {
    const { home, admin } = inVault;
    const password = (await readFile(join(home, 'password-persist'), 'utf8')).trim();
    expect((await stat(join(home, 'password-persist'))).mode & 0o777).toBe(0o600);
    expect(await filesWith(home, [admin, password])).toEqual(['password-persist']);
    const { stdout } = harden(['audit', '--home', home, '--only', 'plain-text-secrets', '--format', 'json']);
    expect(JSON.parse(stdout).findings.map(({ file }: { readonly file: string }) => file)).toEqual([
      'password-persist',
    ]);
  });

  test('are those of the product again after a roll back', async () => {
    const { home, env } = await applied('rollback');
    const rollback = harden(['rollback', '--yes', '--home', home], { env });
    expect(rollback.status).toBe(0);
    const seen = await boot(home, 'admin');
    expect(seen.defaultAdminLogsIn).toBe(true);
    expect(isPublishedKey(seen.servedKey)).toBe(true);
  }, 180_000);
});
