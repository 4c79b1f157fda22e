import type { IdentityEdge, IdentityNode } from '../report/identity.ts';
import type { Report } from '../report/index.ts';
import { counted, heading, more, proven, type Telling, unlessCertain } from './telling.ts';

/** How many of the identities are shown, and how far in a long chain is indented. */
const SHOWN = 15;
const DEEPEST = 6;

interface Branch {
  readonly node: IdentityNode;
  /** How it was reached; the starts were not. */
  readonly edge: IdentityEdge | undefined;
  /** What stands before its first line, and, as long, before its others and what it leads to. */
  readonly stem: string;
  readonly below: string;
}

/** Who else, as a tree: each identity once, below the one that led to it first. */
export function tellIdentities(t: Telling, report: Report): string[] {
  const { nodes, limited } = report.identities;
  if (nodes.every(({ subject }) => subject) && !limited) return [];
  const branches = tree(report);
  const shown = t.all ? branches : branches.slice(0, SHOWN);
  return [
    ...heading(t, 'Who else'),
    ...shown.flatMap((branch) => tellBranch(t, report, branch)),
    ...more(t, 2, branches.length - shown.length),
    ...(limited ? t.line(2, 'The trail was not followed further: see --depth', 'yellow') : []),
  ];
}

/** The identities in the order of the tree; those that nothing shown leads to stand by themselves at the end. */
function tree({ identities }: Report): Branch[] {
  const nodes = new Map(identities.nodes.map((node) => [node.id, node]));
  const edgesOf = Map.groupBy(
    identities.edges.toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time))),
    ({ from }) => from,
  );
  const parents = parentsOf(identities.nodes, edgesOf);
  const branches: Branch[] = [];
  const waiting = identities.nodes
    .filter(({ id }) => !parents.has(id))
    .map((node): Branch => ({ node, edge: undefined, stem: '', below: '' }))
    .toReversed();
  for (let branch = waiting.pop(); branch !== undefined; branch = waiting.pop()) {
    branches.push(branch);
    const { below } = branch;
    const children = (edgesOf.get(branch.node.id) ?? []).filter(
      (edge) => parents.get(edge.to) === edge,
    );
    const deep = below.length >= 3 * DEEPEST;
    const placed = children.map((edge, at): Branch => {
      const last = at === children.length - 1;
      return {
        node: nodes.get(edge.to) as IdentityNode,
        edge,
        stem: deep ? below : `${below}${last ? '└─ ' : '├─ '}`,
        below: deep ? below : `${below}${last ? '   ' : '│  '}`,
      };
    });
    waiting.push(...placed.toReversed());
  }
  return branches;
}

/** By which link each identity is reached first, from the starts on; a circle leads to none twice. */
function parentsOf(
  nodes: readonly IdentityNode[],
  edgesOf: ReadonlyMap<string, readonly IdentityEdge[]>,
): Map<string, IdentityEdge> {
  const parents = new Map<string, IdentityEdge>();
  const known = new Set(nodes.map(({ id }) => id));
  const seen = new Set(nodes.filter(({ subject }) => subject).map(({ id }) => id));
  for (const id of seen) {
    for (const edge of edgesOf.get(id) ?? []) {
      if (seen.has(edge.to) || !known.has(edge.to)) continue;
      seen.add(edge.to);
      parents.set(edge.to, edge);
    }
  }
  return parents;
}

function tellBranch(t: Telling, report: Report, branch: Branch): string[] {
  const { node, edge, stem, below } = branch;
  const { id, acted, requests, first, last } = node;
  const did = acted
    ? `${counted(requests, 'request')}, ${t.span(first, last)}`
    : 'no requests of its own';
  const sure = unlessCertain(edge === undefined ? node.confidence : edge.confidence);
  const how = edge === undefined ? '' : `${edge.link}, ${t.clock(edge.time)}${sure}: `;
  const [start, rest] = [`  ${stem}`, `  ${below}`];
  const lines = t.under(start, rest, `${how}${t.who(id)}${edge === undefined ? sure : ''}, ${did}`);
  if (!t.all || edge === undefined) return lines;
  return [
    ...lines,
    ...t.under(rest, rest, edge.text, 'dim'),
    ...proven(t, report, rest, edge.proof),
  ];
}
