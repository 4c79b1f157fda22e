import type { FieldPath, Telling } from '../types.ts';
import {
  ACT_ID,
  ACT_KIND,
  ACT_LAST,
  ACT_NONE,
  ACT_REFUSE,
  ACT_TIME,
  ACT_VERB,
  ACT_VERSION,
  CHILD_ACT,
  CHILD_BELOW,
  CHILD_KEY,
  CHILD_LENGTH,
  CHILD_NEXT,
  CHILD_NODE,
  CHILD_NUMBERED,
  CHILD_RIVALS,
  CHILD_SLOT,
  CHILD_WORDS,
  LIST_END,
  NODE_BUCKETS,
} from './layout.ts';
import type { ScannerViews } from './views.ts';

/** A path that is asked for. */
export interface WantedPath {
  readonly path: FieldPath;
  /** Its values repeat: they get numbers. */
  readonly numbered: boolean;
  /** What of it tells records apart, together with all others that do; only where it is numbered. */
  readonly telling?: Telling | undefined;
  /** An array's last element is asked for too: it gets the slot after the path's own. */
  readonly last?: boolean;
}

/** The keys that the scanner looks for, as a tree. */
export interface KeyTree {
  readonly root: Node;
  readonly slots: ReadonlyMap<FieldPath, number>;
  /** Those whose values get numbers. */
  readonly numberedSlots: ReadonlyMap<FieldPath, number>;
  /** What of them tells records apart. */
  readonly telling: ReadonlyMap<FieldPath, Telling>;
  readonly slotCount: number;
}

interface Node {
  readonly children: Map<string, Child>;
}

interface Child {
  act: number;
  slot: number;
  numbered: boolean;
  node: Node | undefined;
  /** Slots of paths that this key is another way to read. */
  readonly rivals: number[];
  /** Slots below. */
  readonly below: number[];
}

/** What keys mean whether or not anybody asks for them. */
const ACTS: Readonly<Record<string, number>> = {
  kind: ACT_KIND,
  apiVersion: ACT_VERSION,
  auditID: ACT_ID,
  verb: ACT_VERB,
  stageTimestamp: ACT_TIME,
  items: ACT_REFUSE,
};

/** Objects whose keys are anybody's choice, dots included: what is left of a path is one key of theirs. */
const FREE_KEYS = new Set([
  'annotations',
  'extra',
  'labels',
  'matchLabels',
  'nodeSelector',
  'data',
]);

/** The tree for paths; each gets a slot, in the order given. */
export function createKeyTree(wanted: readonly WantedPath[]): KeyTree {
  const root: Node = { children: new Map() };
  const slots = new Map<FieldPath, number>();
  const numberedSlots = new Map<FieldPath, number>();
  const telling = new Map<FieldPath, Telling>();
  let slotCount = 0;
  for (const [key, act] of Object.entries(ACTS)) childOf(root, key).act = act;
  childOf(nodeOf(childOf(root, 'annotations')), 'audit.k8s.io/truncated').act = ACT_REFUSE;
  for (const one of wanted) {
    const first = slotCount;
    slotCount += one.last === true ? 2 : 1;
    slots.set(one.path, first);
    if (one.numbered) numberedSlots.set(one.path, first);
    if (one.numbered && one.telling !== undefined) telling.set(one.path, one.telling);
    addPath(
      root,
      one,
      Array.from({ length: slotCount - first }, (_, index) => first + index),
    );
  }
  return { root, slots, numberedSlots, telling, slotCount };
}

function addPath(root: Node, { path, numbered, last }: WantedPath, slots: readonly number[]): void {
  const keys = expectedKeys(path.text);
  let node = root;
  for (const [depth, key] of keys.entries()) {
    addRivals(node, keys.slice(depth).join('.'), key, slots);
    const child = childOf(node, key);
    if (depth === keys.length - 1) {
      child.slot = slots[0] as number;
      child.numbered = numbered;
      if (last === true) child.act = ACT_LAST;
    } else {
      child.below.push(...slots);
      node = nodeOf(child);
    }
  }
}

/** Every other key that the rest of a path could begin with. */
function addRivals(node: Node, rest: string, expected: string, slots: readonly number[]): void {
  const parts = rest.split('.');
  for (let length = 1; length <= parts.length; length++) {
    const key = parts.slice(0, length).join('.');
    if (key !== expected) childOf(node, key).rivals.push(...slots);
  }
}

function expectedKeys(text: string): string[] {
  const parts = text.split('.');
  const free = parts.findIndex((part) => FREE_KEYS.has(part));
  if (free < 0 || free + 1 >= parts.length) return parts;
  return [...parts.slice(0, free + 1), parts.slice(free + 1).join('.')];
}

function childOf(node: Node, key: string): Child {
  let child = node.children.get(key);
  if (child === undefined) {
    child = { act: ACT_NONE, slot: -1, numbered: false, node: undefined, rivals: [], below: [] };
    node.children.set(key, child);
  }
  return child;
}

function nodeOf(child: Child): Node {
  child.node ??= { children: new Map() };
  return child.node;
}

/** Takes room in the scanner's memory: gives the byte at which so many bytes stand, a multiple of 16. */
export type Allocate = (size: number) => number;

/** Where a tree was written, in bytes. */
export interface WrittenTree {
  readonly root: number;
  /** The children whose values get numbers. */
  readonly numbered: readonly number[];
}

/** Writes a tree into memory. */
export function writeTree(root: Node, views: ScannerViews, allocate: Allocate): WrittenTree {
  const numbered: number[] = [];
  const writeList = (slots: readonly number[]): number => {
    if (slots.length === 0) return 0;
    const at = allocate((slots.length + 1) * 4);
    views.words.set([...slots, LIST_END], at / 4);
    return at;
  };
  const writeKey = (key: Buffer): number => {
    // What stands behind a key is read with it.
    const at = allocate(key.length + 16);
    views.bytes.set(key, at);
    return at;
  };
  const writeNode = (node: Node): number => {
    const at = allocate(NODE_BUCKETS * 4);
    for (const [name, child] of node.children) {
      const key = Buffer.from(name);
      const place = allocate(CHILD_WORDS * 4);
      if (child.numbered) numbered.push(place);
      const bucket = at / 4 + bucketOf(key);
      const fields = new Int32Array(CHILD_WORDS);
      fields[CHILD_NEXT] = views.words[bucket] as number;
      fields[CHILD_LENGTH] = key.length;
      fields[CHILD_KEY] = writeKey(key);
      fields[CHILD_ACT] = child.act;
      fields[CHILD_SLOT] = child.slot;
      fields[CHILD_NODE] = child.node === undefined ? 0 : writeNode(child.node);
      fields[CHILD_NUMBERED] = child.numbered ? 1 : 0;
      fields[CHILD_RIVALS] = writeList(child.rivals);
      fields[CHILD_BELOW] = writeList(child.below);
      views.words.set(fields, place / 4);
      views.words[bucket] = place;
    }
    return at;
  };
  return { root: writeNode(root), numbered };
}

/** Where a node looks for a key first. */
function bucketOf(key: Buffer): number {
  const first = key[0] ?? 0;
  const last = key.at(-1) ?? 0;
  return (key.length + first * 3 + last * 5) & (NODE_BUCKETS - 1);
}
