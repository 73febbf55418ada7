import type { EffectiveValue } from '../carbon/effective/effective-value.ts';
import type { KeyPath, TomlDocument, TomlValue } from '../documents/toml-document.ts';
import type { Context } from './context.ts';
import type { Finding } from './finding.ts';
import type { Params } from './params.ts';
import { judgeSetting, type Setting } from './setting.ts';
import { tomlChange, tomlPart } from './toml-part.ts';
import type { Part } from './transform.ts';

/** A key of deployment.toml, dotted as the product's templates name it. The value is the effective one. */
export type TomlSetting<P extends Params> = Setting<P, unknown, TomlValue>;

/** Judges effective values and changes their source in deployment.toml. */
export function tomlSettings<P extends Params>(...settings: readonly TomlSetting<P>[]): Part<P> {
  return {
    ...tomlPart({
      inspect: (document, context) => settings.flatMap((setting) => judge(setting, document, context)),
    }),
    judges: settings.map(({ key }) => key),
  };
}

function judge<P extends Params>(
  setting: TomlSetting<P>,
  document: TomlDocument,
  context: Context<P>,
): readonly Finding[] {
  if (setting.concerns?.(context) === false) return [];
  const { key } = setting;
  const effective = context.configuration.get(key);
  const place = { at: key, line: lineOf(effective) };
  if (effective.kind === 'unknown')
    return [{ ...place, status: 'error', message: `Could not be checked: ${effective.reason}.` }];
  return judgeSetting(setting, context, {
    ...place,
    value: effective.kind === 'value' ? effective.value : undefined,
    change: (wanted) => tomlChange(document, pathsOf(key, context), wanted),
  });
}

/** Every spelling that the file holds is set: which of a key and its alias wins depends on the product's map order. */
function pathsOf<P extends Params>(key: string, { configuration }: Context<P>): readonly KeyPath[] {
  const written = configuration.writtenAt(key);
  return written.length > 0 ? written : [key.split('.')];
}

/** The line of deployment.toml that a value stands in, or comes from by inference. */
export function lineOf(effective: EffectiveValue): number | undefined {
  return effective.kind === 'absent' || effective.origin.kind === 'default' ? undefined : effective.origin.line;
}
