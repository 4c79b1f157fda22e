import type { Report } from '../../report/index.ts';
import type { LeftBehind } from '../../report/left-behind.ts';
import { type Html, html, type Piece } from '../html.ts';
import type { Refs } from '../refs.ts';
import { dataTable, type Row } from '../table.ts';
import { objectName, sure } from '../words.ts';

/** What was made or changed, and whether it is still there. */
export function leftBehindPart({ leftBehind }: Report, refs: Refs): Html {
  const table = dataTable({
    id: 'left-table',
    rows: 'objects',
    caption: 'Objects that were made or changed, and what became of them as far as the log tells',
    columns: [
      { name: 'state', class: 'kind' },
      { name: 'object', class: 'what' },
      { name: 'danger', class: 'scope', named: true },
      { name: 'by', class: 'who', named: true },
      { name: 'time (UTC)', class: 'when' },
      { name: 'sure', class: 'sureness', named: true },
      { name: 'evidence', class: 'proofs' },
    ],
    body: leftBehind.map((one) => leftRow(one, refs)),
    facets: ['state', 'danger', 'whose'],
  });
  return html`<section id="left" aria-labelledby="left-h">
<h2 id="left-h">What it left behind</h2>
${leftBehind.length === 0 ? html`<p class="note">Nothing that the log shows.</p>` : table}
</section>`;
}

function leftRow(one: LeftBehind, refs: Refs): Row {
  const { state, danger, whose } = one;
  const kind = state.replace(' ', '-');
  const gives = one.beneficiaries.map((name, index) => [index > 0 && ', ', refs.identity(name)]);
  return {
    anchor: refs.anchor('left', one.id),
    facets: { state, danger, whose },
    cells: [
      html`<span class="state ${kind}"><svg class="mark" aria-hidden="true"><use href="#l-${kind}"/></svg>${state}</span>`,
      [
        html`<div>${objectName(one.object)}</div><div class="message">${one.deed}: ${one.what}</div>`,
        gives.length > 0 && html`<div>for ${gives}</div>`,
        ended(one, refs),
      ],
      danger,
      refs.identity(one.identity),
      refs.span(one.first, one.last),
      sure(one.confidence),
      refs.proof(one.proof),
    ],
  };
}

function ended({ ended: end, state }: LeftBehind, refs: Refs): Piece {
  if (end === null) return null;
  const what =
    state === 'deleted' ? 'deleted' : state === 'unknown' ? 'perhaps deleted' : 'written again';
  const whose = end.whose === 'other' ? 'somebody else' : end.whose;
  return html`<div class="message">${what} ${refs.clock(end.time)} by ${refs.identity(end.by)} (${whose}) ${refs.proof(end.proof)}</div>`;
}
