import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { java11, java17 } from './harness/java.ts';
import { kernelCopy, removeKernelCopy } from './harness/kernels.ts';
import { failManyLogins } from './harness/probes.ts';
import { startServer } from './harness/server.ts';

const kernels = [
  { release: '5.9.0', kernel: '4.5.1', java: java11 },
  { release: '6.0.0', kernel: '4.7.1', java: java17 },
] as const;

const log = 'repository/conf/log4j2.properties';
// A dozen files of this size are filled, fewer than the 20 that are kept.
const limit = '8KB';
const logins = 400;

interface Written {
  /** How many of the logins some file of the audit log still tells of. */
  readonly kept: number;
  readonly files: readonly string[];
}

describe.each(kernels)('the logs of $release on kernel $kernel, under load and with a small limit', (each) => {
  const { kernel, java } = each;
  let home: string;
  let backups: string;
  let applied: ReturnType<typeof harden>;
  const written: Record<'shipped' | 'hardened', Written> = Object.create(null);

  /** Starts the server, has it log, and reads all that is left of it. */
  async function fill(): Promise<Written> {
    const folder = join(home, 'repository/logs');
    await rm(folder, { recursive: true, force: true });
    const server = await startServer(home, { java: await java() });
    try {
      const names = await failManyLogins(server, logins);
      const files = (await readdir(folder)).filter((name) => name.startsWith('audit')).sort();
      const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
      const text = texts.join('\n');
      return { files, kept: names.filter((name) => text.includes(name)).length };
    } finally {
      await server.stop();
    }
  }

  beforeAll(async () => {
    home = await kernelCopy(kernel);
    backups = await mkdtemp(join(tmpdir(), 'harden-backups-'));
    const shipped = await readFile(join(home, log), 'utf8');
    await writeFile(join(home, log), shipped.replace(/(AUDIT_LOGFILE\.policies\.size\.size\s*=\s*)\S+/, `$1${limit}`));
    written.shipped = await fill();
    applied = harden(['apply', '--yes', '--only', 'log-rotation', '--home', home], {
      env: { JAVA_HOME: await java(), HARDEN_BACKUP_DIR: backups },
    });
    written.hardened = await fill();
  }, 240_000);

  afterAll(async () => {
    await removeKernelCopy(home);
    await rm(backups, { recursive: true });
  }, 60_000);

  test('lose lines as shipped: each file of a day has the name of the one before', () => {
    expect(written.shipped.files).toHaveLength(2);
    expect(written.shipped.kept).toBeLessThan(logins);
  });

  test('lose nothing once the names are unique [seen G28]', () => {
    expect({ status: applied.status, stderr: applied.stderr }).toEqual({ status: 0, stderr: '' });
    expect(written.hardened.files.length).toBeGreaterThan(5);
    expect(written.hardened.kept).toBe(logins);
  });
});
