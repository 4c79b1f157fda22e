import type { Json } from '../../types.ts';
import { isScalar } from '../values/value.ts';
import type { Item } from './questions.ts';

/** Those items of a question that may hold of a value, in their order: no other does. */
export type Candidates = (value: Json | undefined) => readonly Item[];

/** Where a text has got to, letter by letter in lower case. */
interface Node {
  readonly next: Map<number, Node>;
  /** The items that hold of nothing that does not begin like this. */
  readonly items: Item[];
}

/**
 * Most items ask for texts with a certain beginning: a hundred accounts for which something is usual. Of these only
 * the ones need a look that the value begins like.
 */
export function createCandidates(items: readonly Item[]): Candidates {
  const root = newNode();
  const always = items.filter((item) => {
    const { test } = item;
    const beginnings = test.kind === 'field' ? test.beginnings : undefined;
    for (const text of beginnings ?? []) nodeOf(root, text).items.push(item);
    return beginnings === undefined;
  });
  return (value) => {
    const found = new Set<Item>();
    for (const one of Array.isArray(value) ? value : [value]) {
      if (isScalar(one)) collect(root, String(one).toLowerCase(), found);
    }
    if (found.size === 0) return always;
    return [...always, ...found].sort((a, b) => a.index - b.index);
  };
}

function newNode(): Node {
  return { next: new Map(), items: [] };
}

function nodeOf(root: Node, text: string): Node {
  let node = root;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const next = node.next.get(code) ?? newNode();
    node.next.set(code, next);
    node = next;
  }
  return node;
}

function collect(root: Node, text: string, found: Set<Item>): void {
  let node: Node | undefined = root;
  for (let at = 0; node !== undefined; at++) {
    for (const item of node.items) found.add(item);
    node = node.next.get(text.charCodeAt(at));
  }
}
