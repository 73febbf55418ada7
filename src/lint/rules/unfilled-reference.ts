import { isTomlArray, type TomlValue } from '../../documents/toml-value.ts';
import { mapperOf } from '../../engine/configuration-of.ts';
import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';
import { catalogPart, pathText } from '../subject.ts';
import { writtenElements } from '../written-elements.ts';

export const unfilledReference = defineRule({
  title: 'Every reference of deployment.toml is filled in',
  why: 'In the tables of arrays the product leaves `$ref{}` as it stands, and 5.9.0 to 5.11.0 leave `$env{}` and `$sys{}` there too: the server takes the reference itself for the value.',
  consequence: 'Nothing is changed: write the value itself, or have a template put it in.',
  severity: 'medium',
  source: 'ReferenceResolver of config-mapper, which looks for `$ref{}` in texts and in lists of texts only',
  parts: [
    catalogPart((subject) => {
      const { variables } = mapperOf(subject.home);
      const pattern = variables === 'everywhere' ? /\$(ref)\{/ : /\$(ref|env|sys)\{/;
      const unfilled = writtenElements(subject).flatMap(({ path, line, value }) => {
        const kind = textsIn(value)
          .map((text) => pattern.exec(text)?.[1])
          .find((found) => found !== undefined);
        return kind === undefined ? [] : [{ path, line, kind }];
      });
      return findingsOn(unfilled, ({ path, line, kind }) => ({
        at: pathText(path),
        line,
        message: `This release does not fill in $${kind}{} in the tables of arrays: the server reads it as it is written.`,
      }));
    }),
  ],
});

function textsIn(value: TomlValue): readonly string[] {
  if (isTomlArray(value)) return value.flatMap(textsIn);
  return typeof value === 'string' ? [value] : [];
}
