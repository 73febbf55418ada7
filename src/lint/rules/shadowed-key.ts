import { isCovered, nestSettings } from '../../carbon/jinja/nest-settings.ts';
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
