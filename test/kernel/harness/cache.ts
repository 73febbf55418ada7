import { chmod, lstat, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the folder below the cache that `fill` has filled, filling it once for all processes of this user.
 *
 * The folder appears complete or not at all: it is filled under another name and renamed.
 * The cache is `HARDEN_TEST_CACHE`, else a folder of this user in the temporary directory.
 */
export async function cachedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(await cacheRoot(), name);
  if (await exists(folder)) {
    return folder;
  }
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    // mkdtemp makes 0700, but a kernel or a Java must be readable by the account that a test runs it under.
    await chmod(draft, 0o755);
    await fill(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // A process that filled the same folder meanwhile has won; its result is as good.
    if (!(await exists(folder))) {
      throw error;
    }
  }
  return folder;
}

async function cacheRoot(): Promise<string> {
  const root = process.env['HARDEN_TEST_CACHE'] ?? join(tmpdir(), `harden-test-cache-${userInfo().uid}`);
  await mkdir(root, { recursive: true, mode: 0o755 });
  const { uid } = await lstat(root);
  if (uid !== userInfo().uid) {
    throw new Error(`The cache ${root} belongs to another account. Name a folder of your own in HARDEN_TEST_CACHE.`);
  }
  return root;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
