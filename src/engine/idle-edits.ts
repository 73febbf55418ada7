import type { EffectiveConfiguration } from '../carbon/effective/effective-value.ts';
import { consumedKeys, includesKey } from '../carbon/jinja/consumed-keys.ts';
import { mentionsKey } from '../carbon/jinja/mentions-key.ts';
import { isCovered, nestSettings } from '../carbon/jinja/nest-settings.ts';
import { dependentsOf } from '../carbon/key-reach.ts';
import type { KeyPath } from '../documents/toml-value.ts';
import type { Home } from '../kit/home.ts';
import type { Plan } from './plan.ts';
import { templatesOf } from './templates-of.ts';

/**
 * What a plan writes into deployment.toml and the server would not read, each as a sentence: another line or another key
 * counts, or templates read other keys of the same table, or of one that holds it below the first, and not this one. An
 * installation without a template for a table, as a bare kernel is for most, does not tell.
 */
export function idleEdits(home: Home, plan: Plan, after: EffectiveConfiguration): readonly string[] {
  const templates = [...templatesOf(home).values()];
  const meant = meantPaths(home, plan);
  if (meant.length === 0 || templates.length === 0) return [];
  const keys = keysByPath(after);
  const nested = nestSettings(after.data);
  const dependents = dependentsOf(after);
  const isRead = (key: string) =>
    templates.some((text) => mentionsKey(text, key) && includesKey(consumedKeys(text), key));
  const knowsTableOf = (key: string) => tablesOf(key).some((table) => templates.some((text) => text.includes(table)));
  return meant.flatMap((path) => {
    const known = keys.filter(({ at }) => isWithin(path, at));
    const faults = known.map(({ key, at }) => {
      const effective = after.get(key);
      if (effective.kind === 'absent') return `nothing is made of it`;
      if (effective.origin.kind === 'file' && !isSame(effective.origin.path, at)) {
        return `line ${effective.origin.line} says something else for ${key}, and that counts`;
      }
      if (nested && isCovered(nested, key, after.data.get(key) ?? null)) return `another key takes the place of ${key}`;
      const isTaken = !knowsTableOf(key) || [key, ...dependents([key])].some(isRead);
      return isTaken ? '' : `no template of this installation reads ${key}`;
    });
    const [fault = ''] = faults.includes('') ? [] : faults;
    return fault === '' ? [] : [`${authorOf(plan, path)} would have no effect: ${fault}`];
  });
}

/** The tables around a key, each with the dot behind it, without the first where there are others: it holds too many things. */
function tablesOf(key: string): readonly string[] {
  const parts = key.split('.');
  const tables = parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('.')}.`);
  return tables.length > 1 ? tables.slice(1) : tables;
}

/** The keys and tables that the plan's transforms give values, each once. */
function meantPaths(home: Home, { steps }: Plan): readonly KeyPath[] {
  const leaves = steps
    .filter(({ path }) => path === home.deploymentToml)
    .flatMap(({ intents }) => intents)
    .flatMap((intent) => (intent.kind === 'toml' ? intent.leaves : []));
  // A later round may take back what an earlier one wrote.
  const last = new Map(leaves.map(({ path, value }) => [path.join('\0'), { path, value }]));
  return [...last.values()].flatMap(({ path, value }) => (value === undefined ? [] : [path]));
}

function keysByPath(configuration: EffectiveConfiguration): readonly { readonly key: string; readonly at: KeyPath }[] {
  return [...configuration.writtenKeys()].flatMap((key) => configuration.writtenAt(key).map((at) => ({ key, at })));
}

/** Whether one leads to the other: a transform may write a table, or an element of an array. */
function isWithin(path: KeyPath, at: KeyPath): boolean {
  const length = Math.min(path.length, at.length);
  return isSame(path.slice(0, length), at.slice(0, length));
}

function isSame(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** The transform whose finding is about this place, where it can be told. */
function authorOf({ findings }: Plan, path: KeyPath): string {
  const at = path.join('.');
  const finding = findings.find((each) => each.change === 'planned' && each.at === at);
  return finding === undefined ? at : `${at} (${finding.transform})`;
}
