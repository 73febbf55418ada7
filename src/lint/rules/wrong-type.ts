import { isJavaList, javaText } from '../../carbon/effective/java-value.ts';
import { keyReach } from '../../carbon/key-reach.ts';
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
      return writtenKeys(subject.configuration).flatMap((written): readonly Finding[] =>
        isQuotedTruth(written) && subject.catalog.identityTests.has(written.key)
          ? [quoted(written, subject)]
          : printedList(written, subject),
      );
    }),
  ],
});

function isQuotedTruth({ effective }: WrittenKey): boolean {
  return effective.kind === 'value' && typeof effective.value === 'string' && /^(?:true|false)$/i.test(effective.value);
}

function quoted({ key, path, line, effective }: WrittenKey, { document, configuration }: Subject): Finding {
  const text = effective.kind === 'value' ? String(effective.value).toLowerCase() : '';
  const isOwnText = effective.kind === 'value' && effective.references.length === 0;
  const change = isOwnText ? { change: tomlChange(document, configuration.writtenAt(key), text === 'true') } : {};
  return {
    at: pathText(path),
    line,
    message: `Is a text, and the templates ask for a truth value: they take it for neither. Write ${text} without quotes.`,
    ...change,
  };
}

/** A list where templates expect one value is printed as Java prints lists. */
function printedList({ key, path, line }: WrittenKey, subject: Subject): readonly Finding[] {
  const { configuration, catalog, templates } = subject;
  const value = configuration.data.get(key) ?? null;
  const byDefault = catalog.defaults.get(key) ?? null;
  if (!isJavaList(value) || isJavaList(byDefault) || byDefault === null || catalog.isLoopedOver(key)) return [];
  const printed = javaText(value);
  const file = keyReach(templates, configuration)
    .linesOf(key)
    .find(({ text, lines }) => lines.some((at) => text.split('\n')[at - 1]?.includes(printed)));
  if (file === undefined) return [];
  const message = `Is a list, and the templates ask for one value: it becomes a text in brackets in ${file.path}.`;
  return [{ at: pathText(path), line, message }];
}
