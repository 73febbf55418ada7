import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TomlDocument } from '../../src/documents/toml-document.ts';
import { fuzzSettings } from '../documents/fuzz-settings.ts';
import { startHarden } from '../harness/harden-command.ts';
import { askConfigMapper } from './config-mapper/oracle.ts';
import { products } from './config-mapper/products.ts';
import { type RenderedServer, renderedServer } from './config-mapper/rendered-server.ts';
import { copyResources, type Resources } from './config-mapper/resources.ts';
import { weakTomls } from './config-mapper/weak-tomls.ts';
import { unpackedKernel } from './harness/kernels.ts';

const only = 'tls-protocols,tls-ciphers,client-certificate-trust,server-header,hsts,session-id-length,jmx';

describe.each(products)('what the config-mapper makes of $name', ({ kernel, tree }) => {
  let libraries: string;
  let resources: Resources;
  let folder: string;

  beforeAll(async () => {
    libraries = await unpackedKernel(kernel);
    resources = await copyResources(libraries, tree);
    folder = await mkdtemp(join(tmpdir(), 'harden-rendered-'));
    await chmod(folder, 0o755);
  }, 120_000);

  afterAll(async () => {
    for (const path of [resources.folder, folder]) await rm(path, { recursive: true, force: true });
  });

  test('is weak as shipped', async () => {
    const [shipped] = await render([resources.toml], async () => undefined);
    expect(shipped).toBeDefined();
    expect(() => expectHardened(shipped)).toThrow();
  }, 60_000);

  test('is what was meant, once it is hardened [rendered G11] [rendered G12] [rendered G13] [rendered G16] [rendered G17] [rendered G18] [rendered G19] [rendered G25] [rendered G37]', async () => {
    const [hardened] = await render([resources.toml], hardenHome);
    expectHardened(hardened);
  }, 60_000);

  test('is what was meant, whatever was set before', async () => {
    const { numRuns: count, seed } = fuzzSettings(20);
    const texts = weakTomls(TomlDocument.parse(resources.toml).values, { seed, count });
    const servers = await render(texts, hardenHome);
    for (const [index, server] of servers.entries()) {
      try {
        expectHardened(server);
      } catch (error) {
        throw new Error(`of this deployment.toml:\n${texts[index]}`, { cause: error });
      }
    }
  }, 600_000);

  /** Makes a home of each text, prepares it, and has the product render it. */
  async function render(
    texts: readonly string[],
    prepare: (home: string) => Promise<void>,
  ): Promise<readonly (RenderedServer | undefined)[]> {
    const homes = await Promise.all(texts.map((text, index) => makeHome(`home-${index}`, text)));
    const left = [...homes];
    const work = async (): Promise<void> => {
      for (let home = left.pop(); home !== undefined; home = left.pop()) await prepare(home);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    const cases = await Promise.all(
      homes.map(async (home) => ({
        toml: await readFile(join(home, 'repository/conf/deployment.toml'), 'utf8'),
        resources: join(home, 'repository/resources/conf'),
      })),
    );
    const answers = await askConfigMapper({ home: libraries, cases });
    await Promise.all(homes.map((home) => rm(home, { recursive: true })));
    return answers.map((answer) => (answer.kind === 'done' ? renderedServer(answer.files) : undefined));
  }

  async function makeHome(name: string, toml: string): Promise<string> {
    const home = join(folder, name);
    for (const part of ['bin', 'repository/conf']) {
      for (const from of tree === undefined ? [libraries] : [libraries, tree]) {
        await cp(join(from, part), join(home, part), { recursive: true, mode: 0 });
        await makeWritable(join(home, part));
      }
    }
    await cp(resources.folder, join(home, 'repository/resources/conf'), { recursive: true });
    await makeWritable(home);
    await writeFile(join(home, 'repository/conf/deployment.toml'), toml);
    return home;
  }

  async function hardenHome(home: string): Promise<void> {
    const options = { env: { HARDEN_BACKUP_DIR: join(folder, 'backups') } };
    const { status, stderr } = await startHarden(['apply', '--yes', '--only', only, '--home', home], options).ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }
});

const modern =
  /^(?:TLS_ECDHE_(?:RSA|ECDSA)_WITH_(?:AES_(?:128|256)_GCM|CHACHA20_POLY1305)_SHA\d+|TLS_(?:AES|CHACHA20)_\w+)$/;

function expectHardened(server: RenderedServer | undefined): asserts server is RenderedServer {
  if (server === undefined) throw new Error('The product refuses the hardened deployment.toml.');
  expect(server.protocols.length).toBeGreaterThan(0);
  for (const protocol of server.protocols) expect(protocol).toMatch(/^\+?TLSv1\.[23](?:\+TLSv1\.[23])*$/);
  expect(server.ciphers.length).toBeGreaterThan(0);
  for (const cipher of server.ciphers) expect(cipher).toMatch(modern);
  expect(server.certificateVerification.length).toBeGreaterThan(0);
  for (const verification of server.certificateVerification)
    expect(verification ?? 'none').toMatch(/^(?:none|no|false)$/);
  expect(server.serverHeaders.length).toBeGreaterThan(1);
  for (const header of server.serverHeaders) expect(header).toMatch(/^(?:server|gateway)$/);
  expect(server.hstsFilters).toEqual([
    { maxAge: expect.any(Number), isOn: true, dispatchers: expect.arrayContaining(['REQUEST', 'FORWARD']) },
  ]);
  expect(server.hstsFilters[0]?.maxAge).toBeGreaterThanOrEqual(15_768_000);
  expect(server.isJmxStarted).toBe(false);
  expect(server.sessionIdLengths).toEqual([expect.any(Number)]);
  expect(server.sessionIdLengths[0]).toBeGreaterThanOrEqual(32);
}

/** What is copied from the shared kernel and the trees may be read-only. */
async function makeWritable(path: string): Promise<void> {
  await chmod(path, 0o755);
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}
