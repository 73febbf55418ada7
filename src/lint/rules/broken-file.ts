import { isJavaList, isJavaMap, type JavaMap, type JavaValue, javaText } from '../../carbon/effective/java-value.ts';
import { renderTemplate } from '../../carbon/jinja/render-template.ts';
import { dependentKeys, keyReach } from '../../carbon/key-reach.ts';
import { DocumentError } from '../../documents/document-error.ts';
import type { Finding } from '../../kit/finding.ts';
import { tomlChange } from '../../kit/toml-part.ts';
import { defineRule } from '../define-rule.ts';
import { generatedFault, isReadOtherwise } from '../generated-fault.ts';
import { catalogPart, pathText, type Subject, type WrittenKey, writtenKeys } from '../subject.ts';

export const brokenFile = defineRule({
  title: 'No value of deployment.toml breaks a generated file',
  why: 'The product puts values into XML and properties files as they stand: an ampersand in a password keeps the server from starting, and a backslash in a pattern is lost, which makes the pattern weaker.',
  consequence:
    'In XML, what is markup is written as entities; where a value goes into other kinds of files too, nothing is changed.',
  severity: 'high',
  source:
    'JinjaParser of config-mapper, which renders without autoescape; proved by rendering the templates of the installation',
  parts: [
    catalogPart((subject) => {
      const suspects = writtenKeys(subject.configuration).filter(({ key }) =>
        /[<&"'\\\n]/.test(javaText(subject.configuration.data.get(key) ?? null)),
      );
      const trial = suspects.length === 0 ? undefined : trialOf(subject, suspects);
      return trial === undefined ? [] : suspects.flatMap((suspect) => judge(suspect, subject, trial));
    }),
  ],
});

/** Renders with the values of some suspects made harmless, so that each can be judged alone. */
interface Trial {
  filesOf(key: string): readonly string[];
  /** With one suspect left as it is, or mended. Undefined for what harden cannot render. */
  render(path: string, left?: string, mend?: (value: JavaValue) => JavaValue): string | undefined;
}

function trialOf({ configuration, templates }: Subject, suspects: readonly WrittenKey[]): Trial {
  const dependents = dependentKeys(configuration);
  const affected = (key: string): readonly string[] => [key, ...(dependents.get(key) ?? [])];
  return {
    filesOf: keyReach(templates, configuration).filesOf,
    render(path, left, mend = (value) => value) {
      const data = new Map(configuration.data);
      for (const { key } of suspects) {
        const change = key === left ? mend : harmless;
        for (const name of affected(key)) data.set(name, change(data.get(name) ?? null));
      }
      return tryRender(path, templates.get(path) ?? '', data);
    },
  };
}

function judge(suspect: WrittenKey, subject: Subject, trial: Trial): readonly Finding[] {
  const { key, path, line } = suspect;
  const files = trial.filesOf(key);
  const faults = files.flatMap((file) => {
    const base = trial.render(file);
    const text = trial.render(file, key);
    if (base === undefined || text === undefined || generatedFault(file, base) !== undefined) return [];
    const fault = generatedFault(file, text);
    if (fault !== undefined) return [`${file} ${fault}`];
    const value = subject.configuration.data.get(key);
    return typeof value === 'string' && hasLoneBackslash(value) && isReadOtherwise(file, text, value)
      ? [`${file} loses a backslash, which is an escape there: write two for one`]
      : [];
  });
  const [first] = faults;
  if (first === undefined) return [];
  return [
    {
      at: pathText(path),
      line,
      message: `Because of this value ${first}.`,
      ...escaping(suspect, subject, trial, files),
    },
  ];
}

/** Who writes two of each knows of the escapes. */
function hasLoneBackslash(value: string): boolean {
  return value.replaceAll('\\\\', '').includes('\\');
}

/** Entities in the place of markup, where the value goes into XML alone and that mends all of it. */
function escaping(
  suspect: WrittenKey,
  { document, configuration }: Subject,
  trial: Trial,
  files: readonly string[],
): Pick<Finding, 'change'> {
  const { key, effective } = suspect;
  if (effective.kind !== 'value' || typeof effective.value !== 'string' || effective.references.length > 0) return {};
  const raw = effective.value;
  const escaped = escapeXml(raw);
  const mend = (value: JavaValue) => (typeof value === 'string' ? value.replaceAll(raw, () => escaped) : value);
  const isMended = files.every((file) => {
    const text = trial.render(file, key, mend);
    return file.endsWith('.xml') && text !== undefined && generatedFault(file, text) === undefined;
  });
  return isMended ? { change: tomlChange(document, configuration.writtenAt(key), escaped) } : {};
}

/** What is an entity already stays one. */
function escapeXml(text: string): string {
  return text
    .replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function harmless(value: JavaValue): JavaValue {
  if (typeof value === 'string') return value.replace(/[<&"'\\\n]/g, '_');
  if (isJavaList(value)) return value.map(harmless);
  return isJavaMap(value) ? new Map([...value].map(([name, item]) => [name, harmless(item)])) : value;
}

function tryRender(name: string, template: string, data: JavaMap): string | undefined {
  try {
    return renderTemplate({ name, template, configuration: { data } });
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}
