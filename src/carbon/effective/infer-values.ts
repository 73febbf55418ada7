import { onceFor } from '../../once-for.ts';
import { isMatchedInTime } from '../matching-cost.ts';
import { isJavaMap, type JavaMap, type JavaValue, javaText } from './java-value.ts';
import type { Cause, Setting, SettingProblem, Settings } from './setting.ts';

/**
 * Works out what the rules of infer.json add to the settings of deployment.toml, for example the class of a user store
 * from its type (ValueInferrer of config-mapper). Defaults infer nothing.
 */
export function inferValues(settings: Settings, rules: JavaMap, problems: SettingProblem[]): Settings {
  const inferred: Settings = new Map();
  if (rules.size > mostRules) problems.push({ message: `infer.json has more than ${mostRules} rules` });
  for (const [key, { value, cause }] of settings) {
    const rule = findRule(key, rules);
    const brought = rule?.values.get(javaText(value));
    if (rule === undefined || !isJavaMap(brought)) continue;
    const values = fillIn(brought, rule.key, key);
    const origin: Cause = { kind: 'inferred', from: key, cause };
    if (!addFurther(inferred, values, rules, origin)) {
      problems.push({ key, message: `the rules of infer.json for ${key} never end` });
    }
    for (const [name, item] of values) inferred.set(name, settingOf(item, origin));
  }
  return inferred;
}

interface Rule {
  readonly key: string;
  readonly values: JavaMap;
}

/** A rule for the key itself, else the first whose key, read as a regular expression with `$1` for a word, matches. */
function findRule(key: string, rules: JavaMap): Rule | undefined {
  const exact = rules.get(key);
  if (isJavaMap(exact)) return { key, values: exact };
  for (const pattern of patternsOf(rules)) {
    const values = matches(pattern, key) ? rules.get(pattern.key) : undefined;
    if (isJavaMap(values)) return { key: pattern.key, values };
  }
  return undefined;
}

interface Pattern {
  /** Of the rule. */
  readonly key: string;
  /** Whether all that it matches is as long as itself: its dots match any character in the product too. */
  readonly isFixed: boolean;
  expression?: RegExp;
}

const usualKey = 100;
/** No release has a key as long as this, and a longer one could keep an expression busy. */
const longestKey = 1000;

/** Most rules are fixed, and of another length than most keys: they need no expression. */
function matches(pattern: Pattern, key: string): boolean {
  if (pattern.isFixed ? pattern.key.length !== key.length : key.length > longestKey) return false;
  pattern.expression ??= new RegExp(`^(?:${sourceOf(pattern.key)})$`);
  return pattern.expression.test(key);
}

/** Each is tried on each key. The releases have 16 to 24, one of them with `$1`. */
const mostRules = 200;

/** The keys of the rules that are read as patterns, too. */
export function patternRules(rules: JavaMap): readonly string[] {
  return [...rules.keys()].slice(0, mostRules);
}

const patternsOf = onceFor((rules: JavaMap): readonly Pattern[] => {
  // A key with brackets or braces is no rule of any release.
  const keys = patternRules(rules)
    .filter((key) => /^[\w.'\-/ +\\]*$/.test(sourceOf(key)))
    .filter((key) => isMatchedInTime(sourceOf(key), usualKey));
  return keys.map((key) => ({ key, isFixed: /^[\w.'\-/ ]*$/.test(key) }));
});

function sourceOf(key: string): string {
  return key.replace(/\$\d+/g, '\\w+');
}

/** Puts the words that `$1`, `$2` stand for in the key of the rule into what the rule brings. */
function fillIn(brought: JavaMap, ruleKey: string, key: string): JavaMap {
  const parts = key.split('.');
  const words = ruleKey.split('.').flatMap((part, index) => {
    const word = parts[index];
    return /^\$\d+$/.test(part) && word !== undefined ? [{ part, word }] : [];
  });
  const fill = (text: string) => words.reduce((filled, { part, word }) => filled.replaceAll(part, () => word), text);
  return new Map([...brought].map(([name, value]) => [fill(name), typeof value === 'string' ? fill(value) : value]));
}

const deepestInference = 64;

/** What the inferred values bring in turn; the product fills no words in here. False when there is no end. */
function addFurther(inferred: Settings, values: JavaMap, rules: JavaMap, origin: Cause, depth = 0): boolean {
  if (depth > deepestInference) return false;
  for (const [key, value] of values) {
    const further = typeof value === 'string' ? findRule(key, rules)?.values.get(value) : undefined;
    if (!isJavaMap(further)) continue;
    for (const [name, item] of further) inferred.set(name, settingOf(item, origin));
    if (!addFurther(inferred, further, rules, origin, depth + 1)) return false;
  }
  return true;
}

/** Of the numbers of JSON files, only inferred whole ones become integers. */
function settingOf(value: JavaValue, cause: Cause): Setting {
  const whole = typeof value === 'number' && Number.isInteger(value);
  return { value: whole ? BigInt.asIntN(32, BigInt(value)) : value, cause };
}
