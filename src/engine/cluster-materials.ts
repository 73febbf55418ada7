import { isDeepStrictEqual } from 'node:util';
import { layout } from '../carbon/layout.ts';
import { secretConf } from '../carbon/secure-vault.ts';
import { applyEdits } from '../documents/text-edit.ts';
import { type KeyPath, TomlDocument } from '../documents/toml-document.ts';
import { isTomlTable, type TomlValue } from '../documents/toml-value.ts';
import { assertTomlEdit } from '../documents/toml-verify.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { parseToml } from '../kit/deployment-toml.ts';
import type { File, Home } from '../kit/home.ts';
import { storeInUse } from '../kit/store-in-use.ts';
import type { ChangedFile, HomeChange } from './change-key.ts';
import type { KeyContext } from './context-of.ts';
import { readVault } from './vault.ts';

/** What the nodes of a cluster have to share: settings of deployment.toml, and files below the home. */
export interface ClusterMaterials {
  readonly release: string;
  readonly settings: readonly { readonly path: KeyPath; readonly value: string }[];
  /** In base64. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

/** Tables whose texts are all shared, and single keys. */
const sharedTables: readonly KeyPath[] = [
  ['keystore', 'primary'],
  ['keystore', 'tls'],
  ['keystore', 'internal'],
  ['keystore', 'saml'],
  ['truststore'],
  ['secrets'],
];
const sharedKeys: readonly KeyPath[] = [
  ['encryption', 'key'],
  ['identity', 'auth_framework', 'endpoint', 'app_password'],
  ['account_recovery', 'endpoint', 'auth', 'hash'],
  ['super_admin', 'username'],
  ['super_admin', 'password'],
];

const passwordFile = 'password-persist';

export function gatherMaterials(context: KeyContext): ClusterMaterials {
  const { home } = context;
  const toml = parseToml(textOf(home.read(home.deploymentToml)));
  const tables = sharedTables.flatMap((table) => {
    const value = toml.get(table);
    return isTomlTable(value) ? Object.keys(value).map((key) => [...table, key]) : [];
  });
  const settings = [...tables, ...sharedKeys].flatMap((path) => {
    const value = toml.get(path);
    return typeof value === 'string' ? [{ path, value }] : [];
  });
  const stores = (
    ['keystore.primary', 'keystore.tls', 'keystore.internal', 'keystore.saml', 'truststore'] as const
  ).flatMap((table) => storeInUse(context, table)?.path ?? []);
  const vault = readVault(context).store;
  const paths = [...stores, ...(vault === undefined ? [] : [vault.path, secretConf]), passwordFile];
  const files = [...new Set(paths)].filter(isShared).flatMap((path) => {
    const bytes = bytesOf(home.read(path));
    return bytes === undefined ? [] : [{ path, content: Buffer.from(bytes).toString('base64') }];
  });
  return { release: home.release.version, settings, files };
}

/** Only what an export can hold is taken from a file: it may come from somewhere else. @throws {HardenError} bad input. */
export function parseMaterials(bytes: Uint8Array): ClusterMaterials {
  const value = parse(bytes);
  if (isMaterials(value)) return value;
  throw new HardenError(
    exitStatus.badInput,
    'The materials hold something that no export makes.',
    'Export them again, and see who could have made this file.',
  );
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function isMaterials(value: unknown): value is ClusterMaterials {
  const { release, settings, files } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isText = (text: unknown): boolean => typeof text === 'string';
  return (
    typeof release === 'string' &&
    Array.isArray(settings) &&
    settings.every((setting) => isSharedSetting(setting?.path) && isText(setting?.value)) &&
    Array.isArray(files) &&
    files.every((file) => isShared(file?.path) && isText(file?.content))
  );
}

function isSharedSetting(path: unknown): boolean {
  if (!Array.isArray(path) || !/^[\w.-]{1,100}$/.test(String(path.at(-1)))) return false;
  const isKey = sharedKeys.some((key) => isDeepStrictEqual(key, path));
  return isKey || sharedTables.some((table) => isDeepStrictEqual(table, path.slice(0, -1)));
}

function isShared(path: unknown): boolean {
  if (typeof path !== 'string') return false;
  const isStore = path.startsWith(`${layout.security}/`) && !path.slice(layout.security.length + 1).includes('/');
  return path === secretConf || path === passwordFile || (isStore && /\.(?:jks|p12|pfx)$/i.test(path));
}

/** @throws {HardenError} refused, for another release, or where data was made with other keys here. */
export function bringIn({ home }: KeyContext, materials: ClusterMaterials): HomeChange {
  requireSameRelease(home, materials);
  const files = [...changedFiles(home, materials), ...changedSettings(home, materials)];
  const [trace] = home.startTraces;
  if (trace !== undefined && files.length > 0) {
    throw new HardenError(
      exitStatus.refused,
      `This node was started with other keys (${trace}), and data may exist that only these can read.`,
      'Bring materials into a fresh installation.',
    );
  }
  return {
    says: [
      `Keys, stores and secrets of another node: ${files.map(({ path }) => path).join(', ')}.`,
      ...(lacksPassword(materials) ? [noPassword] : []),
    ],
    files,
    dataKeys: dataKeysIn(materials),
    check: (after) =>
      changedFiles(after, materials).length + changedSettings(after, materials).length === 0
        ? undefined
        : 'not all materials are in their places',
  };
}

/** Where the first node was given the password at each start, nothing in its home holds it. */
function lacksPassword({ settings, files }: ClusterMaterials): boolean {
  const isVaulted = settings.some(({ path }) => path[0] === 'secrets');
  return isVaulted && !files.some(({ path }) => path === passwordFile);
}

const noPassword =
  'The password of Secure Vault is not among them: write it into password-tmp (mode 0600) in the installation before each start, as on the first node.';

/** The stores and the encryption key of the other node: data that this one makes will need them. */
function dataKeysIn({ settings, files }: ClusterMaterials): readonly string[] {
  const keys = settings.filter(({ path }) => path[0] === 'encryption' || path[0] === 'keystore');
  return keys.length + files.length === 0 ? [] : ['keys of another node'];
}

function requireSameRelease(home: Home, { release }: ClusterMaterials): void {
  if (release === home.release.version) return;
  throw new HardenError(
    exitStatus.refused,
    `The materials are of release ${release}, and this installation is ${home.release.version}.`,
    'Bring them into a node of the same release.',
  );
}

function changedFiles(home: Home, { files }: ClusterMaterials): readonly ChangedFile[] {
  return files.flatMap(({ path, content }) => {
    const before = bytesOf(home.read(path));
    const after = Buffer.from(content, 'base64');
    const isSame = before !== undefined && after.equals(before);
    return isSame ? [] : [{ path, before, after, ...(path === secretConf ? {} : { mode: 0o600 }) }];
  });
}

function changedSettings(home: Home, { settings }: ClusterMaterials): readonly ChangedFile[] {
  const before = textOf(home.read(home.deploymentToml));
  const set = (text: string, { path, value }: { readonly path: KeyPath; readonly value: TomlValue }): string =>
    applyEdits(text, TomlDocument.parse(text).set(path, value));
  const after = settings.reduce(set, before);
  if (after === before) return [];
  assertTomlEdit(before, after, settings);
  return [{ path: home.deploymentToml, before: Buffer.from(before), after: Buffer.from(after), mode: 0o600 }];
}

function bytesOf(file: File): Uint8Array | undefined {
  if (file.kind === 'binary') return file.bytes;
  return file.kind === 'text' ? Buffer.from(file.text, 'latin1') : undefined;
}

function textOf(file: File): string {
  return file.kind === 'text' ? file.text : '';
}
