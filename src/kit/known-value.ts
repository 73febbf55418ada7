import type { TomlValue } from '../documents/toml-document.ts';
import type { Context } from './context.ts';
import type { Params } from './params.ts';

/** The effective value of a key, `undefined` where it has none or where it cannot be known here. */
export function knownValue<P extends Params>({ configuration }: Context<P>, key: string): TomlValue | undefined {
  const effective = configuration.get(key);
  return effective.kind === 'value' ? effective.value : undefined;
}

/** True for the boolean and for the text, which the product writes alike. */
export function isTrue(value: unknown): boolean {
  return String(value) === 'true';
}

/** True also for what Java may read as true: `Boolean.parseBoolean` looks at no case. To be asked where true is weak. */
export function mayBeTrue(value: unknown): boolean {
  return /^\s*true\s*$/i.test(String(value));
}

/** True where the effective value of a key is known to be true. */
export function isOn<P extends Params>(context: Context<P>, key: string): boolean {
  return isTrue(knownValue(context, key));
}
