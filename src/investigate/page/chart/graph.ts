import { Graph, layout } from '@dagrejs/dagre';
import type { Report } from '../../report/index.ts';
import { type Html, html, type Piece, trusted } from '../html.ts';
import type { Refs } from '../refs.ts';
import { count } from '../words.ts';
import { type Drawing, type Drawn, drawingOf } from './graph-parts.ts';

/** Milliseconds grow with the square of it; what is left out stands in the tables. */
const MOST_IDENTITIES = 40;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Identities and credentials, and how one led to another: laid out here, so that a page needs no script for it. */
export function identityGraph(report: Report, refs: Refs): Html {
  const drawing = drawingOf(report, MOST_IDENTITIES);
  const graph = laidOut(drawing);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const lines = drawing.edges.map((edge, index) => {
    const { points, x, y } = graph.edge(edge.from, edge.to, String(index)) as {
      points: Point[];
      x?: number;
      y?: number;
    };
    const label =
      edge.label !== undefined &&
      html`<a href="#${refs.anchor('edge', edge.id ?? '')}"><title>${edge.text}</title><rect x="${round((x ?? 0) - edge.width / 2)}" y="${round((y ?? 0) - 15)}" width="${edge.width}" height="30"/><text x="${round(x)}" y="${round(y) - 3}"><tspan>${edge.label}</tspan><tspan class="sub" x="${round(x)}" dy="13">${edge.sub}</tspan></text></a>`;
    return html`<g class="edge ${edge.confidence}"><path d="${trusted(curve(points))}" marker-end="url(#arrow)"/>${label}</g>`;
  });
  const nodes = drawing.nodes.map((node) => box(node, graph.node(node.key) as Point, refs));
  const rest =
    drawing.left > 0 && ` ${count(drawing.left, 'further identity')} stand in the table only.`;
  return html`<figure class="graph"><div class="graph-view" tabindex="0" role="group" aria-label="Graph of identities and credentials"><svg width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="group" aria-label="identities, credentials and how one led to another">${lines}${nodes}</svg></div>
<figcaption>Boxes are identities, pills the credentials used as them. Lines: <b class="line certain">certain</b>, <b class="line likely">likely</b>, <b class="line possible">possible</b>.${rest} The same as tables below.</figcaption></figure>`;
}

function laidOut({ nodes, edges }: Drawing): Graph {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 34, marginx: 6, marginy: 6 });
  for (const { key, width, height } of nodes) graph.setNode(key, { width, height });
  for (const [index, { from, to, label, width }] of edges.entries()) {
    const size = label === undefined ? {} : { width, height: 30, labelpos: 'c' as const };
    graph.setEdge(from, to, size, String(index));
  }
  layout(graph);
  return graph;
}

function box(node: Drawn, { x, y }: Point, refs: Refs): Html {
  const { width, height } = node;
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  const anchor = refs.anchor(node.list, node.id);
  const sub: Piece =
    node.sub !== undefined &&
    html`<text class="sub" x="${round(x)}" y="${round(y) + 15}">${node.sub}</text>`;
  const line = node.sub === undefined ? round(y) + 4 : round(y) - 2;
  const drawn = html`<title>${node.title}</title><rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${node.list === 'credential' ? height / 2 : 6}"/><text x="${round(x)}" y="${line}">${node.label}</text>${sub}`;
  return anchor === undefined
    ? html`<g class="node ${node.kind}">${drawn}</g>`
    : html`<a class="node ${node.kind}" href="#${anchor}">${drawn}</a>`;
}

/** A line through points, round at each of them. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return '';
  let path = `M${at(first)}`;
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    const end =
      next === undefined ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    path += `Q${at(point)} ${at(end)}`;
  }
  return rest.length === 0 ? `${path}L${at(last)}` : path;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number | undefined): number {
  return Math.round((value ?? 0) * 10) / 10;
}
