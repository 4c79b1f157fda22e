import type { Engine } from '../pipeline/engine.ts';
import type { Totals } from '../pipeline/totals.ts';
import { formatTime } from '../record/time.ts';
import type { Alert, Micros } from '../types.ts';
import { EvidenceStore, provingIds } from './evidence-store.ts';
import { createParts, type Parts } from './parts.ts';
import type { Report } from './report/index.ts';
import type { Start } from './starts.ts';
import type { Caller } from './trail/caller.ts';
import { PASS_FIELDS } from './trail/fields.ts';
import { type Followed, followTrail } from './trail/follow.ts';
import { type Passes, readOnce } from './trail/pass.ts';
import { startsAt } from './trail/starts-at.ts';
import { Survey } from './trail/survey.ts';
import { watchTrail } from './trail/watch.ts';

/** What an investigation needs. */
export interface Investigation extends Passes {
  readonly starts: readonly Start[];
  /** How many links it follows from where it starts. */
  readonly depth: number;
  readonly version: string;
  /** Inputs that were asked for and are not among the sources; none unless told. */
  readonly missing?: number;
  /** A new engine with the rules whose alerts are told. */
  engine(): Promise<Engine>;
}

/** A report, and what the first pass over the logs found. */
export interface Investigated {
  readonly report: Report;
  readonly totals: Totals;
  /** Who makes requests in these logs, as far as there was room. */
  readonly callers: readonly Caller[];
  /** Where the trail should start, and that is not in the logs. */
  readonly missing: readonly Start[];
}

/** Follows a trail through logs and tells it. Input never makes it reject. */
export async function investigate(run: Investigation): Promise<Investigated> {
  const { starts } = run;
  const survey = new Survey(starts);
  const alerts = new AlertStore();
  const fromAlerts = starts.some(({ kind }) => kind === 'alert');
  const totals = await readOnce(run, {
    name: 'reading who is there',
    fields: PASS_FIELDS,
    see: (record) => survey.see(record),
    ...(fromAlerts && { engine: await run.engine(), alerts: (all) => alerts.add(all) }),
  });
  const asked = alerts.asked(starts);
  const callers = survey.callers.all;
  const missing = starts.filter((start) =>
    start.kind === 'alert'
      ? alerts.asked([start]).length === 0
      : !callers.some((caller) => startsAt(start, caller)),
  );
  const quest = { starts, alerts: asked, depth: run.depth };
  const followed = await followTrail(run, quest, survey);
  const parts = createParts(followed);
  const store = new EvidenceStore();
  const watch = watchTrail(followed, (act) => {
    store.keep(act.record);
    parts.see(act);
  });
  const needsAlerts = followed.trail.suspects.size > 0 && (!fromAlerts || alerts.omitted > 0);
  await readOnce(run, {
    name: 'reading what was done',
    fields: PASS_FIELDS,
    see: watch.see,
    ...(needsAlerts && {
      engine: await run.engine(),
      alerts: (all) => alerts.add(all.filter((alert) => watch.concerns(alert))),
    }),
  });
  const report = await tell(run, { followed, parts, store, alerts, totals, acts: watch.acts });
  return { report, totals, callers, missing };
}

interface Told {
  readonly followed: Followed;
  readonly parts: Parts;
  readonly store: EvidenceStore;
  readonly alerts: AlertStore;
  readonly totals: Totals;
  readonly acts: () => number;
}

async function tell(run: Investigation, told: Told): Promise<Report> {
  const { parts, store, alerts, totals } = told;
  const subject = subjectOf(run, told);
  const limits = { alerts: alerts.omitted };
  const failures = totals.failures + (run.missing ?? 0);
  const rest = parts.tell({ subject, alerts: alerts.all, totals, failures, limits });
  const ids = provingIds(rest);
  const missing = store.missing(ids);
  if (missing.size > 0) {
    store.want(missing);
    await readOnce(run, {
      name: 'reading what proves it',
      fields: PASS_FIELDS,
      see: (record) => store.see(record),
    });
  }
  const evidence = store.tell(ids);
  return { format: 'satrap.investigation/v1', satrap: run.version, subject, ...rest, evidence };
}

function subjectOf(run: Investigation, { followed, totals, acts }: Told): Report['subject'] {
  const subjects = [...followed.trail.identities.values()].filter(({ subject }) => subject);
  return {
    asked: run.starts.map(({ kind, value }) => ({ kind, value })),
    since: timeOrNull(run.range.since),
    until: timeOrNull(run.range.until),
    found: followed.found,
    identities: subjects.map(({ id }) => id),
    log: logOf(run, totals),
    events: acts(),
  };
}

function logOf({ sources }: Investigation, totals: Totals): Report['subject']['log'] {
  return {
    files: sources.reduce((sum, { files }) => sum + (files?.length ?? 1), 0),
    bytes: totals.bytes,
    events: totals.events - totals.outsideRange,
    duplicates: totals.duplicates,
    rejects: totals.rejects,
    firstEvent: totals.firstEvent === null ? null : formatTime(totals.firstEvent),
    lastEvent: totals.lastEvent === null ? null : formatTime(totals.lastEvent),
  };
}

function timeOrNull(time: Micros): string | null {
  return Number.isFinite(time) ? formatTime(time) : null;
}

/** How many alerts are kept. */
const MOST_ALERTS = 10_000;

/** Alerts, each once: the latest of an id. */
class AlertStore {
  /** How many had no room. */
  omitted = 0;
  readonly #alerts = new Map<string, Alert>();

  add(alerts: readonly Alert[]): void {
    for (const alert of alerts) {
      if (this.#alerts.size < MOST_ALERTS || this.#alerts.has(alert.id))
        this.#alerts.set(alert.id, alert);
      else this.omitted++;
    }
  }

  get all(): readonly Alert[] {
    return [...this.#alerts.values()];
  }

  /** Those that a trail starts from. */
  asked(starts: readonly Start[]): readonly Alert[] {
    const ids = starts.filter(({ kind }) => kind === 'alert').map(({ value }) => value);
    return this.all.filter(({ id }) => ids.some((asked) => id.startsWith(asked)));
  }
}
