import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';
import { nearestKey } from '../nearest-key.ts';
import { catalogPart, pathText, referencedKeys, writtenKeys } from '../subject.ts';

export const unknownKey = defineRule({
  title: 'Every key of deployment.toml is one that this installation knows',
  why: 'The server ignores a misspelt key without a word, so that a setting that was meant to protect does nothing.',
  consequence: 'Nothing is changed: a key that is renamed begins to have an effect.',
  severity: 'low',
  source: "The installation's own templates, default.json, key-mappings.json and infer.json",
  parts: [
    catalogPart(({ configuration, catalog }) => {
      const referenced = referencedKeys(configuration);
      const unknown = writtenKeys(configuration).filter(({ key }) => !catalog.knows(key) && !referenced.has(key));
      return findingsOn(unknown, ({ key, path, line }) => {
        const near = nearestKey(key, catalog.names);
        const hint = near === undefined ? 'Remove it, or look up its name.' : `Did you mean ${near}?`;
        return { at: pathText(path), line, message: `Nothing in this installation reads this key. ${hint}` };
      });
    }),
  ],
});
