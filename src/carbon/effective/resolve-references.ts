import { isJavaList, type JavaValue, javaText } from './java-value.ts';
import type { LayeredSettings } from './layered-settings.ts';
import { fillPlaceholder, placeholdersIn } from './placeholders.ts';
import type { References, SettingProblem } from './setting.ts';

/**
 * Replaces each `$ref{key}` in texts and lists of texts by the value of the key (ReferenceResolver of config-mapper). A
 * truth value or a list takes the place of the whole text. Tables, and arrays of them, are not looked into.
 *
 * @param inOrder sorts keys as the product visits them: it shows where a text refers to both a list and another key.
 */
export function resolveReferences(
  settings: LayeredSettings,
  keys: readonly string[],
  inOrder: (keys: readonly string[]) => readonly string[],
  problems: SettingProblem[],
): References {
  const references = findReferences(settings, keys);
  const waiting = new Map<string, Set<string>>();
  const wanted = new Map<string, Set<string>>();
  for (const key of inOrder([...references.keys()])) {
    const targets = references.get(key) ?? [];
    waiting.set(key, new Set(targets));
    for (const target of targets) wanted.set(target, (wanted.get(target) ?? new Set()).add(key));
  }
  while (wanted.size > 0) {
    const ready = [...wanted].filter(([target]) => !waiting.has(target));
    if (ready.length === 0) break;
    for (const [target, keys] of ready) {
      for (const key of keys) replaceIn(settings, key, target, problems);
      wanted.delete(target);
    }
    settle(waiting);
  }
  for (const key of waiting.keys())
    problems.push({ key, message: `${key} refers to itself, directly or through others` });
  return references;
}

function findReferences(settings: LayeredSettings, keys: readonly string[]): References {
  const references = new Map<string, readonly string[]>();
  for (const key of keys) {
    const value = settings.get(key)?.value ?? null;
    const targets = isJavaList(value) ? value.flatMap(referencesIn) : referencesIn(value);
    if (targets.length > 0) references.set(key, [...new Set(targets)]);
  }
  return references;
}

function referencesIn(value: JavaValue): readonly string[] {
  return typeof value === 'string' ? placeholdersIn(value, 'ref') : [];
}

/** Takes away what no longer waits: first from the lists of the others, then the keys whose list became empty. */
function settle(waiting: Map<string, Set<string>>): void {
  for (const targets of waiting.values()) {
    for (const target of targets) if (!waiting.has(target)) targets.delete(target);
  }
  for (const [key, targets] of waiting) if (targets.size === 0) waiting.delete(key);
}

function replaceIn(settings: LayeredSettings, key: string, target: string, problems: SettingProblem[]): void {
  const setting = settings.get(key);
  if (!setting) return;
  const value = settings.get(target)?.value ?? null;
  if (value === null) {
    problems.push({ key, message: `${key} refers to ${target}, which does not exist` });
  } else if (isJavaList(value) || typeof value === 'boolean') {
    settings.set(key, { ...setting, value });
  } else if (typeof setting.value === 'string') {
    settings.set(key, { ...setting, value: fillPlaceholder(setting.value, 'ref', target, javaText(value)) });
  } else if (isJavaList(setting.value)) {
    const filled = setting.value.map((item) =>
      typeof item === 'string' ? fillPlaceholder(item, 'ref', target, javaText(value)) : item,
    );
    if (filled.some((item) => typeof item !== 'string')) {
      problems.push({ key, message: `${key} has a reference beside an element that is no text` });
    }
    settings.set(key, { ...setting, value: filled });
  }
}
