import { isJavaList, isJavaMap, type JavaValue, javaText } from '../../../src/carbon/effective/java-value.ts';
import { type ConfigurationInput, resolveConfiguration } from '../../../src/carbon/effective/resolve-configuration.ts';
import { renderAll } from '../../../src/carbon/jinja/render-template.ts';
import { DocumentError } from '../../../src/documents/document-error.ts';
import { TomlDocument } from '../../../src/documents/toml-document.ts';
import type { OracleAnswer } from './oracle.ts';
import type { Resources } from './resources.ts';

/** What harden says that the product makes of a text, in the form of the oracle's answer. */
export function predict(
  text: string,
  { sources, templates, mapper }: Pick<Resources, 'sources' | 'templates' | 'mapper'>,
  variables: Pick<ConfigurationInput, 'environment' | 'systemProperties'>,
): OracleAnswer {
  try {
    const configuration = resolveConfiguration({ toml: TomlDocument.parse(text), sources, mapper, ...variables });
    const [problem] = configuration.problems;
    if (problem) return { kind: 'error', message: problem.message };
    return { kind: 'done', data: typed(configuration.data), files: renderAll(templates, configuration) };
  } catch (error) {
    if (error instanceof DocumentError) return { kind: 'error', message: error.message };
    throw error;
  }
}

/** Names the first place where two answers differ; why something fails the two say in other words. */
export function difference(predicted: OracleAnswer, answer: OracleAnswer): string | undefined {
  if (predicted.kind === 'error' || answer.kind === 'error') {
    if (predicted.kind === answer.kind) return undefined;
    return answer.kind === 'error'
      ? `only the product refuses: ${answer.message}`
      : `only harden refuses: ${predicted.kind === 'error' ? predicted.message : ''}`;
  }
  const entries = [lines(predicted.data), lines(answer.data)] as const;
  const inData = firstLine(...entries);
  if (inData !== undefined) return `in the flat map ${inData}`;
  for (const path of new Set([...predicted.files.keys(), ...answer.files.keys()])) {
    const inFile = firstLine(predicted.files.get(path)?.split('\n') ?? [], answer.files.get(path)?.split('\n') ?? []);
    if (inFile !== undefined) return `in ${path} ${inFile}`;
  }
  return undefined;
}

/** The entries of the flat map in their order, each as one line. */
function lines(data: unknown): readonly string[] {
  const entries = typeof data === 'object' && data !== null && 'map' in data && Array.isArray(data.map) ? data.map : [];
  return entries.map((entry) => JSON.stringify(entry));
}

function firstLine(predicted: readonly string[], answered: readonly string[]): string | undefined {
  const length = Math.max(predicted.length, answered.length);
  for (let index = 0; index < length; index++) {
    if (predicted[index] === answered[index]) continue;
    return `at ${index + 1}: harden says ${predicted[index] ?? 'nothing'}, the product ${answered[index] ?? 'nothing'}`;
  }
  return undefined;
}

/** As Oracle.java prints it. */
function typed(value: JavaValue): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (isJavaList(value)) return value.map(typed);
  if (isJavaMap(value)) return { map: [...value].map(([key, item]) => [key, typed(item)]) };
  if (typeof value === 'bigint') return { integer: javaText(value) };
  return typeof value === 'number' ? { double: javaText(value) } : { date: javaText(value) };
}
