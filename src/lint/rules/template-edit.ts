import { differingLines } from '../../carbon/changed-lines.ts';
import { templateOf } from '../../carbon/layout.ts';
import type { Home } from '../../kit/home.ts';
import type { AnyTransform } from '../../kit/transform.ts';
import { defineRule } from '../define-rule.ts';
import { knownOf } from '../subject.ts';

/** Compares with an updated installation of the same release, whose templates take the place of those that are here. */
export function templateEdit(target: Home): AnyTransform {
  return defineRule({
    title: 'No edit of a template is lost by an update',
    why: 'An update brings its own templates: a filter or an option that was edited into one of them is gone after it.',
    consequence: 'Nothing is changed: run `harden apply` again after the update, and make other edits there again.',
    severity: 'low',
    source: 'The templates of both installations',
    parts: [
      {
        files: (home) =>
          home.release.version === target.release.version ? [...knownOf(home).templates.keys()].map(templateOf) : [],
        inspect: (file) => {
          const other = target.read(file.path);
          if (file.kind !== 'text' || other.kind !== 'text' || file.text === other.text) return [];
          const [line = 1, ...more] = differingLines(file.text, other.text);
          const others = more.length === 0 ? '' : ` and ${more.length} more`;
          const message = `Line ${line}${others} of this template are not those of the target, which take their place.`;
          return [{ at: `line ${line}`, line, message }];
        },
      },
    ],
  });
}
