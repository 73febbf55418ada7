import type { EffectiveValue } from '../carbon/effective/effective-value.ts';
import type { KeyPath, TomlDocument, TomlValue } from '../documents/toml-document.ts';
import type { Context } from './context.ts';
import type { Finding, Harm, Risk, Severity } from './finding.ts';
import type { Params } from './params.ts';
import { tomlChange, tomlPart } from './toml-part.ts';
import type { Part } from './transform.ts';

/** One key of deployment.toml. It is written only where `accepts` refuses the value that the server would read. */
export interface Setting<P extends Params> {
  /** The product's dotted key, as its templates name it. */
  readonly key: string;
  /** Where a part of the key holds a dot itself; else the key split at its dots. */
  readonly path?: KeyPath;
  /** True for every value that is as strong as the wanted one or stronger; `undefined` is a key without value. */
  accepts(value: unknown, context: Context<P>): boolean;
  /** The value to write; `undefined` where only the operator can decide. */
  wants(context: Context<P>): TomlValue | undefined;
  /** What is there and what should be, as one sentence. `found` is the value as text. */
  says(found: string, context: Context<P>): string;
  /** Where it differs from the transform's own. */
  severity?(value: unknown, context: Context<P>): Severity | undefined;
  /** Where it differs from the transform's own. */
  risk?(value: unknown, context: Context<P>): Risk | undefined;
  /** Why `wants` says nothing here, where it would do harm. */
  harm?(context: Context<P>): Harm | undefined;
}

/** Judges effective values and changes their source in deployment.toml. */
export function tomlSettings<P extends Params>(part: {
  /** A function where the keys depend on what is configured, such as one for each database. */
  readonly settings: readonly Setting<P>[] | ((context: Context<P>) => readonly Setting<P>[]);
  /** Where the settings concern only some homes. */
  concerns?(context: Context<P>): boolean;
}): Part<P> {
  const { settings, ...rest } = part;
  return tomlPart({
    ...rest,
    inspect: (document, context) =>
      (typeof settings === 'function' ? settings(context) : settings).flatMap((setting) =>
        judge(setting, document, context),
      ),
  });
}

function judge<P extends Params>(setting: Setting<P>, document: TomlDocument, context: Context<P>): readonly Finding[] {
  const effective = context.configuration.get(setting.key);
  const line = lineOf(effective);
  const place = { at: setting.key, ...(line === undefined ? {} : { line }) };
  if (effective.kind === 'unknown')
    return [{ ...place, status: 'error', message: `Could not be checked: ${effective.reason}.` }];
  const value = effective.kind === 'value' ? effective.value : undefined;
  if (setting.accepts(value, context)) return [];
  const severity = setting.severity?.(value, context);
  const risk = setting.risk?.(value, context);
  const wanted = setting.wants(context);
  const harm = setting.harm?.(context);
  return [
    {
      ...place,
      message: setting.says(printValue(value), context),
      ...(severity === undefined ? {} : { severity }),
      ...(risk === undefined ? {} : { risk }),
      ...(wanted === undefined ? {} : { change: tomlChange(document, pathsOf(setting, context), wanted) }),
      ...(harm === undefined ? {} : { harm }),
    },
  ];
}

/** Every spelling that the file holds is set: which of a key and its alias wins depends on the product's map order. */
function pathsOf<P extends Params>({ key, path }: Setting<P>, { configuration }: Context<P>): readonly KeyPath[] {
  const written = configuration.writtenAt(key);
  return written.length > 0 ? written : [path ?? key.split('.')];
}

/** The line of deployment.toml that a value stands in, or comes from by inference. */
export function lineOf(effective: EffectiveValue): number | undefined {
  return effective.kind === 'absent' || effective.origin.kind === 'default' ? undefined : effective.origin.line;
}

function printValue(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? (value === '' ? 'empty' : value) : JSON.stringify(value);
}
