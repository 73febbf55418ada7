import { isJavaMap, type JavaMap, type JavaValue } from '../../carbon/effective/java-value.ts';
import { splitKey } from '../../carbon/effective/split-key.ts';
import { nestSettings } from '../../carbon/jinja/nest-settings.ts';
import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';
import { catalogPart, pathText, writtenKeys } from '../subject.ts';

export const shadowedKey = defineRule({
  title: 'No value of deployment.toml is covered by another one',
  why: 'Where one key names a value and another a table of the same name, the product keeps one of them without a word.',
  consequence: 'Nothing is changed.',
  severity: 'medium',
  source: 'JinjaParser of config-mapper, which makes tables of dotted keys',
  parts: [
    catalogPart(({ configuration }) => {
      const nested = nestSettings(configuration.data);
      if (nested === undefined) return [];
      const keys = [...configuration.data.keys()];
      const covered = writtenKeys(configuration).filter(({ key }) =>
        isCovered(nested, key, configuration.data.get(key) ?? null),
      );
      return findingsOn(covered, ({ key, path, line }) => {
        const other = keys.find((each) => each.startsWith(`${key}.`) || key.startsWith(`${each}.`)) ?? 'another key';
        return {
          at: pathText(path),
          line,
          message: `Does not reach the templates: ${other} takes its place. Remove one of the two.`,
        };
      });
    }),
  ],
});

/** True when the value of a key is not found where the templates look for it; a list is, if there is any list. */
function isCovered(nested: JavaMap, key: string, value: JavaValue): boolean {
  let found: JavaValue = nested;
  for (const part of splitKey(key) ?? []) found = isJavaMap(found) ? (found.get(part) ?? null) : null;
  if (typeof value === 'object' && value !== null)
    return typeof found !== 'object' || isJavaMap(found) !== isJavaMap(value);
  return found !== value;
}
