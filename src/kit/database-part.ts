import { isTomlArray, isTomlTable, type TomlValue } from '../documents/toml-value.ts';
import type { Context } from './context.ts';
import type { Finding } from './finding.ts';
import { knownValue } from './known-value.ts';
import type { Params } from './params.ts';
import { tomlPart } from './toml-part.ts';
import { lineOf } from './toml-settings.ts';
import type { Part } from './transform.ts';

/** A database as the server will reach it, by the table of deployment.toml that it comes from. */
export interface Database {
  /** `database.shared_db`, `datasource.AgentIdentity`, `datasource[0]`. */
  readonly name: string;
  readonly url: string | undefined;
  readonly username: string | undefined;
}

/**
 * Judges one field of every database: `[database.x]`, `[datasource.x]`, and each `[[datasource]]`. Where only the type
 * and the host are written, the URL is the one that the product infers from them.
 */
export function databasePart<P extends Params>(part: {
  readonly field: 'url' | 'username';
  judge(database: Database, context: Context<P>): Omit<Finding, 'at' | 'line' | 'change'> | undefined;
}): Part<P> {
  const { field, judge } = part;
  return tomlPart({
    inspect(document, context) {
      const single = keysOf(context, field).flatMap((key) => {
        const effective = context.configuration.get(key);
        const line = lineOf(effective);
        const place = { at: key, ...(line === undefined ? {} : { line }) };
        if (effective.kind === 'unknown') return [couldNotCheck(place, effective.reason)];
        const found = judge(databaseAt(context, key.slice(0, -field.length - 1)), context);
        return found === undefined ? [] : [{ ...place, ...found }];
      });
      const list = context.configuration.get('datasource');
      if (list.kind === 'unknown') return [...single, couldNotCheck({ at: 'datasource' }, list.reason)];
      if (list.kind === 'absent' || !isTomlArray(list.value)) return single;
      const listed = list.value.flatMap((entry, index) => {
        if (!isTomlTable(entry)) return [];
        const name = `datasource[${index}]`;
        const found = judge({ name, url: textOf(entry['url']), username: textOf(entry['username']) }, context);
        const line = document.lineOf(['datasource', index, field]);
        return found === undefined
          ? []
          : [{ at: `${name}.${field}`, ...(line === undefined ? {} : { line }), ...found }];
      });
      return [...single, ...listed];
    },
  });
}

/** In the order of the alphabet. */
function keysOf<P extends Params>({ configuration }: Context<P>, field: string): readonly string[] {
  return ['database', 'datasource']
    .flatMap((table) => configuration.keysBelow(table))
    .filter((key) => key.endsWith(`.${field}`) && key.split('.').length === 3)
    .sort();
}

function couldNotCheck(place: { readonly at: string; readonly line?: number }, reason: string): Finding {
  return { ...place, status: 'error', message: `Could not be checked: ${reason}.` };
}

function databaseAt<P extends Params>(context: Context<P>, name: string): Database {
  return {
    name,
    url: textOf(knownValue(context, `${name}.url`)),
    username: textOf(knownValue(context, `${name}.username`)),
  };
}

function textOf(value: TomlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
