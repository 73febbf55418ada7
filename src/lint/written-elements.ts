import { joinKeys } from '../carbon/effective/flatten-toml.ts';
import { splitKey } from '../carbon/effective/split-key.ts';
import { anyElement } from '../carbon/jinja/consumed-keys.ts';
import type { KeyPath } from '../documents/toml-document.ts';
import { isTomlArray, isTomlTable, type TomlTable, type TomlValue } from '../documents/toml-value.ts';
import { onceFor } from '../once-for.ts';
import { type Subject, type WrittenKey, writtenKeys } from './subject.ts';

/** A key in a table of an array that deployment.toml writes. */
export interface WrittenElement {
  /** Where it stands in deployment.toml, with the index of the table. */
  readonly path: KeyPath;
  readonly line: number;
  /** The same by the names of the templates, `[]` for each index. */
  readonly place: readonly string[];
  readonly value: TomlValue;
  /** The array of the outermost table, and the key there. */
  readonly array: string;
  readonly key: string;
}

/** The keys in the tables of arrays, where templates read the array. */
export const writtenElements = onceFor((subject: Subject): readonly WrittenElement[] =>
  writtenKeys(subject.configuration)
    .filter(
      ({ key, effective }) => effective.kind === 'value' && isTomlArray(effective.value) && subject.catalog.isRead(key),
    )
    .flatMap((written) => elementsOf(written, subject)),
);

function elementsOf({ key: array, path }: WrittenKey, { document, catalog }: Subject): readonly WrittenElement[] {
  const outermost = [...(splitKey(array) ?? [array]), anyElement];
  const found: WrittenElement[] = [];
  const visitAll = (items: TomlValue | undefined, at: KeyPath, place: readonly string[]): void => {
    for (const [index, item] of isTomlArray(items) ? items.entries() : []) {
      if (isTomlTable(item)) visit(item, [...at, index], place, []);
    }
  };
  const visit = (table: TomlTable, at: KeyPath, place: readonly string[], names: readonly string[]): void => {
    for (const [name, value] of Object.entries(table)) {
      const here = [...at, name];
      const within = [...names, name];
      if (isTomlTable(value)) {
        visit(value, here, place, within);
        continue;
      }
      const written = joinKeys(within).replaceAll('"', "'");
      // key-mappings.json renames in the outermost tables only.
      const key = place.length === outermost.length ? catalog.nameInElement(array, written) : written;
      const leaf = [...place, ...(splitKey(key) ?? within)];
      found.push({ path: here, line: document.lineOf(here) ?? 1, place: leaf, value, array, key });
      visitAll(value, here, [...leaf, anyElement]);
    }
  };
  visitAll(document.get(path), path, outermost);
  return found;
}
