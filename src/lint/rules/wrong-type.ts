import { isJavaList } from '../../carbon/effective/java-value.ts';
import { splitKey } from '../../carbon/effective/split-key.ts';
import { anyElement } from '../../carbon/jinja/consumed-keys.ts';
import { tryRender } from '../../carbon/jinja/try-render.ts';
import type { KeyCatalog } from '../../carbon/key-catalog.ts';
import type { KeyPath, TomlDocument, TomlValue } from '../../documents/toml-document.ts';
import { isTomlArray, isTomlTable } from '../../documents/toml-value.ts';
import type { Finding } from '../../kit/finding.ts';
import { tomlChange } from '../../kit/toml-part.ts';
import { defineRule } from '../define-rule.ts';
import { catalogPart, pathText, type Subject, type WrittenKey, writtenKeys } from '../subject.ts';
import { writtenElements } from '../written-elements.ts';

export const wrongType = defineRule({
  title: 'Every value of deployment.toml has the type that the templates ask for',
  why: 'A template that asks `is sameas true` takes the text "true" for false: in 7.1.0, `[transport.https] enabled = "true"` takes the HTTPS connector away.',
  consequence: 'The text becomes a truth value, so that what was written begins to hold.',
  severity: 'high',
  source: "The installation's own templates; SameAsTest of Jinjava",
  parts: [
    catalogPart((subject) => {
      const { document, configuration, catalog } = subject;
      const lists = printedLists(subject);
      const inTables = writtenElements(subject).flatMap(({ path, line, place, value }) =>
        isQuotedTruth(value) && catalog.tree.asksForTruth(place)
          ? [quoted({ path, line, value, written: [path] }, document)]
          : [],
      );
      const others = writtenKeys(configuration).flatMap((written): readonly Finding[] => {
        const { key, path, line, effective } = written;
        const value = effective.kind === 'value' ? effective.value : undefined;
        if (isQuotedTruth(value) && catalog.tree.asksForTruth(splitKey(key) ?? [key])) {
          const places = configuration.references.has(key) ? [] : configuration.writtenAt(key);
          return [quoted({ path, line, value, written: places }, document)];
        }
        const file = lists.get(key);
        if (file !== undefined) return [printed(written, file)];
        return value !== undefined && !isTable(value, splitKey(key) ?? [key], catalog) ? [plain(written)] : [];
      });
      return [...others, ...inTables].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    }),
  ],
});

function isQuotedTruth(value: TomlValue | undefined): value is string {
  return typeof value === 'string' && /^(?:true|false)$/i.test(value);
}

/** A truth value that is written as a text; `written` are the places where it can be changed. */
interface QuotedTruth {
  readonly path: KeyPath;
  readonly line: number;
  readonly value: string;
  readonly written: readonly KeyPath[];
}

function quoted({ path, line, value, written }: QuotedTruth, document: TomlDocument): Finding {
  const text = value.toLowerCase();
  return {
    at: pathText(path),
    line,
    message: `Is a text, and the templates ask for a truth value: they take it for neither. Write ${text} without quotes.`,
    ...(written.length === 0 ? {} : { change: tomlChange(document, written, text === 'true') }),
  };
}

/** Whether a value has, or its elements have, what the templates name there: false for a value where they want a table. */
function isTable(value: TomlValue, place: readonly string[], { tree }: KeyCatalog): boolean {
  const wantsTable = (at: readonly string[]) => {
    const { names, rest } = tree.takenAt(at);
    return names.length > 0 && rest === 'none';
  };
  const elements = [...place, anyElement];
  if (isTomlArray(value)) return !wantsTable(elements) || value.every(isTomlTable);
  return isTomlTable(value) || !(wantsTable(place) || wantsTable(elements));
}

function plain({ path, line }: WrittenKey): Finding {
  const message = 'Is a plain value, and the templates ask for the keys of a table here: they find none of them.';
  return { at: pathText(path), line, message };
}

/**
 * Where the list of a key, whose default is one value, ends up as Java prints lists: proved by rendering with lists that
 * tell the keys.
 */
function printedLists({ configuration, catalog, templates, reach }: Subject): ReadonlyMap<string, string> {
  const suspects = writtenKeys(configuration).filter(({ key }) => {
    const byDefault = catalog.defaults.get(key) ?? null;
    return (
      byDefault !== null &&
      !isJavaList(byDefault) &&
      isJavaList(configuration.data.get(key) ?? null) &&
      !catalog.isLoopedOver(key)
    );
  });
  const data = new Map(configuration.data);
  for (const { key } of suspects) data.set(key, [`list of ${key}`]);
  const printed = new Map<string, string>();
  for (const path of new Set(suspects.flatMap(({ key }) => reach.filesOf(key)))) {
    const rendered = tryRender({ name: path, template: templates.get(path) ?? '', configuration: { data } });
    const text = 'text' in rendered ? rendered.text : '';
    for (const { key } of suspects) {
      if (!printed.has(key) && text.includes(`[list of ${key}]`)) printed.set(key, path);
    }
  }
  return printed;
}

function printed({ path, line }: WrittenKey, file: string): Finding {
  const message = `Is a list, and the templates ask for one value: it becomes a text in brackets in ${file}.`;
  return { at: pathText(path), line, message };
}
