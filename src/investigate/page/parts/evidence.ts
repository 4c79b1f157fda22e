import type { Report } from '../../report/index.ts';
import { type Html, html, type Piece } from '../html.ts';
import type { Refs } from '../refs.ts';
import { count } from '../words.ts';

type Event = Report['evidence'][string];

/** Events in one list: a browser lays out only those lists that are seen. */
const CHUNK = 50;

/** The events that prove the claims, each once, in the order of time. */
export function evidencePart({ evidence }: Report, refs: Refs): Html {
  const lists: Html[] = [];
  for (let start = 0; start < refs.events.length; start += CHUNK) {
    const items = refs.events
      .slice(start, start + CHUNK)
      .map((id, index) => item(id, evidence[id] as Event, start + index + 1));
    lists.push(html`<ol class="events">${items}</ol>`);
  }
  return html`<section id="evidence" aria-labelledby="evidence-h">
<h2 id="evidence-h">Evidence</h2>
<p class="note">${count(refs.events.length, 'event')}: the first and the last of every claim, in the order of time (UTC). Find them in the log by their audit ids.</p>
${lists}
</section>`;
}

/** Its markup is as small as can be: there may be ten thousand of them. */
function item(id: string, event: Event, number: number): Html {
  const { auditID, stage, credentialId, impersonator } = event;
  const refused = (event.code ?? 0) >= 400 && html` class="refused"`;
  const behind = impersonator !== null && html` <i>impersonated by</i> ${impersonator}`;
  const audit = auditID !== null && html`audit id <code class="audit">${auditID}</code> `;
  const credential = credentialId !== null && html`<code>${credentialId}</code> `;
  return html`<li id="E${number}"><b>E${number}</b><p><time>${event.time.replace('T', ' ')}</time> <em${refused}>${event.code ?? 'no code'}</em> <strong>${event.verb}</strong> ${target(event)}</p><p>${event.user ?? 'user not logged'}${behind} <i>from</i> ${event.sourceIP ?? 'address unknown'} <i>${event.userAgent}</i></p><p>${audit}${credential}${stage} id ${id}</p></li>
`;
}

/** What a request was about, as kube-apiserver logged it. */
function target(event: Event): Piece {
  if (event.resource === null) return event.path;
  const kind =
    event.subresource === null ? event.resource : `${event.resource}/${event.subresource}`;
  const path = [event.namespace, event.name].filter((part) => part !== null).join('/');
  return path === '' ? kind : `${kind} ${path}`;
}
