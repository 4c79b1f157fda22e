import { quoted } from '../../text/request.ts';
import type { Report } from '../report/index.ts';
import { type AlertRef, PHASES, type Phase, type Step } from '../report/timeline.ts';
import { alertsBySteps, gravity } from './step-alerts.ts';
import { counted, heading, more, often, proven, type Telling } from './telling.ts';

/** How many steps of a phase are shown, of allowed and of other ones each. */
const SHOWN = 8;
/** How many alerts of level high or above are shown below a step. */
const ALERTS_SHOWN = 3;

/** What is told of which step, by its id. */
type Alerts = ReadonlyMap<string, readonly AlertRef[]>;

const HEADINGS: Readonly<Record<Phase, string>> = {
  recon: 'recon',
  access: 'access',
  escalation: 'escalation',
  persistence: 'persistence',
  evasion: 'evasion',
  impact: 'impact',
  use: 'other requests',
};

/** What is told apart within a phase. */
const OUTCOMES: readonly (readonly [words: string, outcomes: readonly Step['outcome'][]])[] = [
  ['', ['allowed']],
  [', denied', ['denied']],
  [', failed or not known', ['failed', 'unknown']],
];

/** What was done, by phase; what was allowed apart from what was not; alerts under the step that raised them. */
export function tellTimeline(t: Telling, report: Report): string[] {
  const { steps, omitted } = report.timeline;
  if (steps.length === 0) return [];
  const suspect = steps.filter(({ whose }) => whose === 'suspect');
  const own = steps.filter(({ whose }) => whose === 'own');
  const alerts = alertsBySteps(report.timeline);
  const phases = [...PHASES, 'use' as const].flatMap((phase) => {
    const here = suspect.filter((step) => step.phase === phase);
    return OUTCOMES.flatMap(([words, outcomes]) => {
      const same = here.filter(({ outcome }) => outcomes.includes(outcome));
      return tellSteps(t, report, `${HEADINGS[phase]}${words}`, same, alerts);
    });
  });
  return [
    ...heading(t, 'What it did'),
    ...(suspect.length === 0 ? t.line(2, 'nothing that is suspect') : phases),
    ...(omitted === 0
      ? []
      : t.line(2, `${counted(omitted, 'ordinary step')} left out for want of room`, 'dim')),
    ...tellOwn(t, report, own, alerts),
  ];
}

function tellOwn(t: Telling, report: Report, own: Step[], alerts: Alerts): string[] {
  if (own.length === 0) return [];
  if (t.all) return tellSteps(t, report, 'its own workload', own, alerts);
  const requests = own.reduce((sum, { count }) => sum + count, 0);
  return t.line(2, `Its own workload made ${counted(requests, 'request')}: --all`, 'dim');
}

/** Steps in their order, under the identity and the place they came from. */
function tellSteps(
  t: Telling,
  report: Report,
  title: string,
  steps: readonly Step[],
  alerts: Alerts,
): string[] {
  if (steps.length === 0) return [];
  const shown = t.all ? steps : chosen(steps, alerts);
  const requests = steps.reduce((sum, { count }) => sum + count, 0);
  const lines = t.labelled(2, { text: title, style: 'bold' }, `(${counted(requests, 'request')})`);
  let actor = '';
  for (const step of shown) {
    const by = actorOf(t, step);
    if (by !== actor) lines.push(...t.line(4, by, 'cyan'));
    actor = by;
    lines.push(...tellStep(t, report, step, alerts));
  }
  return [...lines, ...more(t, 6, steps.length - shown.length)];
}

/** The gravest, of those alike the earlier ones; then in their order again. */
function chosen(steps: readonly Step[], alerts: Alerts): Step[] {
  const grave = (step: Step) => gravity(alerts.get(step.id));
  const kept = new Set(steps.toSorted((a, b) => grave(b) - grave(a)).slice(0, SHOWN));
  return steps.filter((step) => kept.has(step));
}

function actorOf(t: Telling, { identity, as, origin }: Step): string {
  const behind = as === null ? '' : ` as ${t.who(as)}`;
  return `${t.who(identity)}${behind} from ${t.place(origin)}`;
}

function tellStep(t: Telling, report: Report, step: Step, alerts: Alerts): string[] {
  const { first, last, count, outcome, text, dryRun } = step;
  const raised = alerts.get(step.id) ?? [];
  const shown = t.all ? raised : raised.filter(isGrave).slice(0, ALERTS_SHOWN);
  const left = raised.length - shown.length;
  const until = t.clock(first) === t.clock(last) ? '' : ` until ${t.clock(last)}`;
  const notes = [
    count === 1 ? '' : `, ${often(count)}${until}`,
    outcome === 'failed' ? ' [failed]' : '',
    outcome === 'unknown' ? ' [result not logged]' : '',
    dryRun ? ' [dry run]' : '',
    left === 0 ? '' : ` [${counted(left, shown.length > 0 ? 'further alert' : 'alert')}]`,
  ].join('');
  const label = { text: t.clock(first) };
  return [
    ...t.labelled(6, label, `${text}${notes}`, {
      style: outcome === 'allowed' ? undefined : 'yellow',
    }),
    ...proven(t, report, 7 + label.text.length, step.proof),
    ...shown.flatMap((alert) => tellAlert(t, alert)),
  ];
}

function isGrave({ level }: AlertRef): boolean {
  return level === 'high' || level === 'critical';
}

function tellAlert(t: Telling, { level, title, rule }: AlertRef): string[] {
  const style = level === 'critical' ? ['bold' as const, 'red' as const] : ('red' as const);
  const name = t.all ? ` (${quoted(rule, 120)})` : '';
  return t.labelled(8, { text: `! ${level}:`, style }, `${title}${name}`);
}
