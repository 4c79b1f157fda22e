import type { Report } from '../../report/index.ts';
import { type AlertRef, PHASES, type Step } from '../../report/timeline.ts';
import { type Html, html, type Piece } from '../html.ts';
import type { Refs } from '../refs.ts';
import { grouped, millis, placeOf } from '../words.ts';
import { overview } from './overview.ts';
import { percent, type Range, rangeOf, TICK_STEPS, ticks } from './time-scale.ts';

/** More lanes than this nobody reads; the rest shares one. */
const LANES = 24;

/** The order of phases from the top of a lane to its bottom. */
const ORDER = [...PHASES, 'use'] as const;

/** One identity in one place, and its steps. */
interface Lane {
  readonly name: Piece;
  readonly place: Piece;
  readonly whose: Step['whose'];
  readonly steps: Step[];
}

/**
 * The timeline as a drawing: a lane for each identity and place, a mark for each step, of a colour and a shape for
 * each phase, hollow where it was denied. Positions are shares of the width, so that it fits any without a
 * script; a script changes the range that is shown.
 */
export function lanesChart(report: Report, refs: Refs): Html | null {
  const { steps, alerts } = report.timeline;
  const all = rangeOf([
    ...steps.map(({ first, last }) => [millis(first), millis(last)] as const),
    ...alerts.map(({ time }) => [millis(time), millis(time)] as const),
  ]);
  if (all === undefined) return null;
  const shown = firstShown(steps, all);
  const lanes = lanesOf(report, refs);
  return html`<figure class="chart" id="chart" data-from="${shown.from}" data-until="${shown.until}" data-all-from="${all.from}" data-all-until="${all.until}" data-ticks="${TICK_STEPS.join(' ')}">
<figcaption class="unseen">Steps in the order of time, a lane for each identity and place; every step is also a row of the table below.</figcaption>
${tools(steps, shown)}
${overview(steps, all, shown)}
<div class="lanes" id="lanes" role="group" aria-label="Steps by identity and place" aria-describedby="chart-hint">
${axis(shown)}
${alertLane(alerts, shown, refs)}
${lanes.map((lane) => laneOf(lane, shown, refs))}
</div>
<p class="hint" id="chart-hint" hidden>Drag to move, Ctrl and wheel or pinch to zoom, drag on the strip above to choose a range. Keys: + − ← → 0, and ↓ into the marks.</p>
</figure>`;
}

/** All of it, but where the suspect's part is too short to be seen in it: that part. */
function firstShown(steps: readonly Step[], all: Range): Range {
  const suspect = steps.filter(({ whose }) => whose === 'suspect');
  const part = rangeOf(suspect.map(({ first, last }) => [millis(first), millis(last)]));
  if (part === undefined || part.until - part.from > (all.until - all.from) / 4) return all;
  return part;
}

function lanesOf(report: Report, refs: Refs): Lane[] {
  const origins = new Map(report.origins.map((origin) => [origin.id, origin]));
  const lanes = new Map<string, Lane>();
  for (const step of report.timeline.steps) {
    const key = JSON.stringify([step.identity, step.origin]);
    let lane = lanes.get(key);
    if (lane === undefined) {
      const origin = origins.get(step.origin);
      const place = origin === undefined ? step.origin : placeOf(origin);
      lane = {
        name: refs.identity(step.identity),
        place: refs.link('origin', step.origin, place),
        whose: step.whose,
        steps: [],
      };
      lanes.set(key, lane);
    }
    lane.steps.push(step);
  }
  const all = [...lanes.values()].sort(
    (a, b) => Number(a.whose === 'own') - Number(b.whose === 'own'),
  );
  if (all.length <= LANES) return all;
  const rest = all.slice(LANES - 1);
  const name = html`<b>${grouped(rest.length)} further places</b>`;
  const steps = rest.flatMap((lane) => lane.steps);
  return [
    ...all.slice(0, LANES - 1),
    { name, place: 'all in the table below', whose: 'own', steps },
  ];
}

