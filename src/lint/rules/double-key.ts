import type { KeyPath, TomlDocument } from '../../documents/toml-document.ts';
import { tomlEquals } from '../../documents/toml-value.ts';
import type { Finding } from '../../kit/finding.ts';
import { tomlPart } from '../../kit/toml-part.ts';
import { defineRule } from '../define-rule.ts';
import { pathText, writtenKeys } from '../subject.ts';

export const doubleKey = defineRule({
  title: 'No key of deployment.toml is written under two names',
  why: 'Of a key and its older name one wins by the order of a hash table, so that the stronger value may be the one that is lost.',
  consequence: 'Where both say the same, the one that does not count is removed; otherwise nothing is changed.',
  severity: 'medium',
  source: 'key-mappings.json of the installation; KeyMapper of config-mapper',
  parts: [
    tomlPart({
      inspect: (document, { configuration }) => {
        const winners = new Set(writtenKeys(configuration).map(({ path }) => pathText(path)));
        const losers = new Map<string, Finding>();
        for (const { key, path: winner, line } of writtenKeys(configuration)) {
          for (const path of configuration.writtenAt(key)) {
            if (isSame(path, winner) || losers.has(pathText(path))) continue;
            const counts = `${pathText(winner)} in line ${line} is the same key, and that one counts`;
            const says = tomlEquals(document.get(path), document.get(winner))
              ? 'both say the same'
              : 'they differ, so remove the one that is not meant';
            losers.set(pathText(path), {
              at: pathText(path),
              line: document.lineOf(path) ?? line,
              message: `Has no effect: ${counts}; ${says}.`,
              // What says the same and counts under none of its names can go.
              ...(winners.has(pathText(path)) ? {} : removal(document, path, winner)),
            });
          }
        }
        return [...losers.values()];
      },
    }),
  ],
});

function removal(document: TomlDocument, path: KeyPath, winner: KeyPath): Pick<Finding, 'change'> {
  if (!tomlEquals(document.get(path), document.get(winner))) return {};
  const intent = { kind: 'toml', leaves: [{ path, value: undefined }] } as const;
  return { change: { kind: 'edit', edits: document.remove(path), intent } };
}

function isSame(a: KeyPath, b: KeyPath): boolean {
  return pathText(a) === pathText(b);
}
