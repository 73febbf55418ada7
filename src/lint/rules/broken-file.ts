import { isJavaList, isJavaMap, type JavaValue, javaText } from '../../carbon/effective/java-value.ts';
import { templateFault } from '../../carbon/jinja/consumed-keys.ts';
import { type Rendered, tryRender } from '../../carbon/jinja/try-render.ts';
import { dependentsOf } from '../../carbon/key-reach.ts';
import { templateOf } from '../../carbon/layout.ts';
import type { Finding } from '../../kit/finding.ts';
import { tomlChange } from '../../kit/toml-part.ts';
import { type Culprits, culpritsAmong, type FaultOf } from '../culprits.ts';
import { defineRule } from '../define-rule.ts';
import { findingsOn, toldAtMost } from '../findings-on.ts';
import { generatedFault, readsOtherwise } from '../generated-fault.ts';
import { catalogPart, knownOf, pathText, type Subject, type WrittenKey, writtenKeys } from '../subject.ts';

export const brokenFile = defineRule({
  title: 'No value of deployment.toml breaks a generated file',
  why: 'The product puts values into XML and properties files as they stand: an ampersand in a password keeps the server from starting, and a backslash in a pattern is lost, which makes the pattern weaker.',
  consequence:
    'In XML, what is markup is written as entities; where a value goes into other kinds of files too, nothing is changed.',
  severity: 'high',
  evidence: 'rendered',
  source:
    'JinjaParser of config-mapper, which renders without autoescape; proved by rendering the templates of the installation',
  parts: [
    {
      files: (home) => [...knownOf(home).templates.keys()].map(templateOf),
      inspect: (file) => (file.kind === 'text' ? unreadable(file.text) : []),
    },
    catalogPart((subject) => {
      const suspects = writtenKeys(subject.configuration).filter(({ key }) => isSuspect(subject, key));
      if (suspects.length === 0) return [];
      const trial = trialOf(subject, suspects);
      const unchecked = trial.paths.flatMap((path) => uncheckedFile(path, trial));
      const told = new Set<WrittenKey>();
      const culprits = trial.paths
        .flatMap((path) => judge(path, subject, trial))
        .filter(({ first }) => !told.has(first) && told.add(first))
        .sort((a, b) => a.first.line - b.first.line);
      return [...findingsOn(culprits, (each) => finding(each, subject, trial)), ...unchecked];
    }),
  ],
});

/** Either the server does not start with it, or harden does not know what the product makes of it. */
function unreadable(template: string): readonly Finding[] {
  const fault = templateFault(template);
  if (fault === undefined) return [];
  const { line, reason } = fault;
  return [
    { at: `line ${line}`, line, status: 'error', message: `This template could not be checked, because of ${reason}.` },
  ];
}

