import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';
import { catalogPart, pathText, referencedKeys, writtenKeys } from '../subject.ts';

const secretTables = /^(?:secrets|runtime_secrets)\./;

export const unusedKey = defineRule({
  title: 'Every key of deployment.toml has an effect',
  why: 'A key that the product knows by name and that none of its templates reads looks like protection and is none.',
  consequence: 'Nothing is changed.',
  severity: 'low',
  source: "The installation's own templates: what they read is worked out from their text",
  parts: [
    catalogPart(({ configuration, catalog }) => {
      const referenced = referencedKeys(configuration);
      const unused = writtenKeys(configuration)
        .filter(({ key }) => catalog.knows(key) && !secretTables.test(key))
        .filter(({ key }) => !catalog.isRead(key) && !catalog.isInferredFrom(key) && !referenced.has(key));
      return findingsOn(unused, ({ path, line }) => ({
        at: pathText(path),
        line,
        message: 'The installation names this key, but none of its templates reads it: it has no effect here.',
      }));
    }),
  ],
});
