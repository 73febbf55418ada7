import { nearest } from '../engine/nearest.ts';

/** In another table only a slip of the pen is meant: names such as `username` are in many. */
const slip = 2;

/** An installation has some 4,000. */
const mostNames = 10_000;

/**
 * The real key that is most probably meant by one that is none: first one of the same table whose name holds the name or
 * is spelt in another way (`name` for `file_name`, `filename`), then the only one of that name in a table below, then the
 * one that takes the fewest edits. None is looked for among more names than installations have.
 */
export function nearestKey(key: string, names: ReadonlySet<string>): string | undefined {
  if (names.size > mostNames) return undefined;
  const table = tableOf(key);
  const siblings = [...names].filter((name) => tableOf(name) === table);
  const bare = spelling(nameOf(key));
  const words = siblings.filter(
    (name) => spelling(nameOf(name)) === bare || wordsOf(nameOf(name)).includes(nameOf(key)),
  );
  const [first, second] = words.sort((a, b) => a.length - b.length);
  if (first !== undefined && (second === undefined || second.length > first.length)) return first;
  const [deeper, ...others] = [...names].filter((name) => name.startsWith(`${table}.`) && nameOf(name) === nameOf(key));
  if (deeper !== undefined && others.length === 0) return deeper;
  const close = nearest(
    nameOf(key),
    siblings.map((name) => nameOf(name)),
  );
  if (close !== undefined) return table === '' ? close : `${table}.${close}`;
  return nearest(key, names, slip);
}

function tableOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('.')));
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

function spelling(name: string): string {
  return name.replace(/[-_']/g, '').toLowerCase();
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[-_]/);
}
