import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layout } from '../../src/carbon/layout.ts';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { joinPem } from '../../src/keystore/pem.ts';
import { writeKeyStore } from '../../src/keystore/write-key-store.ts';
import { harden } from '../harness/harden-command.ts';
import { newKey, selfSigned, storeWith } from '../harness/key-home.ts';
import { type SampleHome, sampleHome } from '../harness/sample-home.ts';
import { sampleKey, shippedStores } from '../harness/store-homes.ts';
import { repeatableBytes } from '../keystore/sample-stores.ts';

/** What a person gives, each where the command line only has its place. */
const given = {
  ADMIN: 'canary-of-the-admin.1',
  ADMIN2: 'canary-of-the-admin.2',
  P12: 'canary-of-the-p12.file',
  VAULT: 'canary-of-the-vault.1',
  WRONG: 'canary-of-a-wrong.one',
} as const;
const typed = 'canary-that-is.typed';

interface Call {
  readonly kind: 'program' | 'file' | 'other';
  readonly program?: string;
  readonly rest?: string;
  readonly path?: string;
  readonly mode?: number;
}

let sample: SampleHome;
let second: SampleHome;
let said = '';
/** All secrets that were given or made, as they came up. */
const secrets = new Set<string>([...Object.values(given), typed]);

function at(name: string): string {
  return join(sample.folder, name);
}

