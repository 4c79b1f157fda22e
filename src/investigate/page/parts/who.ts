import type { IdentityEdge, IdentityNode } from '../../report/identity.ts';
import type { Report } from '../../report/index.ts';
import { identityGraph } from '../chart/graph.ts';
import { type Html, html } from '../html.ts';
import type { Refs } from '../refs.ts';
import { dataTable, type Row } from '../table.ts';
import { grouped, sure } from '../words.ts';

const KINDS: Readonly<Record<IdentityNode['kind'], string>> = {
  serviceAccount: 'ServiceAccount',
  node: 'node',
  user: 'user',
  anonymous: 'anonymous',
  unknown: 'unknown',
};

/** Who else: the graph, and the same as tables. */
export function whoPart(report: Report, refs: Refs): Html {
  const { nodes, edges, limited } = report.identities;
  const limit =
    limited &&
    html`<p class="note warning">The depth limit, or the room, ended the trail: there may be more behind these.</p>`;
  const drawn = nodes.length > 0 && [
    identityGraph(report, refs),
    edges.length > 0 && linksTable(edges, refs),
    identitiesTable(nodes, refs),
  ];
  return html`<section id="who" aria-labelledby="who-h">
<h2 id="who-h">Who else</h2>
${limit}
${drawn === false ? html`<p class="note">No identity on the trail.</p>` : drawn}
</section>`;
}

function linksTable(edges: readonly IdentityEdge[], refs: Refs): Html {
  return dataTable({
    id: 'links-table',
    rows: 'links',
    caption: 'How one identity led to another',
    columns: [
      { name: 'time (UTC)', class: 'when' },
      { name: 'from', class: 'who', named: true },
      { name: 'to', class: 'who', named: true },
      { name: 'how', class: 'what' },
      { name: 'sure', class: 'sureness', named: true },
      { name: 'evidence', class: 'proofs' },
    ],
    body: edges.map((edge) => ({
      anchor: refs.anchor('edge', edge.id),
      facets: { link: edge.link, sure: edge.confidence },
      cells: [
        refs.clock(edge.time),
        refs.identity(edge.from),
        refs.identity(edge.to),
        html`<strong>${edge.link}</strong><div class="message">${edge.text}${edge.credential !== null && [' · ', refs.credential(edge.credential)]}</div>`,
        sure(edge.confidence),
        refs.proof(edge.proof),
      ],
    })),
    facets: ['link', 'sure'],
  });
}

function identitiesTable(nodes: readonly IdentityNode[], refs: Refs): Html {
  return dataTable({
    id: 'identities-table',
    rows: 'identities',
    caption: 'Every identity on the trail',
    columns: [
      { name: 'identity', class: 'what' },
      { name: 'links away', class: 'number', named: true },
      { name: 'known since', class: 'when', named: true },
      { name: 'suspect requests', class: 'number', named: true },
      { name: 'used (UTC)', class: 'when' },
      { name: 'sure', class: 'sureness', named: true },
    ],
    body: nodes.map((node) => identityRow(node, refs)),
    facets: ['kind', 'acted'],
  });
}

function identityRow(node: IdentityNode, refs: Refs): Row {
  const kind = KINDS[node.kind];
  return {
    anchor: refs.anchor('identity', node.id),
    facets: { kind, acted: node.acted ? 'acted' : 'did not act' },
    cells: [
      html`<strong class="name">${node.label}</strong> <span class="message">${kind}${node.subject && ', where the trail starts'}</span>${node.id !== node.label && html`<div class="message name">${node.id}</div>`}`,
      node.depth,
      refs.clock(node.reached),
      node.acted ? grouped(node.requests) : html`<span class="none">did not act</span>`,
      node.first !== null && node.last !== null && refs.span(node.first, node.last),
      sure(node.confidence),
    ],
  };
}
