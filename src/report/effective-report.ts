import type { EffectiveValue, Origin } from '../carbon/effective/effective-value.ts';
import { isTomlArray, isTomlTable, type TomlValue, TomlVerbatim } from '../documents/toml-value.ts';
import type { EffectiveKey, EffectiveView, Reference } from '../engine/effective-view.ts';
import { escapeLine } from './escape-output.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { isSecretName } from './secret-keys.ts';

export interface EffectiveInput {
  readonly view: EffectiveView;
  readonly toolVersion: string;
  readonly home: string;
  readonly release: string;
  /** Path of deployment.toml below the home. */
  readonly source: string;
}

const version = 1;

/** Writes effective values as JSON, one document with a final line end, secrets masked. */
export function effectiveJson({ view, toolVersion, home, release, source }: EffectiveInput): string {
  const redactor = createRedactor();
  const document = {
    version,
    tool: { name: 'harden', version: toolVersion },
    command: 'effective',
    home: { path: home },
    release,
    keys: view.keys.map((each) => keyJson(each, source, redactor)),
    problems: view.problems.map(({ line, message }) => ({
      ...(line === undefined ? {} : { file: source, line }),
      message: redactor.sentence(message),
    })),
    exit: { status: 0, reason: 'shown' },
  };
  return `${JSON.stringify(document, undefined, 2).split('\n').map(escapeLine).join('\n')}\n`;
}

function keyJson({ key, value, references, lines, files }: EffectiveKey, source: string, redactor: Redactor): object {
  return {
    key,
    kind: value.kind,
    ...(value.kind === 'value' ? { value: masked(key, value.value, redactor) } : {}),
    ...(value.kind === 'unknown' ? { reason: value.reason } : {}),
    ...(value.kind === 'absent'
      ? {}
      : {
          origin: originJson(value.origin, source),
          references: references.map(({ key: to, origin }) => ({ key: to, origin: originJson(origin, source) })),
        }),
    writtenAt: lines.map((line) => ({ file: source, line })),
    generated: files.map(({ path, lines: reached }) => ({
      file: path,
      ...(reached === undefined ? {} : { lines: reached }),
    })),
  };
}

function originJson(origin: Reference['origin'], source: string): object {
  if (origin.kind === 'file') return { kind: 'file', file: source, line: origin.line, key: origin.path.join('.') };
  if (origin.kind === 'inferred') return { kind: 'inferred', from: origin.from, file: source, line: origin.line };
  return { kind: origin.kind };
}

const linesShown = 6;
const problemsShown = 20;
const noTemplates = '  reaches  what is not known, for want of templates';

/** Writes effective values for people: one key with all that is known of it, several with a line each. */
export function effectiveText({ view, source }: EffectiveInput): string {
  const redactor = createRedactor();
  redactor.file('deployment.toml', view.toml);
  const [only, ...others] = view.keys;
  const keys =
    only !== undefined && others.length === 0
      ? keyPage(only, view, source, redactor)
      : view.keys.map((each) => `${assignment(each, redactor)}  # ${originText(each.value, source)}`);
  const problems = view.problems.slice(0, problemsShown).map(({ line, message }) => {
    const place = line === undefined ? '' : `${source}:${line}: `;
    return `Problem: ${place}${redactor.sentence(message)}`;
  });
  const more = view.problems.length - problemsShown;
  if (more > 0) problems.push(`And ${more} more problems; \`harden lint\` tells of them.`);
  return `${[...keys, ...problems].map(escapeLine).join('\n')}\n`;
}

function keyPage(
  each: EffectiveKey,
  { templates }: EffectiveView,
  source: string,
  redactor: Redactor,
): readonly string[] {
  const { value, references, lines, files } = each;
  const origin = value.kind === 'absent' ? [] : [`  from     ${originText(value, source)}`];
  const others = lines.filter(
    (line) => value.kind === 'absent' || value.origin.kind !== 'file' || line !== value.origin.line,
  );
  return [
    assignment(each, redactor),
    ...origin,
    ...references.map((reference) => `  by       $ref{${reference.key}} from ${placeText(reference.origin, source)}`),
    ...others.map((line) => `  also     ${source}:${line}, which does not count`),
    ...(files.length === 0 ? [templates === 'known' ? '  reaches  no generated file' : noTemplates] : []),
    ...files.flatMap((file) => reachedText(file, redactor)),
  ];
}

function reachedText({ path, text, lines }: EffectiveKey['files'][number], redactor: Redactor): readonly string[] {
  if (lines === undefined || text === undefined || lines.length === 0) return [`  read by  the template of ${path}`];
  const shown = redactor.generated(path, text).split('\n');
  const more = lines.length - linesShown;
  return [
    ...lines.slice(0, linesShown).map((line) => `  reaches  ${path}:${line}: ${shown[line - 1]?.trim() ?? ''}`),
    ...(more > 0 ? [`           and ${more} more lines of it`] : []),
  ];
}

function assignment({ key, value }: EffectiveKey, redactor: Redactor): string {
  if (value.kind === 'absent') return `${key} is not set`;
  if (value.kind === 'unknown') return `${key} cannot be known here: ${value.reason}`;
  return `${key} = ${printed(masked(key, value.value, redactor))}`;
}

function originText(value: EffectiveValue, source: string): string {
  return value.kind === 'absent' ? 'nowhere' : placeText(value.origin, source);
}

function placeText(origin: Origin | { readonly kind: 'absent' }, source: string): string {
  switch (origin.kind) {
    case 'file':
      return `${source}:${origin.line}`;
    case 'inferred':
      return `infer.json, because of ${origin.from} in ${source}:${origin.line}`;
    case 'default':
      return 'default.json';
    case 'absent':
      return 'nowhere';
  }
}

/** What JSON can hold, secrets masked by the names that lead to them. */
type Shown = string | number | boolean | readonly Shown[] | { readonly [key: string]: Shown };

function masked(key: string, value: TomlValue, redactor: Redactor): Shown {
  if (isTomlArray(value)) return value.map((item) => masked(key, item, redactor));
  if (isTomlTable(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, masked(`${key}.${name}`, item, redactor)]),
    );
  }
  if (typeof value === 'string') return maskedText(key, value, redactor);
  if (isSecretName(key) && typeof value !== 'boolean') return maskedText(key, String(value), redactor);
  if (typeof value === 'bigint') return String(value);
  return value instanceof TomlVerbatim ? value.text : value;
}

/** Masks a text as it would be in deployment.toml. */
function maskedText(key: string, value: string, redactor: Redactor): string {
  if (!isSecretName(key)) return redactor.sentence(value);
  const prefix = 'password = ';
  const line = redactor.file('deployment.toml', `${prefix}${JSON.stringify(value)}`);
  return line.slice(prefix.length + 1, -1);
}

function printed(value: Shown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([name, item]) => `${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)} = ${printed(item)}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