function put(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

function run(
  args: readonly string[],
  options: { readonly home?: string; readonly input?: string } = {},
): number | null {
  const { home = sample.home, input = '' } = options;
  const watch = fileURLToPath(new URL('../harness/watch-calls.mjs', import.meta.url));
  const env = {
    ...given,
    HARDEN_BACKUP_DIR: sample.backups,
    TMPDIR: at('tmp'),
    NODE_OPTIONS: `--import=${watch}`,
    HARDEN_WATCH_LOG: at('calls.log'),
  };
  const { status, stdout, stderr } = harden([...args, '--home', home], { env, input });
  said += stdout + stderr;
  for (const secret of madeIn(home)) secrets.add(secret);
  return status;
}

/** What harden makes: 28 or 32 characters of its own alphabet. */
function madeIn(home: string): readonly string[] {
  const toml = JSON.stringify(TomlDocument.parse(readFileSync(join(home, layout.deploymentToml), 'utf8')).values);
  return [...toml.matchAll(/"([A-Za-z][\w.-]{27}|[A-Za-z][\w.-]{31})"/g)].map(([, secret = '']) => secret);
}

beforeAll(async () => {
  sample = sampleHome();
  second = sampleHome();
  mkdirSync(at('tmp'));
  const weak = await sampleKey({ bits: 1024 });
  for (const [path, bytes] of Object.entries(shippedStores('7.1.0', weak, { own: weak.certificate }))) {
    put(join(sample.home, path), bytes);
    put(join(second.home, path), bytes);
  }
  const pages = join(
    sample.home,
    layout.webapps,
    'accountrecoveryendpoint/WEB-INF/classes/RecoveryEndpointConfig.properties',
  );
  put(pages, 'app.password=dashboard\nidentity.server.service.access.password=admin\n');
  const answers = put(at('answers.toml'), '[answers.super-admin]\nusername = "operator"\npassword = "env:ADMIN"\n');
  const vault = put(at('vault.toml'), '[answers.secure-vault]\npassword-file = "persist"\n');
  const key = newKey();
  const certificate = await selfSigned(key, 'login.example.com', 100);
  const store = storeWith('PKCS12', key, certificate, given.P12);
  put(at('key.p12'), writeKeyStore(store, { form: 'PKCS12', password: given.P12, random: repeatableBytes('p12') }));
  const node = newKey();
  put(at('node.key'), node.export({ type: 'pkcs8', format: 'pem' }) as string);
  put(at('node.pem'), joinPem([{ label: 'CERTIFICATE', der: await selfSigned(node, 'node.example', 10) }]));

  const importing = ['keystore', 'import', '--store', 'tls', '--p12', at('key.p12'), '--p12-password'];
  const statuses = [
    run(['apply', '--dry-run', '--verbose', '--answers', answers]),
    run(['apply', '--yes', '--verbose', '--answers', answers, '--secrets-out', at('secrets-1')]),
    run(['audit', '--format', 'json', '--report', `html:${at('report.html')}`]),
    run(['rotate', 'app-password', '--yes']),
    run(['rotate', 'encryption-key', '--yes']),
    run(['rotate', 'super-admin', '--yes', '--value', 'env:ADMIN2']),
    run(['rotate', 'super-admin', '--yes', '--secrets-out', at('secrets-2')]),
    run(['keystore', 'csr', '--store', 'tls', '--out', at('tls.csr')]),
    run([...importing, 'env:WRONG', '--yes']),
    run([...importing, 'env:P12', '--accept-weaker', '--yes']),
    run(['keystore', 'renew', '--store', 'tls', '--new-key', '--yes']),
    run(['apply', '--yes', '--only', 'secure-vault', '--answers', vault]),
    run(['vault', 'set', 'one', '--value', 'env:VAULT', '--yes']),
    run(['vault', 'set', 'two', '--value', '-', '--yes'], { input: `${typed}\n` }),
    run(['vault', 'set', 'two', '--value', 'has blanks', '--yes']),
    run(['vault', 'check', '--format', 'json']),
    run(['vault', 're-encrypt', '--to', 'primary', '--yes']),
    run(['materials', 'export', '--to', at('node.pem'), '--out', at('materials.json')]),
    run(['materials', 'import', at('materials.json'), '--key', at('node.key'), '--yes'], { home: second.home }),
    run(['keystore', 'list', '--verbose', '--password', 'env:WRONG']),
    run(['plan', '--out', at('plan.json')]),
    run(['rollback', '--yes']),
  ];
  expect(statuses).toEqual([0, 0, 2, 0, 0, 0, 0, 0, 65, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0]);
}, 240_000);

afterAll(() => {
  rmSync(sample.folder, { recursive: true });
  rmSync(second.folder, { recursive: true });
});

function calls(): readonly Call[] {
  return readFileSync(at('calls.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function holdsSecret(text: string): boolean {
  return [...secrets].some((secret) => text.includes(secret));
}

describe('a secret that was given or made, through all commands that know one,', () => {
  test('is in no output, and there were many', () => {
    expect(secrets.size).toBeGreaterThan(12);
    expect(said.length).toBeGreaterThan(10_000);
    expect([...secrets].filter((secret) => said.includes(secret))).toEqual([]);
  });

  test('is in no argument and no environment of a program that harden starts', () => {
    const started = calls().filter(({ kind }) => kind === 'program');
    expect(started.length).toBeGreaterThan(10);
    expect(new Set(started.map(({ program }) => program))).toEqual(new Set(['/usr/bin/cp']));
    for (const { rest = '' } of started) expect(holdsSecret(rest)).toBe(false);
    expect(started.every(({ rest }) => rest?.includes('"env":{}'))).toBe(true);
  });

  test('is in no file that could be read by others while it was made, and in none outside of the places that were named', () => {
    const made = calls().filter(({ kind }) => kind === 'file');
    expect(made.length).toBeGreaterThan(50);
    expect(made.filter(({ mode }) => ((mode ?? 0o777) & 0o077) !== 0)).toEqual([]);
    const places = [sample.home, second.home, sample.backups, at('')];
    expect(made.filter(({ path = '' }) => !places.some((place) => path.startsWith(place)))).toEqual([]);
    expect(calls().filter(({ kind }) => kind === 'other')).toEqual([]);
    expect(readdirSync(at('tmp'))).toEqual([]);
  });

  test('is in no file that others may read afterwards', () => {
    const all = [sample.folder, second.folder].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    const holders = all.filter((path) => holdsSecret(readFileSync(path, 'latin1')));
    expect(holders.length).toBeGreaterThan(5);
    expect(holders.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
    const reports = [at('report.html'), at('plan.json'), at('materials.json'), at('tls.csr')];
    expect(reports.filter((path) => holders.includes(path))).toEqual([]);
  });
});
