import type { Credential } from '../../report/credential.ts';
import type { Report } from '../../report/index.ts';
import { type Html, html, type Piece } from '../html.ts';
import type { Refs } from '../refs.ts';
import { dataTable, type Row } from '../table.ts';
import { count, duration, grouped, sure, tag } from '../words.ts';

/** Every credential on the trail: how it came to be, where it was used, what ended it. */
export function credentialsPart({ credentials }: Report, refs: Refs): Html {
  const table = dataTable({
    id: 'credentials-table',
    rows: 'credentials',
    caption:
      'Bound tokens end with what they are bound to, unbound ones by expiry, legacy ones never; certificates can’t be revoked',
    columns: [
      { name: 'kind', class: 'kind' },
      { name: 'credential', class: 'what' },
      { name: 'issued', class: 'issued', named: true },
      { name: 'used (UTC)', class: 'when' },
      { name: 'whose', class: 'sureness', named: true },
      { name: 'sure', class: 'sureness', named: true },
    ],
    body: credentials.map((one) => credentialRow(one, refs)),
    facets: ['kind', 'whose'],
  });
  return html`<section id="credentials" aria-labelledby="credentials-h">
<h2 id="credentials-h">Credentials</h2>
${credentials.length === 0 ? html`<p class="note">None on the trail.</p>` : table}
</section>`;
}

function credentialRow(one: Credential, refs: Refs): Row {
  const { kind, whose } = one;
  return {
    anchor: refs.anchor('credential', one.id),
    facets: { kind, whose },
    cells: [
      tag(kind, kind),
      [
        html`<code class="id">${one.id}</code><div>of ${refs.identity(one.identity)}</div>`,
        boundTo(one),
        ended(one, refs),
        afterEnd(one, refs),
        refused(one, refs),
        siblings(one, refs),
      ],
      issued(one, refs),
      html`${one.firstUse === null || one.lastUse === null ? html`<span class="none">not in the log</span>` : refs.span(one.firstUse, one.lastUse)}<div class="message">${count(one.requests, 'request')} from ${count(one.origins.length, 'place')}</div>`,
      html`<span class="whose ${whose}">${whose}</span>`,
      sure(one.confidence),
    ],
  };
}

function boundTo({ pod, node, secret }: Credential): Piece {
  const parts = [
    pod !== null && html`pod <span class="name">${pod.namespace}/${pod.name}</span>`,
    secret !== null && html`Secret <span class="name">${secret.namespace}/${secret.name}</span>`,
    node !== null && html`node <span class="name">${node}</span>`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  return html`<div class="message">${parts.map((part, index) => [index > 0 && ' · ', part])}</div>`;
}

function issued({ issued: issue }: Credential, refs: Refs): Piece {
  if (issue === null) return html`<span class="none">not in this log</span>`;
  const terms = [
    issue.byCredential !== null && html`with ${refs.credential(issue.byCredential)}`,
    issue.boundTo !== null &&
      html`bound to ${issue.boundTo.kind} <span class="name">${issue.boundTo.name}</span>`,
    issue.expirationSeconds !== null && `for ${duration(issue.expirationSeconds)}`,
    issue.expires !== null && ['until ', refs.clock(issue.expires)],
    issue.audiences !== null && `audiences ${issue.audiences.join(', ')}`,
  ].filter((part) => part !== false);
  return html`<div>${refs.clock(issue.time)}</div><div>by ${refs.identity(issue.by)}</div>${terms.map((term) => html`<div class="message">${term}</div>`)}${refs.proof(issue.proof)}`;
}

function ended({ ended: end }: Credential, refs: Refs): Piece {
  if (end === null) return null;
  return html`<div class="message">its ${end.what} was deleted at ${refs.clock(end.time)} by ${refs.identity(end.by)} ${end.confidence === 'certain' ? null : sure(end.confidence)} ${refs.proof(end.proof)}</div>`;
}

function afterEnd({ usedAfterEnd: use }: Credential, refs: Refs): Piece {
  if (use === null) return null;
  const what = use.what === 'expiry' ? 'it expired' : `its ${use.what} was deleted`;
  return html`<div class="warning">accepted at ${refs.clock(use.firstUse)}, after ${what} at ${refs.clock(use.ended)} ${refs.proof(use.proof)}</div>`;
}

function refused({ refused: refusals }: Credential, refs: Refs): Piece {
  if (refusals === null) return null;
  const fits = refusals.count === 1 ? '401 that fits it' : '401s that fit it';
  return html`<div class="message">${grouped(refusals.count)} ${fits}, last at ${refs.clock(refusals.last)} ${sure(refusals.confidence)} ${refs.proof(refusals.proof)}</div>`;
}

function siblings({ siblings: others }: Credential, refs: Refs): Piece {
  if (others.length === 0) return null;
  const links = others.map((id, index) => [index > 0 && ', ', refs.credential(id)]);
  return html`<details class="fold"><summary>${grouped(others.length)} more by rotation</summary>${links}</details>`;
}
