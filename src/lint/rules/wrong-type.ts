import { isJavaList } from '../../carbon/effective/java-value.ts';
import { tryRender } from '../../carbon/jinja/try-render.ts';
import type { Finding } from '../../kit/finding.ts';
import { tomlChange } from '../../kit/toml-part.ts';
import { defineRule } from '../define-rule.ts';
import { catalogPart, pathText, type Subject, type WrittenKey, writtenKeys } from '../subject.ts';

export const wrongType = defineRule({
  title: 'Every value of deployment.toml has the type that the templates ask for',
  why: 'A template that asks `is sameas true` takes the text "true" for false: in 7.1.0, `[transport.https] enabled = "true"` takes the HTTPS connector away.',
  consequence: 'The text becomes a truth value, so that what was written begins to hold.',
  severity: 'high',
  source: "The installation's own templates; SameAsTest of Jinjava",
  parts: [
    catalogPart((subject) => {
      const lists = printedLists(subject);
      return writtenKeys(subject.configuration).flatMap((written): readonly Finding[] => {
        if (isQuotedTruth(written) && subject.catalog.identityTests.has(written.key)) return [quoted(written, subject)];
        const file = lists.get(written.key);
        return file === undefined ? [] : [printed(written, file)];
      });
    }),
  ],
});

function isQuotedTruth({ effective }: WrittenKey): boolean {
  return effective.kind === 'value' && typeof effective.value === 'string' && /^(?:true|false)$/i.test(effective.value);
}

function quoted({ key, path, line, effective }: WrittenKey, { document, configuration }: Subject): Finding {
  const text = effective.kind === 'value' ? String(effective.value).toLowerCase() : '';
  const isOwnText = effective.kind === 'value' && !configuration.references.has(key);
  const change = isOwnText ? { change: tomlChange(document, configuration.writtenAt(key), text === 'true') } : {};
  return {
    at: pathText(path),
    line,
    message: `Is a text, and the templates ask for a truth value: they take it for neither. Write ${text} without quotes.`,
    ...change,
  };
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
