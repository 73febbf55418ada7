import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files below HARDEN_TEST_TREES whose names end so, as text in Latin-1, which loses no byte; none when it is not set. */
export function realFiles(...endings: readonly string[]): readonly { readonly name: string; readonly text: string }[] {
  const tree = process.env['HARDEN_TEST_TREES'];
  if (tree === undefined) return [];
  return readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(tree, name), 'latin1') }));
}
