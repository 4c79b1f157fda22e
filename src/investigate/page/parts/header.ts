import type { Report } from '../../report/index.ts';
import type { Verdict } from '../../report/verdict.ts';
import { type Html, html, type Piece } from '../html.ts';
import type { Refs } from '../refs.ts';
import { clock, count, duration, grouped, millis, sure } from '../words.ts';

const STARTS: Readonly<Record<Report['subject']['asked'][number]['kind'], string>> = {
  serviceAccount: 'ServiceAccount',
  credential: 'Credential',
  pod: 'Pod',
  sourceIP: 'Address',
  user: 'User',
  userAgent: 'User agent',
  alert: 'Alert',
};

/** What is known at first sight: who, how bad, how sure, why, and how much of it there is. */
export function header(report: Report, refs: Refs): Html {
  const { subject, verdict } = report;
  const kind = verdict.verdict.replace(' ', '-');
  const asked = subject.asked.map(
    ({ kind: start, value }, index) =>
      html`${index > 0 && html`<span class="and">, </span>`}<span class="asked"><span class="start">${STARTS[start]}</span> <b class="name">${value}</b></span>`,
  );
  return html`<header class="top" id="verdict">
<h1><span class="unseen">Investigation of </span>${asked}</h1>
<section class="verdict ${kind}" aria-labelledby="verdict-word">
<p class="word" id="verdict-word"><svg class="icon" aria-hidden="true"><use href="#v-${kind}"/></svg><strong>${verdict.verdict}</strong> ${sure(verdict.confidence)}</p>
<p class="sentence">${verdict.sentence}</p>
</section>
${figures(report)}
${reasons(verdict, refs)}
${reading(report)}
</header>`;
}

function figures(report: Report): Html {
  const suspect = report.timeline.steps.filter(({ whose }) => whose === 'suspect');
  const requests = sum(suspect);
  const refused = sum(suspect.filter(({ outcome }) => outcome === 'denied'));
  const taken = report.taken.filter(({ whose }) => whose === 'suspect');
  const scopes = taken.filter(({ object }) => object.name === null).length;
  const left = report.leftBehind.filter(({ whose }) => whose === 'suspect');
  const there = left.filter(({ state }) => state !== 'deleted').length;
  const nodes = report.identities.nodes;
  const acted = nodes.filter((node) => node.acted).length;
  const tiles: readonly (readonly [string, number, string, string])[] = [
    ['timeline', requests, 'suspect requests', `${grouped(refused)} denied`],
    ['who', nodes.length, 'identities', `${grouped(acted)} acted`],
    ['taken', taken.length, 'taken', count(scopes, 'whole scope')],
    ['left', left.length, 'left behind', stillThere(left.length, there)],
    ['todo', report.actions.length, 'things to do', 'commands to review'],
    ['gaps', report.gaps.length, 'gaps', 'in what the log says'],
  ];
  return html`<ul class="figures">${tiles.map(
    ([to, number, name, note]) =>
      html`<li><a href="#${to}"><b>${grouped(number)}</b> <span>${name}</span> <small>${note}</small></a></li>`,
  )}</ul>`;
}

function stillThere(all: number, there: number): string {
  if (all === 0) return 'that the log shows';
  return there === 0 ? 'all deleted since' : `${grouped(there)} not seen deleted`;
}

function sum(steps: readonly { count: number }[]): number {
  return steps.reduce((total, step) => total + step.count, 0);
}

/** As many reasons tell the story; the others are folded. */
const WEIGHTY = 6;

function reasons({ reasons: all }: Verdict, refs: Refs): Piece {
  if (all.length === 0) return null;
  const accusing = all.filter(({ weighs }) => weighs === 'for');
  const against = all.filter(({ weighs }) => weighs === 'against');
  const list = (some: Verdict['reasons']) =>
    html`<ul class="reasons">${some.map((one) => reason(one, refs))}</ul>`;
  const rest = accusing.slice(WEIGHTY);
  const folded =
    rest.length > 0 &&
    html`<details class="more-reasons"><summary>${count(rest.length, 'more reason')}</summary>${list(rest)}</details>`;
  return html`<section aria-labelledby="why"><h2 id="why" class="small">What it rests on</h2>${list([...accusing.slice(0, WEIGHTY), ...against])}${folded}</section>`;
}

function reason({ text, weighs, confidence, proof }: Verdict['reasons'][number], refs: Refs): Html {
  return html`<li class="${weighs}"><svg class="icon" aria-hidden="true"><use href="#w-${weighs}"/></svg><span><span class="unseen">${weighs} it: </span>${text} ${sure(confidence)} ${refs.proof(proof)}</span></li>`;
}

/** What was read, in one line. */
function reading({ subject, satrap }: Report): Html {
  const { log } = subject;
  const seconds = (millis(log.lastEvent) - millis(log.firstEvent)) / 1000;
  const range =
    log.firstEvent !== null &&
    html`; ${clock(log.firstEvent)} to ${clock(log.lastEvent)} UTC, ${duration(seconds)}`;
  const limits = (subject.since !== null || subject.until !== null) && [
    '; asked for',
    subject.since !== null && html` since ${clock(subject.since)}`,
    subject.until !== null && html` until ${clock(subject.until)}`,
  ];
  const nothing =
    !subject.found && html`<strong>No event in the log fits what was asked.</strong> `;
  return html`<p class="reading">${nothing}satrap ${satrap} read ${count(log.events, 'event')} (${grouped(Math.ceil(log.bytes / 1e6))} MB in ${count(log.files, 'file')}${range}); ${grouped(log.duplicates)} duplicates and ${grouped(log.rejects)} unreadable records${limits}. ${count(subject.events, 'event')} ${subject.events === 1 ? 'is' : 'are'} on the trail. Names, agents and paths are the clients’ own words and may be chosen to mislead.</p>`;
}