/** What XML, JSON, properties or the templates themselves may take for something else than text. */
const delicate = /[<&"'\\\x00-\x08\x0a-\x1f]|\{[{%#]|--|\]\]>/g;

/** A value that only refers to a delicate one is none: that is where to mend it. */
function isSuspect(subject: Subject, key: string): boolean {
  const { data, references } = subject.configuration;
  if (references.has(key)) return false;
  return javaText(data.get(key) ?? null).search(delicate) !== -1 || isOdd(subject, key);
}

/** A value of another kind than its default, or than the loops over it want: a template may not know what to do with it. */
function isOdd({ configuration, catalog }: Subject, key: string): boolean {
  const is = kindOf(configuration.data.get(key) ?? null);
  const byDefault = catalog.defaults.get(key) ?? null;
  return byDefault === null ? catalog.isLoopedOver(key) && is === 'scalar' : is !== kindOf(byDefault);
}

function kindOf(value: JavaValue): 'list' | 'table' | 'scalar' {
  if (isJavaList(value)) return 'list';
  return isJavaMap(value) ? 'table' : 'scalar';
}

/** Renders with the values of some suspects made harmless, so that each can be judged alone. */
interface Trial {
  /** The files that suspects reach, but for those whose templates cannot be read. */
  readonly paths: readonly string[];
  suspectsOf(path: string): readonly WrittenKey[];
  /** With no suspect as it is. */
  base(path: string): Rendered | 'untold';
  /** With all of them as they are: what the next start makes. */
  whole(path: string): Rendered | 'untold';
  /** With these suspects as they are, or mended; `untold` when too much was rendered already. */
  render(path: string, left: readonly WrittenKey[], mend?: (value: JavaValue) => JavaValue): Rendered | 'untold';
}

/** In characters that are rendered, a setting counting as 24 of them and a suspect as 128: a usual file some forty times. */
const effortAtMost = 1 << 22;

function trialOf(subject: Subject, suspects: readonly WrittenKey[]): Trial {
  const { configuration, templates, reach, catalog } = subject;
  const { data } = configuration;
  const affectedBy = dependentsOf(configuration);
  const odd = new Set(suspects.filter(({ key }) => isOdd(subject, key)));
  const files = new Map(suspects.map((suspect) => [suspect, new Set(reach.filesOf(suspect.key))]));
  const tamed = new Map<string, JavaValue>();
  const tame = (name: string): JavaValue => {
    const made = tamed.get(name) ?? harmless(data.get(name) ?? null);
    tamed.set(name, made);
    return made;
  };
  let effort = 0;
  const render: Trial['render'] = (path, left, mend) => {
    if (effort > effortAtMost) return 'untold';
    const tried = new Map(data);
    if (mend) for (const name of affectedBy(left.map(({ key }) => key))) tried.set(name, mend(data.get(name) ?? null));
    const kept = new Set(left);
    const others = suspects.filter((suspect) => !kept.has(suspect));
    for (const name of affectedBy(others.map(({ key }) => key))) tried.set(name, tame(name));
    for (const other of others) if (odd.has(other)) tried.set(other.key, catalog.defaults.get(other.key) ?? null);
    const result = tryRender({ name: path, template: templates.get(path) ?? '', configuration: { data: tried } });
    effort += data.size * 24 + suspects.length * 128 + ('text' in result ? result.text.length : 0);
    return result;
  };
  const suspectsOf = (path: string) => suspects.filter((suspect) => files.get(suspect)?.has(path));
  const remembering = (leftIn: (path: string) => readonly WrittenKey[]) => {
    const known = new Map<string, Rendered | 'untold'>();
    return (path: string) => {
      const made = known.get(path) ?? render(path, leftIn(path));
      known.set(path, made);
      return made;
    };
  };
  return {
    paths: [...new Set([...files.values()].flatMap((each) => [...each]))].filter(
      (path) => templateFault(templates.get(path) ?? '') === undefined,
    ),
    suspectsOf,
    base: remembering(() => []),
    whole: remembering(suspectsOf),
    render,
  };
}

/**
 * A file that cannot be generated whatever its values are: what they do there is not known. Neither is it where there is
 * too much to render; all files are rendered once before culprits are looked for, which then may stay untold.
 */
function uncheckedFile(path: string, trial: Trial): readonly Finding[] {
  const base = trial.base(path);
  const fault = base === 'untold' || trial.whole(path) === 'untold' ? 'very many or very long values' : refusalOf(base);
  if (fault === undefined) return [];
  return [{ at: path, status: 'error', message: `${path} could not be checked, because of ${fault}.` }];
}

function refusalOf(rendered: Rendered): string | undefined {
  return 'refusal' in rendered ? rendered.refusal : undefined;
}

function judge(path: string, { configuration }: Subject, trial: Trial): readonly Culprits<WrittenKey>[] {
  const suspects = trial.suspectsOf(path);
  const base = trial.base(path);
  if (base === 'untold' || faultIn(path, base) !== undefined || !('text' in base)) return [];
  const faultOf: FaultOf<WrittenKey> = (left) => {
    const rendered = left.length === suspects.length ? trial.whole(path) : trial.render(path, left);
    if (rendered === 'untold') return rendered;
    const fault = faultIn(path, rendered);
    return fault === undefined ? 'none' : { fault };
  };
  const culprits = culpritsAmong(suspects, faultOf);
  const all = trial.whole(path);
  if (culprits.length > 0 || all === 'untold' || !('text' in all)) return culprits;
  const isLost = readsOtherwise(path, all.text);
  const losers: Culprits<WrittenKey>[] = [];
  for (const suspect of suspects) {
    const value = configuration.data.get(suspect.key) ?? null;
    const loss = typeof value === 'string' ? lossOf(value, isLost, all.text, base.text) : undefined;
    if (loss !== undefined) losers.push({ first: suspect, count: 1, fault: `${path} ${loss}` });
    if (losers.length > toldAtMost) break;
  }
  return losers;
}

function faultIn(path: string, rendered: Rendered): string | undefined {
  if ('refusal' in rendered) return `${path} cannot be generated any more: ${rendered.refusal}`;
  const fault = generatedFault(path, rendered.text);
  return fault === undefined ? undefined : `${path} ${fault}`;
}

/** What a well-formed file does not hold of a value that is put into it. */
function lossOf(value: string, isLost: (value: string) => boolean, text: string, base: string): string | undefined {
  if (/\{[{%]/.test(value) && base.includes(javaText(harmless(value))) && !text.includes(value)) {
    return 'loses a part of it, which the product takes for a template';
  }
  if (hasLoneBackslash(value) && isLost(value)) return 'loses a backslash, which is an escape there: write two for one';
  return /[\n\r]/.test(value) && isLost(value) ? 'loses what comes after its first line' : undefined;
}

/** Who writes two of each knows of the escapes. */
function hasLoneBackslash(value: string): boolean {
  return value.replaceAll('\\\\', '').includes('\\');
}

function finding({ first, count, fault }: Culprits<WrittenKey>, subject: Subject, trial: Trial): Finding {
  const cause = count === 1 ? 'this value' : `one of ${count} values, of which this is the first,`;
  const change = count === 1 ? escaping(first, subject, trial) : {};
  return { at: pathText(first.path), line: first.line, message: `Because of ${cause} ${fault}.`, ...change };
}

/** Entities in the place of markup, where the value goes into XML alone and that mends all of it. */
function escaping(
  suspect: WrittenKey,
  { document, configuration, reach }: Subject,
  trial: Trial,
): Pick<Finding, 'change'> {
  const { key, effective } = suspect;
  if (effective.kind !== 'value' || typeof effective.value !== 'string') return {};
  const raw = effective.value;
  const escaped = escapeXml(raw);
  const mend = (value: JavaValue) => (typeof value === 'string' ? value.replaceAll(raw, () => escaped) : value);
  const files = reach.filesOf(key);
  if (!files.every((file) => file.endsWith('.xml'))) return {};
  const isMended = files.every((file) => {
    const rendered = trial.render(file, [suspect], mend);
    return rendered !== 'untold' && faultIn(file, rendered) === undefined;
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
  if (typeof value === 'string') return value.replace(delicate, (found) => '_'.repeat(found.length));
  if (isJavaList(value)) return value.map(harmless);
  return isJavaMap(value) ? new Map([...value].map(([name, item]) => [name, harmless(item)])) : value;
}
