import { applyEdits } from '../documents/text-edit.ts';
import { TomlDocument } from '../documents/toml-document.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { publishedSecrets } from '../keystore/published-secrets.ts';
import type { File, Home } from '../kit/home.ts';
import { noAnswers } from './answer-file.ts';
import { configurationReader } from './configuration-of.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';
import type { RegisteredTransform } from './registered-transform.ts';

const key = 'identity.auth_framework.endpoint.app_password';

/**
 * Plans a new password of the pages at the APIs, though the present one is good: the transform is shown the home as if
 * the published one were still there, so that every place that it knows follows.
 * @throws {HardenError} refused, where the password is not in deployment.toml.
 */
export function planRotation(home: Home, appPassword: RegisteredTransform, now: Date): Plan {
  requireWritten(home);
  const present = textOf(home.read(home.deploymentToml));
  const document = TomlDocument.parse(present);
  const published = publishedSecrets.find(({ purpose }) => purpose === 'app-password')?.value ?? '';
  const assumed = applyEdits(present, document.set(key.split('.'), published));
  const file: File = { kind: 'text', path: home.deploymentToml, text: assumed };
  const seen: Home = { ...home, read: (path) => (path === home.deploymentToml ? file : home.read(path)) };
  const plan = planAppPassword(seen, appPassword, now);
  return {
    ...plan,
    files: plan.files.map((each) =>
      each.path === home.deploymentToml ? { ...each, before: { kind: 'text', text: present } } : each,
    ),
    steps: plan.steps.map((step) => (step.before === assumed ? { ...step, before: present } : step)),
  };
}

/** What the transform alone would change in a home: nothing, where all places agree. */
export function planAppPassword(home: Home, appPassword: RegisteredTransform, now: Date): Plan {
  return makePlan({
    home,
    transforms: [appPassword],
    choices: new Map([[appPassword.id, 'asked']]),
    answers: noAnswers,
    now,
  });
}

function requireWritten(home: Home): void {
  const effective = configurationReader()(home).get(key);
  if (effective.kind === 'value' && effective.secrets.length === 0) return;
  const isVaulted = effective.kind === 'value';
  throw new HardenError(
    exitStatus.refused,
    isVaulted ? 'The password lies in Secure Vault.' : `This installation tells no value of ${key}.`,
    isVaulted
      ? 'Set it with `harden vault set`, and account_recovery.endpoint.auth.hash to its SHA-256.'
      : 'Change it where the environment of the service comes from, or write it in deployment.toml.',
  );
}

function textOf(file: File): string {
  return file.kind === 'text' ? file.text : '';
}
