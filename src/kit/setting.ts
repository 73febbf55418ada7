import { TomlVerbatim } from '../documents/toml-value.ts';
import type { Context } from './context.ts';
import type { Change, Finding, Harm, Risk, Severity } from './finding.ts';
import type { Params } from './params.ts';

/**
 * One value in a file of some kind, as a rule. It is written only where `accepts` refuses what is there: a floor, not an
 * equality.
 */
export interface Setting<P extends Params, Value = unknown, Wanted = Value> {
  /** Where it stands, in the file's own terms. */
  readonly key: string;
  /** Where it concerns only some homes. */
  concerns?(context: Context<P>): boolean;
  /** True for every value that is as strong as the wanted one or stronger; `undefined` is no value at all. */
  accepts(value: Value | undefined, context: Context<P>): boolean;
  /** The value to write; none where only the operator can decide. */
  readonly wants?: Wanted | ((context: Context<P>) => Wanted | undefined);
  /** What is there and what should be, as one sentence. `found` is the value as text. */
  readonly says: string | ((found: string, context: Context<P>) => string);
  /** Where it differs from the transform's own. */
  readonly severity?: Severity | ((value: Value | undefined, context: Context<P>) => Severity | undefined);
  /** Where it differs from the transform's own. */
  readonly risk?: Risk | ((value: Value | undefined, context: Context<P>) => Risk | undefined);
  /** Why `wants` says nothing here, where it would do harm. */
  harm?(context: Context<P>): Harm | undefined;
}

/** Judges a value that was found, by the rule for it. */
export function judgeSetting<P extends Params, Value, Wanted>(
  setting: Setting<P, Value, Wanted>,
  context: Context<P>,
  found: {
    readonly at: string;
    readonly line: number | undefined;
    readonly value: Value | undefined;
    /** None where there is no place for a value. */
    readonly change: ((wanted: Wanted) => Change) | undefined;
  },
): readonly Finding[] {
  const { value, at, line, change } = found;
  if (setting.concerns?.(context) === false || setting.accepts(value, context)) return [];
  const { says, severity, risk, wants } = setting;
  const wanted = isFunction(wants) ? wants(context) : wants;
  return [
    {
      at,
      line,
      message: typeof says === 'function' ? says(printValue(value), context) : says,
      severity: typeof severity === 'function' ? severity(value, context) : severity,
      risk: typeof risk === 'function' ? risk(value, context) : risk,
      change: wanted === undefined ? undefined : change?.(wanted),
      harm: setting.harm?.(context),
    },
  ];
}

function isFunction<Argument, Result>(
  value: Result | ((argument: Argument) => Result),
): value is (argument: Argument) => Result {
  return typeof value === 'function';
}

function printValue(value: unknown): string {
  if (value === undefined) return 'not set';
  if (value instanceof TomlVerbatim) return value.text;
  return typeof value === 'string' ? (value === '' ? 'empty' : value) : JSON.stringify(value);
}
