import { isMatchedInTime } from '../matching-cost.ts';
import { isJavaList, isJavaMap, type JavaMap, type JavaValue } from './java-value.ts';
import type { LayeredSettings } from './layered-settings.ts';
import type { ResolvedSettings } from './setting.ts';

/** Applies the rules of validator.json, of which the product knows `if` and `regex` (Validator of config-mapper). */
export function validateSettings(resolved: ResolvedSettings, validator: JavaMap): void {
  const { settings, problems } = resolved;
  for (const [name, rules] of validator) {
    const [key = '', ...inner] = name.split(':').filter((part) => part !== '');
    const element = inner.length === 1 ? inner[0] : undefined;
    const target = element === undefined ? name : key;
    if (!isJavaList(rules) || resolved.unknown.has(target)) continue;
    for (const rule of rules) {
      if (!isJavaMap(rule) || !applies(rule, resolved)) continue;
      const refusal = refusalOf(rule, valuesOf(settings, target, element));
      if (refusal !== undefined) problems.push({ key: target, message: `${target} ${refusal}` });
    }
  }
}

function applies(rule: JavaMap, resolved: ResolvedSettings): boolean {
  const condition = rule.get('if');
  if (!isJavaMap(condition)) return true;
  return [...condition].every(
    ([key, wanted]) => !resolved.unknown.has(key) && resolved.settings.get(key)?.value === wanted,
  );
}

/** The value of the key, or of a key in each table of an array; an absent one counts as an empty text. */
function valuesOf(settings: LayeredSettings, key: string, element: string | undefined): readonly JavaValue[] {
  const setting = settings.get(key);
  if (element === undefined) return [setting === undefined ? '' : setting.value];
  return isJavaList(setting?.value) ? setting.value.filter(isJavaMap).map((item) => item.get(element) ?? '') : [];
}

function refusalOf(rule: JavaMap, values: readonly JavaValue[]): string | undefined {
  // The product casts each value to a text, whether the rule has an expression or not.
  if (values.some((value) => value !== null && typeof value !== 'string')) return 'must be a text';
  const source = rule.get('regex');
  const pattern = typeof source === 'string' ? wholeMatch(source) : undefined;
  const isPassed = (value: JavaValue): boolean =>
    typeof value === 'string' && (!isMatchedInTime(String(source), value.length) || pattern?.test(value) === true);
  if (pattern === undefined || values.every(isPassed)) return undefined;
  return 'does not pass the rule that validator.json has for it';
}

/** `String.matches` of a Java regular expression, or undefined for one that JavaScript reads in another way. */
function wholeMatch(source: string): RegExp | undefined {
  const anchored = source.replaceAll('\\A', '^').replace(/\\[Zz]/g, '$');
  if (/\(\?[^:=!<]|[+*?}]\+|&&|\\[^\w]*[pPQEGhHRX]/.test(anchored)) return undefined;
  try {
    return new RegExp(`^(?:${anchored})$`);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
