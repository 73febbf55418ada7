import type { EffectiveConfiguration, EffectiveValue } from '../carbon/effective/effective-value.ts';
import { type KeyCatalog, keyCatalog } from '../carbon/key-catalog.ts';
import { type KeyReach, keyReach } from '../carbon/key-reach.ts';
import type { KeyPath, TomlDocument } from '../documents/toml-document.ts';
import { sourcesOf } from '../engine/configuration-of.ts';
import { templatesOf } from '../engine/templates-of.ts';
import type { Context } from '../kit/context.ts';
import { parseToml } from '../kit/deployment-toml.ts';
import type { Finding } from '../kit/finding.ts';
import type { Home } from '../kit/home.ts';
import type { Part } from '../kit/transform.ts';
import { onceFor } from '../once-for.ts';

/** What a rule judges: deployment.toml, and what the installation's own templates and JSON files make of it. */
export interface Subject {
  readonly document: TomlDocument;
  readonly configuration: EffectiveConfiguration;
  /** By the paths of the files that they make. */
  readonly templates: ReadonlyMap<string, string>;
  readonly catalog: KeyCatalog;
  readonly reach: KeyReach;
  readonly home: Home;
}

/** A key that deployment.toml writes, and where its value stands there. */
export interface WrittenKey {
  readonly key: string;
  readonly path: KeyPath;
  readonly line: number;
  readonly effective: Exclude<EffectiveValue, { readonly kind: 'absent' }>;
}

/** Judges deployment.toml by the templates. A folder without templates has no catalog: the rule does not apply to it. */
export function catalogPart(inspect: (subject: Subject) => readonly Finding[]): Part {
  return {
    files: (home) => (knownOf(home).templates.size === 0 ? [] : [home.deploymentToml]),
    inspect: (file, context) => (file.kind === 'text' ? inspect(subjectOf(file.text, context)) : []),
  };
}

let last: Subject | undefined;

/** The same object for all rules that look at a text. */
function subjectOf(text: string, { home, configuration }: Context): Subject {
  if (last?.home === home && last.configuration === configuration && last.document.text === text) return last;
  const known = knownOf(home);
  last = { document: parseToml(text), configuration, reach: keyReach(known.templates, configuration), home, ...known };
  return last;
}

interface Known {
  readonly templates: ReadonlyMap<string, string>;
  readonly catalog: KeyCatalog;
}

/** No rule changes a template, so that what is known of a home stays true for a run. */
export const knownOf = onceFor((home: Home): Known => {
  const templates = templatesOf(home);
  return { templates, catalog: keyCatalog(templates, sourcesOf(home)) };
});

/** The keys whose values come from deployment.toml, in the order of its lines. */
export const writtenKeys = onceFor((configuration: EffectiveConfiguration): readonly WrittenKey[] =>
  configuration
    .entries()
    .flatMap(([key, effective]) => {
      if (effective.kind === 'absent' || effective.origin.kind !== 'file') return [];
      const { path, line } = effective.origin;
      return [{ key, path, line, effective }];
    })
    .sort((a, b) => a.line - b.line),
);

/** The keys that another value refers to: those have an effect even where no template reads them. */
export const referencedKeys = onceFor(
  ({ references }: EffectiveConfiguration): ReadonlySet<string> => new Set([...references.values()].flat()),
);

/** A path of deployment.toml as an operator writes it. */
export function pathText(path: KeyPath): string {
  return path.map((part) => (/^[\w-]+$/.test(String(part)) ? part : `'${part}'`)).join('.');
}
