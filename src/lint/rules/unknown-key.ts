import { splitKey } from '../../carbon/effective/split-key.ts';
import { anyElement } from '../../carbon/jinja/consumed-keys.ts';
import type { KeyPath } from '../../documents/toml-document.ts';
import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';
import { nearestKey } from '../nearest-key.ts';
import { catalogPart, pathText, referencedKeys, type Subject, writtenKeys } from '../subject.ts';
import { writtenElements } from '../written-elements.ts';

export const unknownKey = defineRule({
  title: 'Every key of deployment.toml is one that this installation knows',
  why: 'The server ignores a misspelt key without a word, so that a setting that was meant to protect does nothing.',
  consequence: 'Nothing is changed: a key that is renamed begins to have an effect.',
  severity: 'low',
  source: "The installation's own templates, default.json, key-mappings.json and infer.json",
  parts: [
    catalogPart((subject) => {
      const unknown = [...unknownKeys(subject), ...unknownInTables(subject)].sort((a, b) => a.line - b.line);
      return findingsOn(unknown, ({ path, line, near }) => {
        const name = near();
        const hint = name === undefined ? 'Remove it, or look up its name.' : `Did you mean ${name}?`;
        return { at: pathText(path), line, message: `Nothing in this installation reads this key. ${hint}` };
      });
    }),
  ],
});

interface Unknown {
  readonly path: KeyPath;
  readonly line: number;
  readonly near: () => string | undefined;
}

function unknownKeys({ configuration, catalog }: Subject): readonly Unknown[] {
  const referenced = referencedKeys(configuration);
  const names = new Set([...catalog.names, ...catalog.aliases.keys()]);
  return writtenKeys(configuration)
    .filter(({ key }) => !catalog.knows(key) && !referenced.has(key))
    .map(({ key, path, line }) => ({
      path,
      line,
      near: () => {
        const parts = splitKey(key) ?? [key];
        const table = parts.slice(0, -1).join('.');
        const beside = catalog.tree.takenAt(parts.slice(0, -1)).names.map((name) => `${table}.${name}`);
        return nearestKey(key, beside.length === 0 ? names : new Set([...names, ...beside]));
      },
    }));
}

/** In the tables of arrays: `nmae` where the templates that run over the array ask for `name`. */
function unknownInTables(subject: Subject): readonly Unknown[] {
  const { tree, isInDefaultElement } = subject.catalog;
  return writtenElements(subject)
    .filter(({ place, array, key }) => !tree.isRead(place) && !isInDefaultElement(array, key))
    .map(({ path, line, place }) => {
      const own = place.slice(place.lastIndexOf(anyElement) + 1);
      const table = own
        .slice(0, -1)
        .map((part) => `${part}.`)
        .join('');
      const names = tree.takenAt(place.slice(0, -1)).names.map((name) => `${table}${name}`);
      return { path, line, near: () => nearestKey(own.join('.'), new Set(names)) };
    });
}
