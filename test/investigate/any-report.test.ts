import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Act } from '../../src/investigate/act.ts';
import { actionsOf } from '../../src/investigate/actions/index.ts';
import { createGaps } from '../../src/investigate/gaps/acts.ts';
import { gapsOf } from '../../src/investigate/gaps/index.ts';
import { createLeftBehind } from '../../src/investigate/left-behind/index.ts';
import { LogFactsCounter } from '../../src/investigate/log-facts.ts';
import { report } from '../../src/investigate/report/index.ts';
import { createTaken } from '../../src/investigate/taken/index.ts';
import { withAlerts } from '../../src/investigate/timeline/alerts.ts';
import { createTimeline } from '../../src/investigate/timeline/index.ts';
import { verdictOf } from '../../src/investigate/verdict/index.ts';
import { HIDDEN } from '../text/fixtures.ts';
import { THIEF, tell } from './acts.ts';
import { anyActs, VALUE } from './any-acts.ts';
import { credential, departure, node, origin } from './parts.ts';

/** All parts that are told from acts, of one trail. */
function reportOf(acts: readonly Act[]) {
  const counter = new LogFactsCounter();
  for (const { time } of acts) counter.add(time, 'ResponseComplete', true, true);
  const steps = tell(createTimeline({ steps: 10, ordinary: 5 }), acts);
  const { taken, unnamed } = tell(createTaken({ most: 10 }), acts);
  const { leftBehind, omitted } = tell(createLeftBehind({ suspect: 10, own: 5 }), acts);
  const credentials = [...new Set(acts.map((one) => one.credential))].map((id) =>
    credential({ id }),
  );
  const proof = { events: acts.slice(0, 1).map(({ id }) => id), count: 1 };
  const departures = acts.length === 0 ? [] : [{ ...departure(), proof }];
  const known = {
    read: 'all' as const,
    subject: { found: true, asked: [{ kind: 'pod' as const, value: 'a/b' }], identities: [THIEF] },
    credentials,
    origins: [origin({ departures })],
    timeline: withAlerts(steps, []),
    taken,
    leftBehind,
    identities: { nodes: [node()], edges: [], limited: false },
  };
  const verdict = verdictOf(known);
  return {
    timeline: known.timeline,
    taken,
    leftBehind,
    verdict,
    // As if it were proven: all that there is to do.
    actions: actionsOf(known, { ...verdict, verdict: 'compromised', confidence: 'certain' }),
    gaps: gapsOf({
      acts: tell(createGaps(), acts),
      log: counter.tell(),
      credentials,
      rejects: 0,
      failures: 0,
      limits: [{ what: 'things', count: unnamed + omitted }],
      limited: false,
    }),
  };
}

const schema = report.pick({
  timeline: true,
  taken: true,
  leftBehind: true,
  verdict: true,
  actions: true,
  gaps: true,
});

const RUNS = { numRuns: 150 };

describe('a report of any acts', () => {
  it('is valid, names each thing once, and proves all by events that were seen', () => {
    fc.assert(
      fc.property(anyActs(), (acts) => {
        const told = schema.parse(reportOf(acts));
        const { timeline, taken, leftBehind, verdict, actions, gaps } = told;
        for (const list of [timeline.steps, taken, leftBehind, verdict.reasons, actions, gaps]) {
          expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
        }
        const seen = new Set(acts.map(({ id }) => id));
        for (const { events, count } of proofsIn(told)) {
          expect(events.every((id) => seen.has(id))).toBe(true);
          expect(count).toBeGreaterThanOrEqual(events.length);
        }
      }),
      RUNS,
    );
  });

  it("never shows a Secret's value", () => {
    fc.assert(
      fc.property(anyActs(), (acts) => {
        expect(JSON.stringify(reportOf(acts))).not.toContain(VALUE);
      }),
      RUNS,
    );
  });

  it('hides nothing in its sentences and commands', () => {
    fc.assert(
      fc.property(anyActs(), (acts) => {
        const { timeline, taken, leftBehind, verdict, actions, gaps } = reportOf(acts);
        const texts = [
          ...[...timeline.steps, ...taken, ...verdict.reasons, ...gaps].map(({ text }) => text),
          ...leftBehind.map(({ what }) => what),
          ...actions.flatMap(({ title, why, note, commands }) => [
            title,
            why,
            note ?? '',
            ...commands,
          ]),
          verdict.sentence,
        ];
        for (const text of texts) expect(text).not.toMatch(HIDDEN);
      }),
      RUNS,
    );
  });

  it('counts each act of the thief in one step, or among what found no room', () => {
    fc.assert(
      fc.property(anyActs(), (acts) => {
        const { steps, omitted } = tell(createTimeline(), acts);
        const own = acts.filter(({ whose }) => whose !== 'other');
        expect(omitted).toBe(0);
        expect(steps.reduce((sum, { count }) => sum + count, 0)).toBe(own.length);
      }),
      RUNS,
    );
  });

  it('is the same however often it is told', () => {
    fc.assert(
      fc.property(anyActs(20), (acts) => {
        expect(JSON.stringify(reportOf(acts))).toBe(JSON.stringify(reportOf(acts)));
      }),
      { numRuns: 30 },
    );
  });
});

interface Told {
  readonly events: string[];
  readonly count: number;
}

function proofsIn(value: unknown): Told[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'proof' && one !== null ? [one as Told] : proofsIn(one),
  );
}
