import { droppedBetween } from '../../carbon/dropped-keys.ts';
import { resolveConfiguration } from '../../carbon/effective/resolve-configuration.ts';
import type { ReleaseVersion } from '../../carbon/releases.ts';
import type { KeyPath } from '../../documents/toml-document.ts';
import { mapperOf, sourcesOf } from '../../engine/configuration-of.ts';
import type { Finding } from '../../kit/finding.ts';
import type { Home } from '../../kit/home.ts';
import { tomlPart } from '../../kit/toml-part.ts';
import type { AnyTransform } from '../../kit/transform.ts';
import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';
import { nearestKey } from '../nearest-key.ts';
import { catalogPart, knownOf, pathText, referencedKeys, type Subject, writtenKeys } from '../subject.ts';

const about = {
  title: 'Every key of deployment.toml has an effect in the target installation too',
  why: 'A key that a newer release renamed or dropped is ignored there without a word, and its protection with it.',
  consequence: 'Nothing is changed: the key is right for this installation.',
  severity: 'medium',
} as const;

/** Compares with what is known of a release: the few keys that releases dropped. */
export function keyGoneIn(release: ReleaseVersion): AnyTransform {
  return defineRule({
    ...about,
    source: 'The templates of 5.9.0, 5.11.0, 6.0.0 and 7.1.0 and of the kernel of each release',
    parts: [
      tomlPart({
        inspect: (_, { home, configuration }) => {
          const gone = writtenKeys(configuration).flatMap(({ key, path, line }) => {
            const dropped = droppedBetween(key, home.release.version, release);
            return dropped === undefined ? [] : [{ path, line, name: dropped.instead }];
          });
          return findingsOn(gone, (each) => tell(each, release));
        },
      }),
    ],
  });
}

interface Gone {
  readonly path: KeyPath;
  readonly line: number;
  readonly name: string | undefined;
}

function tell({ path, line, name }: Gone, release: ReleaseVersion): Finding {
  const hint = name === undefined ? 'look it up in the release notes' : `its name there may be ${name}`;
  return { at: pathText(path), line, message: `Release ${release} does not read this key; ${hint}.` };
}

/** Compares with the installation that this deployment.toml is to move to: keys that it does not know under any name. */
export function renamedKey(target: Home): AnyTransform {
  return defineRule({
    ...about,
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
        const gone = writtenKeys(there).flatMap(({ key, path, line }) => {
          const own = old.get(pathText(path));
          const isReadThere = catalog.isRead(key) || catalog.isInferredFrom(key) || referenced.has(key);
          return own === undefined || isReadThere || !subject.catalog.isRead(own) ? [] : [{ key, own, path, line }];
        });
        return findingsOn(gone, ({ key, own, path, line }) => {
          const name = renamedIn(templates, own, subject) ?? nearestKey(key, catalog.names);
          return tell({ path, line, name }, target.release.version);
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
