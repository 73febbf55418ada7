import { anyElement, comparisonsIn, consumedElements } from './jinja/consumed-keys.ts';

/** What the templates of an installation take from places within arrays and within tables that they run over. */
export interface ConsumedTree {
  /** Whether a template can take something from a place; of places outside of what they run over it knows nothing: true. */
  isRead(path: readonly string[]): boolean;
  /** What the templates take at a place. */
  takenAt(path: readonly string[]): Taken;
  /** Whether templates ask for a truth value at a place, by identity, and nowhere for the text of one. */
  asksForTruth(path: readonly string[]): boolean;
}

export interface Taken {
  /** Keys of a table that is there. */
  readonly names: readonly string[];
  /** `elements`: they run over what is there; `whole`: they take all of it, whatever it is; `none`: only the names. */
  readonly rest: 'elements' | 'whole' | 'none';
}

interface Node {
  readonly children: Map<string, Node>;
  readonly isWithin: boolean;
  readonly compared: Set<'truth' | 'text'>;
  isWhole: boolean;
}

/** Paths are in parts; an index into an array is {@link anyElement}. */
export function consumedTree(templates: Iterable<string>): ConsumedTree {
  const elements = newNode(false);
  const comparisons = newNode(false);
  for (const template of templates) {
    for (const { path, use } of consumedElements(template)) {
      const node = nodeAt(elements, path);
      node.isWhole ||= use === 'whole';
    }
    for (const { path, as } of comparisonsIn(template)) nodeAt(comparisons, path).compared.add(as);
  }
  return {
    isRead(path) {
      let nodes: readonly Node[] = [elements];
      for (const part of path) {
        const next = below(nodes, part);
        if (next.some(({ isWhole }) => isWhole)) return true;
        if (next.length === 0) return !nodes.some(({ isWithin }) => isWithin);
        nodes = next;
      }
      return true;
    },
    takenAt(path) {
      const nodes = nodesAt(elements, path);
      const names = new Set(nodes.flatMap(({ children }) => [...children.keys()]));
      const isRunOver = names.delete(anyElement);
      const isWhole = nodes.some((node) => node.isWhole);
      return { names: [...names], rest: isWhole ? 'whole' : isRunOver ? 'elements' : 'none' };
    },
    asksForTruth(path) {
      const compared = nodesAt(comparisons, path).map((node) => node.compared);
      return compared.some((each) => each.has('truth')) && !compared.some((each) => each.has('text'));
    },
  };
}

function newNode(isWithin: boolean): Node {
  return { children: new Map(), isWithin, compared: new Set(), isWhole: false };
}

function nodeAt(root: Node, path: readonly string[]): Node {
  let node = root;
  for (const part of path) {
    const child = node.children.get(part) ?? newNode(node.isWithin || part === anyElement);
    node.children.set(part, child);
    node = child;
  }
  return node;
}

function nodesAt(root: Node, path: readonly string[]): readonly Node[] {
  return path.reduce<readonly Node[]>(below, [root]);
}

function below(nodes: readonly Node[], part: string): readonly Node[] {
  const found: Node[] = [];
  // Every key of a configuration is looked up several times.
  for (const { children } of nodes) {
    const named = children.get(part);
    const any = part === anyElement ? undefined : children.get(anyElement);
    if (named !== undefined) found.push(named);
    if (any !== undefined) found.push(any);
  }
  return found;
}
