import type { Report } from '../../report/index.ts';
import type { Origin } from '../../report/origin.ts';
import { type Html, html, type Piece } from '../html.ts';
import type { Refs } from '../refs.ts';
import { dataTable, type Row } from '../table.ts';
import { count, duration, grouped, placeOf } from '../words.ts';

/** Every place that credentials on the trail were used from, and what departs there from their own history. */
export function originsPart({ origins }: Report, refs: Refs): Html {
  const places = new Map(origins.map((origin) => [origin.id, placeOf(origin)]));
  const table = dataTable({
    id: 'origins-table',
    rows: 'places',
    caption: 'An address is the last one of an event’s: the only one that the client can’t choose',
    columns: [
      { name: 'whose', class: 'kind', named: true },
      { name: 'place', class: 'what' },
      { name: 'departs by', class: 'departures', named: true },
      { name: 'used (UTC)', class: 'when' },
      { name: 'requests', class: 'number', named: true },
    ],
    body: origins.map((one) => originRow(one, refs, places)),
    facets: ['whose'],
  });
  return html`<section id="origins" aria-labelledby="origins-h">
<h2 id="origins-h">Where from</h2>
${origins.length === 0 ? html`<p class="note">None on the trail.</p>` : table}
</section>`;
}

function originRow(one: Origin, refs: Refs, places: ReadonlyMap<string, string>): Row {
  const at = [
    one.pods.length > 0 && `tokens of pod ${one.pods.join(', ')}`,
    one.nodes.length > 0 && `on node ${one.nodes.join(', ')}`,
  ].filter((part) => part !== false);
  return {
    anchor: refs.anchor('origin', one.id),
    facets: { whose: one.whose },
    cells: [
      html`<span class="whose ${one.whose}">${one.whose}</span>`,
      [
        html`<div><strong class="name">${one.address ?? 'address unknown'}</strong> · <span class="name">${one.program ?? 'program unknown'}</span></div><div>${refs.identity(one.identity)}</div><div class="why">${one.why}</div>`,
        at.length > 0 && html`<div class="message">${at.join(', ')}</div>`,
        credentials(one, refs),
        agents(one),
        together(one, refs, places),
      ],
      departures(one, refs),
      refs.span(one.firstUse, one.lastUse),
      html`${grouped(one.requests)}<div class="message">${grouped(one.denied)} denied</div>`,
    ],
  };
}

function credentials({ credentials: ids }: Origin, refs: Refs): Piece {
  const links = ids.map((id, index) => [index > 0 && ', ', refs.credential(id)]);
  if (ids.length < 3) return html`<div class="message">with ${links}</div>`;
  return html`<details class="fold"><summary>${count(ids.length, 'credential')}</summary>${links}</details>`;
}

function agents({ userAgents, program }: Origin): Piece {
  if (userAgents.every((agent) => agent === program)) return null;
  const lines = userAgents.map((agent) => html`<div><code>${agent}</code></div>`);
  return html`<details class="fold"><summary>${count(userAgents.length, 'user agent')}</summary>${lines}</details>`;
}

function together(one: Origin, refs: Refs, places: ReadonlyMap<string, string>): Piece {
  return one.together.map(
    ({ origin, from, until, proof }) =>
      html`<div class="warning">in use at the same time: ${refs.link('origin', origin, places.get(origin) ?? origin)}, ${refs.span(from, until)} ${refs.proof(proof)}</div>`,
  );
}

function departures({ departures: all }: Origin, refs: Refs): Piece {
  if (all.length === 0) return html`<span class="none">nothing</span>`;
  const items = all.map(
    ({ kind, value, historySeconds, proof }) =>
      html`<li>${kind} <span class="name">${value}</span> <span class="message">after ${duration(historySeconds)}</span> ${refs.proof(proof)}</li>`,
  );
  return html`<ul class="plain">${items}</ul>`;
}
