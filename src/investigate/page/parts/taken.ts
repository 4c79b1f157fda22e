import type { Report } from '../../report/index.ts';
import type { Taken } from '../../report/taken.ts';
import { type Html, html } from '../html.ts';
import type { Refs } from '../refs.ts';
import { dataTable, type Row } from '../table.ts';
import { grouped, objectName, sure, tag } from '../words.ts';

const KINDS: Readonly<Record<Taken['kind'], string>> = {
  secret: 'Secret',
  configmap: 'ConfigMap',
  token: 'minted token',
  exec: 'entered',
  log: 'log',
  podToken: 'pod token',
};

const SCOPES: Readonly<Record<Taken['scope'], string>> = {
  object: 'one object',
  selection: 'a selection',
  namespace: 'whole namespace',
  cluster: 'whole cluster',
};

/** What may have been taken. */
export function takenPart({ taken }: Report, refs: Refs): Html {
  const table = dataTable({
    id: 'taken-table',
    rows: 'things',
    caption: 'Where only a list was logged, everything in its scope must be taken as read',
    columns: [
      { name: 'kind', class: 'kind' },
      { name: 'what', class: 'what' },
      { name: 'scope', class: 'scope', named: true },
      { name: 'by', class: 'who', named: true },
      { name: 'time (UTC)', class: 'when' },
      { name: 'sure', class: 'sureness', named: true },
      { name: 'evidence', class: 'proofs' },
    ],
    body: taken.map((one) => takenRow(one, refs)),
    facets: ['kind', 'scope', 'whose'],
  });
  return html`<section id="taken" aria-labelledby="taken-h">
<h2 id="taken-h">What it may have taken</h2>
${taken.length === 0 ? html`<p class="note">Nothing that the log shows.</p>` : table}
</section>`;
}

function takenRow(one: Taken, refs: Refs): Row {
  const kind = KINDS[one.kind];
  const scope = SCOPES[one.scope];
  return {
    anchor: refs.anchor('taken', one.id),
    facets: { kind, scope, whose: one.whose },
    cells: [
      tag(one.kind, kind),
      [
        html`<div>${objectName(one.object)}</div><div class="message">${one.text}</div>`,
        one.selector !== null && html`<div>selected by <code>${one.selector}</code></div>`,
        one.command !== null && html`<div>ran <code>${one.command}</code></div>`,
        one.credential !== null && html`<div>gave ${refs.credential(one.credential)}</div>`,
        one.serviceAccount !== null &&
          html`<div>token of ServiceAccount <span class="name">${one.serviceAccount}</span></div>`,
      ],
      html`<span class="scope ${one.scope}">${scope}</span><div class="message">${one.how.join(', ')} ×${grouped(one.count)}</div>`,
      refs.identity(one.identity),
      refs.span(one.first, one.last),
      sure(one.confidence),
      refs.proof(one.proof),
    ],
  };
}
