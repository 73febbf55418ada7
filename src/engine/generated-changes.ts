import { changedKeys } from '../carbon/effective/changed-keys.ts';
import type { EffectiveConfiguration } from '../carbon/effective/resolve-configuration.ts';
import { mentionsKey } from '../carbon/jinja/mentions-key.ts';
import { renderTemplate } from '../carbon/jinja/render-template.ts';
import { layout, mapperSources, templateOf } from '../carbon/layout.ts';
import { DocumentError } from '../documents/document-error.ts';
import type { Home } from '../kit/home.ts';
import { configurationReader } from './configuration-of.ts';
import type { Plan, PlannedFile } from './plan.ts';
import { stageHome } from './staged-home.ts';
import { templatesOf } from './templates-of.ts';

/** What a plan makes of the configuration. */
export interface EffectiveChange {
  readonly before: EffectiveConfiguration;
  readonly after: EffectiveConfiguration;
  /** The keys whose effective values differ. */
  readonly keys: readonly string[];
  /** The generated files whose templates the plan edits, or that take something from one of these keys. */
  filesOf(keys: readonly string[]): readonly GeneratedFile[];
}

/** A file that the server generates at its start, by what is there before a plan and after it. */
export interface GeneratedFile {
  readonly path: string;
  /** Whether the plan edits the template itself. */
  readonly template: 'edited' | 'kept';
  /** @throws {DocumentError} where harden cannot render it, or the server cannot start with it. */
  before(): string;
  /** @throws {DocumentError} likewise. */
  after(): string;
}

/** Tells what a plan does to effective values and generated files; nothing is rendered before it is asked for. */
export function effectiveChange(home: Home, plan: Plan): EffectiveChange | undefined {
  if (!plan.files.some(({ path }) => isSource(home, path))) return undefined;
  const staged = stageHome(home);
  for (const { path, after } of plan.files) staged.put(path, after);
  const before = configurationReader()(home);
  const after = configurationReader()(staged.home);
  const edited = plan.files.map(({ path }) => path).filter((path) => path.startsWith(`${layout.templates}/`));
  return {
    before,
    after,
    keys: changedKeys(before.data, after.data),
    filesOf: (keys) => {
      const mentioning =
        keys.length === 0
          ? []
          : [...templatesOf(home)].filter(([, text]) => keys.some((key) => mentionsKey(text, key)));
      const paths = new Set([...edited, ...mentioning.map(([path]) => templateOf(path))]);
      return [...paths].sort().map((template) => {
        const path = template.slice(layout.templates.length + 1).replace(/\.j2$/, '');
        const render = (from: Home, configuration: EffectiveConfiguration) => (): string => {
          const file = from.read(template);
          return renderTemplate({ name: path, template: file.kind === 'text' ? file.text : '', configuration });
        };
        return {
          path,
          template: edited.includes(template) ? 'edited' : 'kept',
          before: render(home, before),
          after: render(staged.home, after),
        };
      });
    },
  };
}

/** Generated files, and the texts of deployment.toml that they come from: these tell which of their values are secrets. */
export interface GeneratedChanges {
  readonly files: readonly PlannedFile[];
  readonly sources: readonly string[];
}

/** The generated files that a plan changes, as the starts before and after it write them. */
export function generatedChanges(home: Home, plan: Plan): GeneratedChanges {
  const change = effectiveChange(home, plan);
  const files = (change?.filesOf(change.keys) ?? []).flatMap(({ path, before, after }) => {
    const [old, young] = [tryRender(before), tryRender(after)];
    if (old === undefined || young === undefined || old === young) return [];
    return [{ path, before: { kind: 'text', text: old }, after: { kind: 'text', text: young } } as const];
  });
  const planned = plan.files.find(({ path }) => path === home.deploymentToml)?.after;
  const sources = [home.read(home.deploymentToml), planned].flatMap((file) =>
    file?.kind === 'text' ? [file.text] : [],
  );
  return { files, sources };
}

/** What harden cannot render has no diff to show; the gate tells of it where the plan is to blame. */
export function tryRender(file: () => string): string | undefined {
  try {
    return file();
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

function isSource(home: Home, path: string): boolean {
  const sources: readonly string[] = [home.deploymentToml, ...Object.values(mapperSources)];
  return sources.includes(path) || path.startsWith(`${layout.templates}/`);
}
