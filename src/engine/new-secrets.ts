import { isHostedElsewhere } from '../kit/endpoint-configurations.ts';
import type { Content } from '../kit/finding.ts';
import { placeholdersIn } from '../kit/material.ts';
import { isStorePath } from '../kit/named-files.ts';
import type { Plan } from './plan.ts';

/** Names of all secrets that have to be there when the plan is written, each once. */
export function newSecretsOf(plan: Plan): readonly string[] {
  const seals = sealsOf(plan).map(({ plain }) => plain);
  return namesIn([...plan.files.flatMap(({ after }) => textsOf(after)), ...seals]);
}

/** Names of the secrets that somebody has to type, or to hand in at a start: nobody else will know them. */
export function secretsToTell(plan: Plan): readonly string[] {
  const forPeople = newSecretsOf(plan).filter((name) => name === 'super-admin.password');
  const forStarts = plan.files.filter(({ path }) => path === 'password-tmp').flatMap(({ after }) => textsOf(after));
  return [...new Set([...forPeople, ...namesIn(forStarts)])];
}

/** What the plan encrypts for Secure Vault, by alias; of two rounds the later one counts. */
export function sealsOf(plan: Plan): readonly Plan['steps'][number]['seals'][number][] {
  return [...new Map(plan.steps.flatMap(({ seals }) => seals).map((seal) => [seal.alias, seal])).values()];
}

/** What nobody but the account of the server may read: keys, and files that a secret in clear text is put into. */
export function isPrivateFile({ path, after }: Plan['files'][number]): boolean {
  if (after === undefined) return false;
  return isStorePath(path) || isPasswordFile(path) || (holdsNewSecret(after) && !isHostedElsewhere(path));
}

/** What the operator should know of files that others may be able to read until now. */
export function privacyNotes({ files }: Plan): readonly string[] {
  const paths = files.filter(({ before, after }) => before && holdsNewSecret(after)).map(({ path }) => path);
  const [elsewhere, here] = [paths.filter(isHostedElsewhere), paths.filter((path) => !isHostedElsewhere(path))];
  return [
    ...(here.length === 0
      ? []
      : [`Only their owner can read these after the change, since new passwords come into them: ${here.join(', ')}.`]),
    // They may be read by another account than that of their owner.
    ...(elsewhere.length === 0
      ? []
      : [
          `New passwords come into these too, and who can read them stays as it is; see that only the server of these pages can: ${elsewhere.join(', ')}.`,
        ]),
  ];
}

function holdsNewSecret(after: Content | undefined): boolean {
  return after?.kind === 'text' && placeholdersIn(after.text).some(({ form }) => form === 'plain');
}

/** The password of Secure Vault for the next start, or for every start. */
function isPasswordFile(path: string): boolean {
  return /^password-(?:tmp|persist)$/.test(path);
}

function textsOf(content: Content | undefined): readonly string[] {
  if (content?.kind === 'text') return [content.text];
  return content?.kind === 'store' ? [content.recipe.password] : [];
}

/** The digest of a secret and its text under the key of the vault need the secret too. */
function namesIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap(placeholdersIn).filter(({ form }) => form !== 'sealed');
  return [...new Set(found.map(({ name }) => name))];
}