function laneOf({ name, place, whose, steps }: Lane, shown: Range, refs: Refs): Html {
  const used = ORDER.filter((phase) => steps.some((step) => step.phase === phase));
  const height = 20 + (used.length - 1) * 10;
  const marks = steps.map((step) => markOf(step, 10 + used.indexOf(step.phase) * 10, shown, refs));
  return html`<div class="lane ${whose}"><div class="lane-name">${name}<span class="lane-place">${place}</span></div><svg class="track" height="${height}" role="group" aria-label="steps">${marks}</svg></div>
`;
}

function markOf(step: Step, y: number, shown: Range, refs: Refs): Html {
  const first = millis(step.first);
  const last = millis(step.last);
  const x = percent(first, shown);
  const times = step.count > 1 && ` ×${grouped(step.count)}`;
  const reach =
    last > first && html`<line x1="${x}" x2="${percent(last, shown)}" y1="${y}" y2="${y}"/>`;
  const lasts = last > first && html` data-d="${last - first}"`;
  return html`<a class="${step.phase} ${step.outcome}" href="#${refs.anchor('step', step.id)}" tabindex="-1" data-t="${first}"${lasts}><title>${step.first.slice(11, 19)} ${step.phase}, ${step.outcome}: ${step.text}${times}</title>${reach}<use href="#m-${step.phase}" x="${x}" y="${y}"/></a>`;
}

function alertLane(alerts: readonly AlertRef[], shown: Range, refs: Refs): Piece {
  if (alerts.length === 0) return null;
  const marks = alerts.map((alert) => {
    const at = millis(alert.time);
    return html`<a class="alert ${alert.level}" href="#${refs.anchor('alert', alert.id)}" tabindex="-1" data-t="${at}"><title>${alert.time.slice(11, 19)} ${alert.level} alert: ${alert.title}</title><use href="#m-alert" x="${percent(at, shown)}" y="10"/></a>`;
  });
  return html`<div class="lane alerts"><div class="lane-name"><a href="#alerts">Alerts</a></div><svg class="track" height="20" role="group" aria-label="alerts">${marks}</svg></div>`;
}

function axis(shown: Range): Html {
  const lines = ticks(shown).map(({ at, label }) => {
    const x = percent(at, shown);
    const share = Number.parseFloat(x);
    // No label is cut at an edge.
    const anchor = share < 6 ? 'start' : share > 94 ? 'end' : 'middle';
    return html`<line x1="${x}" x2="${x}" y1="18" y2="100%"/><text x="${x}" y="12" text-anchor="${anchor}">${label}</text>`;
  });
  return html`<svg class="axis" aria-hidden="true">${lines}</svg>`;
}

/** The legend, and what moves the range; that is of no use without a script, and hidden. */
function tools(steps: readonly Step[], shown: Range): Html {
  const phases = ORDER.filter((phase) => steps.some((step) => step.phase === phase));
  const legend = phases.map(
    (phase) =>
      html`<li class="${phase}"><svg class="mark" aria-hidden="true"><use href="#m-${phase}"/></svg>${phase}</li>`,
  );
  const moves = [
    ['zoom-in', 'Zoom in', '+'],
    ['zoom-out', 'Zoom out', '−'],
    ['earlier', 'Earlier', '←'],
    ['later', 'Later', '→'],
    ['all', 'Show all', 'All'],
  ].map(
    ([move = '', name = '', sign = '']) =>
      html`<button type="button" data-move="${move}" aria-label="${name}" title="${name}">${sign}</button>`,
  );
  return html`<div class="chart-tools"><ul class="legend">${legend}<li class="recon denied"><svg class="mark" aria-hidden="true"><use href="#m-recon"/></svg>hollow: denied</li></ul>
<div class="moves" role="group" aria-label="Range of the timeline" hidden>${moves}</div><output class="window" id="window">${text(shown)}</output></div>`;
}

function text({ from, until }: Range): string {
  const [a, b] = [from, until].map((at) =>
    new Date(at).toISOString().slice(0, 19).replace('T', ' '),
  );
  return `${a} – ${b?.slice(0, 10) === a?.slice(0, 10) ? b?.slice(11) : b} UTC`;
}
