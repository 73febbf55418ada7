import { isJavaList, type JavaValue, javaText } from './java-value.ts';
import type { LayeredSettings } from './layered-settings.ts';
import { fillPlaceholder, placeholdersIn } from './placeholders.ts';
import { dependentsIn, type References, type Setting, type SettingProblem } from './setting.ts';

/** In UTF-16 code units. References that double at each step would fill any memory, that of the product too. */
const longestTexts = 1 << 24;

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
  const found = findReferences(settings, keys);
  const references = new Map(inOrder([...found.keys()]).map((key) => [key, found.get(key) ?? []]));
  const wanted = dependentsIn(references);
  const rounds = roundsOf(references, wanted);
  const steps = [...wanted].flatMap(([target, keys]) => {
    const round = rounds.get(target);
    return round === undefined ? [] : keys.map((key) => ({ target, key, round }));
  });
  let grown = 0;
  for (const { target, key } of steps.sort((a, b) => a.round - b.round)) {
    const setting = settings.get(key);
    if (setting === undefined) continue;
    const value = settings.get(target)?.value ?? null;
    if (value === null) problems.push(noValue(setting, key, target));
    else if (isJavaList(value) || typeof value === 'boolean') settings.set(key, { ...setting, value });
    else {
      const text = javaText(value);
      grown += growth(setting.value, target, text);
      if (grown > longestTexts) {
        problems.push({ key, message: `${key} becomes too long by its references` });
        return references;
      }
      const filled = withText(setting.value, target, text);
      if (isJavaList(filled) && filled.some((item) => typeof item !== 'string'))
        problems.push({ key, message: `${key} has a reference beside an element that is no text` });
      settings.set(key, { ...setting, value: filled });
    }
  }
  for (const key of references.keys()) {
    if (!rounds.has(key)) problems.push({ key, message: `${key} is in a circle of references, or refers to one` });
  }
  return references;
}

/**
 * The product goes round by round: it puts in the values that wait for none, then those that only waited for these. A key
 * in a circle, or behind one, has no round.
 */
function roundsOf(references: References, wanted: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const waitingFor = new Map([...references].map(([key, targets]) => [key, targets.length]));
  const rounds = new Map([...wanted.keys()].filter((target) => !references.has(target)).map((target) => [target, 0]));
  // A map visits what is added to it on the way, here always behind all of the rounds before.
  for (const [target, round] of rounds) {
    for (const key of wanted.get(target) ?? []) {
      const left = (waitingFor.get(key) ?? 0) - 1;
      waitingFor.set(key, left);
      if (left === 0) rounds.set(key, round + 1);
    }
  }
  return rounds;
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

/** Puts a text in the place of each reference to a key, in a text or in the texts of a list; all else stays. */
function withText(value: JavaValue, target: string, text: string): JavaValue {
  if (typeof value === 'string') return fillPlaceholder(value, 'ref', target, text);
  return isJavaList(value)
    ? value.map((item) => (typeof item === 'string' ? withText(item, target, text) : item))
    : value;
}

/** How many characters of text that makes. */
function growth(value: JavaValue, target: string, text: string): number {
  if (isJavaList(value)) return value.reduce<number>((sum, item) => sum + growth(item, target, text), 0);
  if (typeof value !== 'string') return 0;
  return value.length + text.length * placeholdersIn(value, 'ref').filter((name) => name === target).length;
}

function noValue({ cause }: Setting, key: string, target: string): SettingProblem {
  const message =
    cause.kind === 'default'
      ? `${target} has no value, and the default of ${key} refers to it`
      : `${key} refers to ${target}, which does not exist`;
  return { key, message };
}
