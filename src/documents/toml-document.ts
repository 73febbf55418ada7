import { DocumentError } from './document-error.ts';
import type { TextEdit } from './text-edit.ts';
import { appendElementEdits, setEdits } from './toml-insertion.ts';
import { removeTableEdits, removeValueEdits } from './toml-removal.ts';
import { descend, parseTomlTree, startsWithBom, type TomlTree, valueOfNode } from './toml-tree.ts';
import { isTomlTable, type KeyPath, type TomlTable, type TomlValue, tomlEquals } from './toml-value.ts';

export type { KeyPath, TomlTable, TomlValue } from './toml-value.ts';

/**
 * A TOML 1.0 text that is changed by replacing a few of its bytes; all others stay as the operator wrote them.
 * The edits of one call belong to `text`: to make several changes, apply and parse after each.
 */
export class TomlDocument {
  readonly text: string;
  /** Tables have no prototype. */
  readonly values: TomlTable;
  /** What the text is made of, for those who judge how it is written. */
  readonly tree: TomlTree;

  private constructor(tree: TomlTree, values: TomlTable) {
    this.text = tree.text;
    this.values = values;
    this.tree = tree;
  }

  /** @throws {DocumentError} when the text is not TOML 1.0, or nested deeper than 64 levels. */
  static parse(text: string): TomlDocument {
    const tree = parseTomlTree(text);
    const values = valueOfNode(tree.root);
    if (!isTomlTable(values)) throw new TypeError('the root of a document is a table');
    return new TomlDocument(tree, values);
  }

  get(path: KeyPath): TomlValue | undefined {
    const { node, depth } = descend(this.tree.root, path);
    return depth === path.length ? valueOfNode(node) : undefined;
  }

  has(path: KeyPath): boolean {
    return descend(this.tree.root, path).depth === path.length;
  }

  /** One-based line of the key, of the header of a table, or of the first header below it when it has none. */
  lineOf(path: KeyPath): number | undefined {
    const { node, depth } = descend(this.tree.root, path);
    return depth === path.length ? node.origin.loc.start.line : undefined;
  }

  /**
   * Gives a key a value: none when it has it already, the bytes of the value when the key exists, else a new line in
   * the table of the key, or a new table.
   * @throws {DocumentError} when the path leads through a value or to a table that has a header of its own, or when the
   * text starts with a byte order mark: the product cannot read such a file.
   */
  set(path: KeyPath, value: TomlValue): readonly TextEdit[] {
    return tomlEquals(this.get(path), value) ? [] : setEdits(this.#editable(), path, value);
  }

  /** Takes a key with its line and the comment on it away, or an element out of an array. */
  remove(path: KeyPath): readonly TextEdit[] {
    return this.has(path) ? removeValueEdits(this.#editable(), path) : [];
  }

  /** Adds a `[[path]]` element, its sub-tables as `[path.key]`. */
  appendTable(path: KeyPath, table: TomlTable): readonly TextEdit[] {
    return appendElementEdits(this.#editable(), path, table);
  }

  /** Takes a table, an array of tables or one element of it away, with all tables below it. */
  removeTable(path: KeyPath): readonly TextEdit[] {
    return this.has(path) ? removeTableEdits(this.#editable(), path) : [];
  }

  #editable(): TomlTree {
    if (startsWithBom(this.text)) throw new DocumentError('the text starts with a byte order mark', 1);
    return this.tree;
  }
}
