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

/** Three lines with as few elements as can be: there may be ten thousand of them. */
function item(id: string, event: Event, number: number): Html {
  const { auditID, stage, credentialId, impersonator, userAgent } = event;
  const code = event.code ?? 'no code';
  const answer = (event.code ?? 0) >= 400 ? html`<em>${code}</em>` : code;
  const behind = impersonator !== null && [' impersonated by ', html`<i>${impersonator}</i>`];
  const audit = auditID === null ? 'no audit id' : html`audit id <code>${auditID}</code>`;
  return html`<li id="E${number}">${event.time.replace('T', ' ')} ${answer} <b>${event.verb} ${target(event)}</b>
<i>${event.user ?? 'user not logged'}</i>${behind} from ${event.sourceIP ?? 'address unknown'} ${userAgent}
${audit} ${stage} ${credentialId} id ${id}</li>`;
}

/** What a request was about, as kube-apiserver logged it. */
function target(event: Event): Piece {
  if (event.resource === null) return event.path;
  const kind =
    event.subresource === null ? event.resource : `${event.resource}/${event.subresource}`;
  const path = [event.namespace, event.name].filter((part) => part !== null).join('/');
  return path === '' ? kind : `${kind} ${path}`;
}
