import { PropertiesDocument } from '../documents/properties-document.ts';
import { applyEdits } from '../documents/text-edit.ts';
import { TomlDocument } from '../documents/toml-document.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { publishedSecrets } from '../keystore/published-secrets.ts';
import { endpointConfigurations } from '../kit/endpoint-configurations.ts';
import type { File, Home } from '../kit/home.ts';
import { noAnswers } from './answer-file.ts';
import { configurationReader } from './configuration-of.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import type { RegisteredTransform } from './registered-transform.ts';

/** Secrets that are made anew as a group: the transform of that name knows every place that holds one. */
export const rotations = {
  'app-password': {
    key: 'identity.auth_framework.endpoint.app_password',
    published: 'app-password',
    copies: [],
    inVault: 'Set it with `harden vault set`, and account_recovery.endpoint.auth.hash to its SHA-256.',
  },
  'encryption-key': {
    key: 'encryption.key',
    published: 'encryption-key',
    copies: [],
    inVault: 'Before the first start, set one of 32 characters with `harden vault set`.',
  },
  'super-admin': {
    key: 'super_admin.password',
    published: 'admin-password',
    copies: ['identity.server.service.access.password'],
    inVault: 'Before the first start, set it with `harden vault set`.',
  },
} as const;

export type Rotation = keyof typeof rotations;

export const rotationNames = Object.keys(rotations) as readonly Rotation[];

/**
 * Plans a new secret though the present one is good: the transform is shown the home as if the published one were still
 * there, so that every place that it knows follows.
 * @throws {HardenError} refused, where the secret is not in deployment.toml.
 */
export function planRotation(home: Home, transform: RegisteredTransform, name: Rotation, now: Date): Plan {
  const { key, copies, published } = rotations[name];
  const present = requireWritten(home, name);
  const value = publishedSecrets.find(({ purpose }) => purpose === published)?.value ?? '';
  const assumed = new Map<string, string>();
  const toml = textOf(home.read(home.deploymentToml));
  assumed.set(home.deploymentToml, applyEdits(toml, TomlDocument.parse(toml).set(key.split('.'), value)));
  for (const path of (['login', 'recovery'] as const).flatMap((kind) => endpointConfigurations(home, kind))) {
    const text = textOf(home.read(path));
    const stale = copies.filter((copy) => PropertiesDocument.parse(text).get(copy) === present);
    const withPublished = (last: string, copy: string): string =>
      applyEdits(last, PropertiesDocument.parse(last).set(copy, value));
    if (stale.length > 0) assumed.set(path, stale.reduce(withPublished, text));
  }
  // The engine asks again where it finds another object for a file.
  const files = new Map([...assumed].map(([path, text]): [string, File] => [path, { kind: 'text', path, text }]));
  const seen: Home = { ...home, read: (path) => files.get(path) ?? home.read(path) };
  const plan = planAlone(seen, transform, now);
  const original = (path: string): string => textOf(home.read(path));
  return {
    ...plan,
    files: plan.files.map((file) =>
      assumed.has(file.path) ? { ...file, before: { kind: 'text', text: original(file.path) } } : file,
    ),
    steps: plan.steps.map((step) =>
      step.before === assumed.get(step.path) ? { ...step, before: original(step.path) } : step,
    ),
  };
}

/** What a transform alone would change in a home: nothing, where all places agree. */
export function planAlone(home: Home, transform: RegisteredTransform, now: Date): Plan {
  return makePlan({
    home,
    transforms: [transform],
    choices: new Map([[transform.id, 'asked']]),
    answers: noAnswers,
    now,
  });
}

/** The present value. @throws {HardenError} refused. */
function requireWritten(home: Home, name: Rotation): string {
  const { key, inVault } = rotations[name];
  const effective = configurationReader()(home).get(key);
  const isVaulted = effective.kind === 'value' && effective.secrets.length > 0;
  if (effective.kind === 'value' && !isVaulted) return String(effective.value);
  throw new HardenError(
    exitStatus.refused,
    isVaulted ? `${key} lies in Secure Vault.` : `This installation tells no value of ${key}.`,
    isVaulted ? inVault : 'Change it where the environment of the service comes from, or write it in deployment.toml.',
  );
}

function textOf(file: File): string {
  return file.kind === 'text' ? file.text : '';
}
