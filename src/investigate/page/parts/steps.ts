import type { Report } from '../../report/index.ts';
import type { AlertRef, Step } from '../../report/timeline.ts';
import { lanesChart } from '../chart/lanes.ts';
import { type Html, html, type Piece } from '../html.ts';
import type { Refs } from '../refs.ts';
import { dataTable, type Row } from '../table.ts';
import { count, grouped, millis, placeOf, tag } from '../words.ts';

/** What it did: the drawing, the steps, the alerts on them. */
export function timelinePart(report: Report, refs: Refs): Html {
  const { steps, alerts, omitted } = report.timeline;
  const titles = new Map(alerts.map((alert) => [alert.id, alert]));
  const places = new Map(report.origins.map((origin) => [origin.id, placeOf(origin)]));
  return html`<section id="timeline" aria-labelledby="timeline-h">
<h2 id="timeline-h">What it did</h2>
${lanesChart(report, refs)}
${dataTable({
  id: 'steps',
  rows: 'steps',
  caption: 'Every step in the order of time, with the events that prove it',
  columns: [
    { name: 'time (UTC)', class: 'when' },
    { name: 'phase', class: 'phase' },
    { name: 'what', class: 'what' },
    { name: 'who', class: 'who', named: true },
    { name: 'result', class: 'result' },
    { name: 'evidence', class: 'proofs' },
  ],
  body: steps.map((step) => stepRow(step, refs, titles, places)),
  facets: ['phase', 'whose', 'outcome'],
})}
${omitted > 0 && html`<p class="note">${count(omitted, 'ordinary step')} had no room in the report.</p>`}
${alertsPart(alerts, refs)}
</section>`;
}

function stepRow(
  step: Step,
  refs: Refs,
  titles: ReadonlyMap<string, AlertRef>,
  places: ReadonlyMap<string, string>,
): Row {
  const { phase, whose, outcome } = step;
  const place = places.get(step.origin) ?? step.origin;
  return {
    anchor: refs.anchor('step', step.id),
    facets: { phase, whose, outcome },
    times: [millis(step.first), millis(step.last)],
    cells: [
      refs.span(step.first, step.last),
      phase,
      [
        step.text,
        step.count > 1 && html` <span class="times">×${grouped(step.count)}</span>`,
        step.dryRun && [' ', tag('dry', 'dry run')],
        namesOf(step),
        step.alerts.map((id) => badge(titles.get(id), refs)),
      ],
      [
        refs.identity(step.identity),
        step.as !== null && html` <span class="as">as ${refs.identity(step.as)}</span>`,
        html`<div class="place">${refs.link('origin', step.origin, place)}</div>`,
      ],
      `${outcome} ${step.codes.join(', ')}`,
      refs.proof(step.proof),
    ],
  };
}

/** As many names need no folding. */
const FEW = 3;

/** The objects of a step that its sentence doesn't name. */
function namesOf({ names, namespaces, more, text }: Step): Piece {
  if (more === 0 && names.every((name) => text.includes(name))) return null;
  const rest = more > 0 && ` and ${grouped(more)} more`;
  const where = namespaces.length > 1 && ` in namespaces ${namespaces.join(', ')}`;
  const all = [names.join(', '), rest, where];
  if (names.length <= FEW) return html`<div class="message">${all}</div>`;
  return html`<details class="fold"><summary>${count(names.length + more, 'name')}</summary>${all}</details>`;
}

function badge(alert: AlertRef | undefined, refs: Refs): Piece {
  if (alert === undefined) return null;
  const text = html`<span class="level ${alert.level}">${alert.level}</span> ${alert.title}`;
  return html`<div class="badge">${refs.link('alert', alert.id, text)}</div>`;
}

function alertsPart(alerts: readonly AlertRef[], refs: Refs): Piece {
  if (alerts.length === 0) return null;
  const table = dataTable({
    id: 'alerts',
    rows: 'alerts',
    caption: 'Alerts of the rules that have events on the trail',
    columns: [
      { name: 'time (UTC)', class: 'when' },
      { name: 'level', class: 'rank' },
      { name: 'alert', class: 'what' },
      { name: 'events', class: 'number', named: true },
    ],
    body: alerts.map((alert) => ({
      anchor: refs.anchor('alert', alert.id),
      facets: { level: alert.level },
      cells: [
        refs.clock(alert.time),
        html`<span class="level ${alert.level}">${alert.level}</span>`,
        html`<strong>${alert.title}</strong> <code>${alert.rule}</code><div class="message">${alert.message}</div>`,
        grouped(alert.count),
      ],
    })),
    facets: ['level'],
  });
  return html`<h3>Alerts on the trail</h3>${table}`;
}
