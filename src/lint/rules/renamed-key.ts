import { resolveConfiguration } from '../../carbon/effective/resolve-configuration.ts';
import { mapperOf, sourcesOf } from '../../engine/configuration-of.ts';
import type { Home } from '../../kit/home.ts';
import type { AnyTransform } from '../../kit/transform.ts';
import { defineRule } from '../define-rule.ts';
import { nearestKey } from '../nearest-key.ts';
import { catalogPart, knownOf, pathText, referencedKeys, type Subject, writtenKeys } from '../subject.ts';

/** Compares with the installation that this deployment.toml is to move to: keys that it does not know under any name. */
export function renamedKey(target: Home): AnyTransform {
  return defineRule({
    title: 'Every key of deployment.toml has an effect in the target installation too',
    why: 'A key that a newer release renamed or dropped is ignored there without a word, and its protection with it.',
    consequence: 'Nothing is changed: the key is right for this installation.',
    severity: 'medium',
    source: 'The templates and JSON files of both installations',
    parts: [
      catalogPart((subject) => {
        const { templates, catalog } = knownOf(target);
        const there = resolveConfiguration({
          toml: subject.document,
          sources: sourcesOf(target),
          mapper: mapperOf(target),
        });
        const referenced = referencedKeys(there);
        const old = new Map(writtenKeys(subject.configuration).map(({ key, path }) => [pathText(path), key]));
        return writtenKeys(there).flatMap(({ key, path, line }) => {
          const own = old.get(pathText(path));
          const isReadThere = catalog.isRead(key) || catalog.isInferredFrom(key) || referenced.has(key);
          if (own === undefined || isReadThere || !subject.catalog.isRead(own)) return [];
          const name = renamedIn(templates, own, subject) ?? nearestKey(key, catalog.names);
          const hint = name === undefined ? 'look it up in the release notes' : `its name there may be ${name}`;
          const message = `Release ${target.release.version} does not read this key; ${hint}.`;
          return [{ at: pathText(path), line, message }];
        });
      }),
    ],
  });
}

/** What stands in the place of the key in the same line of the target's template. */
function renamedIn(
  templates: ReadonlyMap<string, string>,
  key: string,
  { templates: own }: Subject,
): string | undefined {
  for (const [path, text] of own) {
    const newer = templates.get(path);
    if (newer === undefined || !text.includes(key)) continue;
    for (const line of text.split('\n').filter((each) => each.includes(key) && each.trim().length > key.length + 8)) {
      const pattern = line.trim().split(key).map(escapePattern).join('([A-Za-z_][\\w.]*)');
      const name = new RegExp(`^\\s*${pattern}\\s*$`, 'm').exec(newer)?.[1];
      if (name !== undefined && name !== key) return name;
    }
  }
  return undefined;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
