import { describe, expect, it } from 'vitest';
import { type Report, report as schema } from '../../../src/investigate/report/index.ts';
import { REPORT } from './hand-made/report.ts';
import { THIEF, TRUTH } from './hand-made/truth.ts';
import { score, table } from './score/index.ts';
import type { Truth } from './truth.ts';

const sectionOf = (name: string, report: Report) =>
  score(report, TRUTH).find((one) => one.name === name);

/** The names of sections that have something to complain of. */
const wrong = (report: Report) =>
  score(report, TRUTH).flatMap(({ name, wrong: list }) => (list.length > 0 ? [name] : []));
const missed = (report: Report) =>
  score(report, TRUTH).flatMap(({ name, misses }) => (misses.length > 0 ? [name] : []));

const [secrets, binding] = REPORT.timeline.steps;
const [stolen] = REPORT.credentials;
const [read] = REPORT.taken;
const [left] = REPORT.leftBehind;
const [origin] = REPORT.origins;
if (!secrets || !binding || !stolen || !read || !left || !origin) throw new Error('no such parts');

/** The same events, but one of somebody else. */
const elsewhere = { events: ['e3'], count: 1 };

describe('score', () => {
  it('finds nothing wrong with a report that says all of it and no more', () => {
    schema.parse(REPORT);
    const sections = score(REPORT, TRUTH);
    expect(sections.flatMap(({ misses, wrong: list }) => [...misses, ...list])).toEqual([]);
    expect(sections.map(({ name, of, claims }) => `${name} ${of} ${claims}`)).toEqual([
      'steps 2 2',
      'phases 2 0',
      'taken 1 1',
      'left behind 1 1',
      'identities 1 2',
      'links 1 1',
      'credentials 1 1',
      'facts 1 1',
      'origins 1 1',
      'actions 3 3',
      'innocents 0 2',
    ]);
  });

  it('misses a step that is not there', () => {
    const report = { ...REPORT, timeline: { ...REPORT.timeline, steps: [secrets] } };
    expect(sectionOf('steps', report)).toMatchObject({ found: 1, of: 2, right: 1, claims: 1 });
    expect(missed(report)).toEqual(['steps', 'phases']);
    expect(wrong(report)).toEqual([]);
  });

  it('misses a step that is told with another outcome, or at another time', () => {
    const others = [
      { ...secrets, proof: { events: [], count: 1 }, outcome: 'denied' as const },
      { ...secrets, proof: { events: [], count: 1 }, last: '2026-11-29T10:00:30.000000Z' },
    ];
    for (const other of others) {
      const report = { ...REPORT, timeline: { ...REPORT.timeline, steps: [other, binding] } };
      expect(sectionOf('steps', report)?.misses[0]).toMatch(/^secrets: list secrets shop\//);
    }
  });

  it('finds a step that is folded with others, of which the report shows only some events', () => {
    const folded = { ...secrets, proof: { events: [], count: 1 } };
    const report = { ...REPORT, timeline: { ...REPORT.timeline, steps: [folded, binding] } };
    expect(missed(report)).toEqual([]);
  });

  it('takes a step for false that shows, or counts, what others did', () => {
    for (const other of [
      { ...secrets, proof: elsewhere },
      { ...secrets, count: 2 },
    ]) {
      const steps = [secrets, binding, other];
      const report = { ...REPORT, timeline: { ...REPORT.timeline, steps } };
      expect(sectionOf('steps', report)).toMatchObject({ right: 2, claims: 3 });
    }
  });

  it('takes what was not read for a false claim, and an action about it as well', () => {
    const object = { ...read.object, namespace: 'payments' };
    const other = { ...read, id: 't2', object };
    const actions = REPORT.actions.map((one) => ({ ...one, about: [...one.about, 't2'] }));
    expect(wrong({ ...REPORT, taken: [read, other], actions })).toEqual(['taken', 'actions']);
  });

  it('takes the whole cluster for more than a namespace', () => {
    const all = { ...read, object: { ...read.object, namespace: null }, scope: 'cluster' as const };
    const report = { ...REPORT, taken: [all] };
    expect([missed(report), wrong(report)]).toEqual([
      ['taken', 'actions'],
      ['taken', 'actions'],
    ]);
  });

  it('lets a report name what lies in a scope that was read', () => {
    const one = { ...read, id: 't2', object: { ...read.object, name: 'db' } };
    expect(wrong({ ...REPORT, taken: [read, one] })).toEqual([]);
  });

  it('takes the ConfigMaps that a list named for the list, but not the Secrets', () => {
    const [scope] = TRUTH.taken;
    const named = { ...read, object: { ...read.object, name: 'db' } };
    const found = (kind: 'secret' | 'configmap') =>
      score(
        { ...REPORT, taken: [{ ...named, kind }] },
        { ...TRUTH, taken: scope ? [{ ...scope, kind }] : [] },
      ).find(({ name }) => name === 'taken')?.found;
    expect([found('secret'), found('configmap')]).toEqual([0, 1]);
  });

  it("asks for a Secret of the attacker's own to be removed, not rotated", () => {
    const truth: Truth = {
      ...TRUTH,
      taken: [{ kind: 'secret', namespace: 'shop', name: 'token', how: 'get', may: false }],
      left: [{ resource: 'secrets', namespace: 'shop', name: 'token', deed: 'created' }],
    };
    const actions = score(REPORT, truth).find(({ name }) => name === 'actions');
    expect(actions?.misses).toEqual(['remove secrets token']);
  });

  it('misses what is said to be deleted but is there', () => {
    const report = { ...REPORT, leftBehind: [{ ...left, state: 'deleted' as const }] };
    expect(sectionOf('left behind', report)).toMatchObject({ found: 0, right: 0 });
  });

  it('counts who is accused without having done anything', () => {
    const steps = [secrets, { ...binding, proof: elsewhere }];
    const accused = { ...REPORT, timeline: { ...REPORT.timeline, steps } };
    expect(sectionOf('innocents', accused)?.wrong).toEqual([
      'bob at 127.0.0.32: created clusterrolebinding metrics',
    ]);
    const home = { ...origin, address: '127.0.0.21', why: 'its own pod' };
    const next = { ...stolen, id: 'JTI=next' };
    const both = { ...REPORT, origins: [origin, home], credentials: [stolen, next] };
    expect(sectionOf('innocents', both)?.wrong).toEqual([
      `${THIEF} at 127.0.0.21: its own pod; JTI=next`,
    ]);
    expect(wrong(both)).toEqual(['credentials', 'origins', 'innocents']);
  });

  it("leaves alone what is said to be the account's own", () => {
    const home = { ...origin, address: '127.0.0.21', whose: 'own' as const };
    const next = { ...stolen, id: 'JTI=next', whose: 'own' as const };
    expect(wrong({ ...REPORT, origins: [origin, home], credentials: [stolen, next] })).toEqual([]);
  });

  it('knows a credential without an id by its user and address', () => {
    const fallback = { ...stolen, id: `${THIEF}@127.0.0.66`, kind: 'unknown' as const };
    const own = { ...fallback, id: `${THIEF}@127.0.0.21` };
    expect(sectionOf('credentials', { ...REPORT, credentials: [fallback] })?.found).toBe(1);
    expect(sectionOf('credentials', { ...REPORT, credentials: [own] })).toMatchObject({
      found: 0,
      right: 0,
    });
  });
});

describe('table', () => {
  it('has a line for each section, then each miss and each false claim', () => {
    const report = { ...REPORT, timeline: { ...REPORT.timeline, steps: [secrets] } };
    const text = table(score(report, TRUTH));
    expect(text).toContain('steps         0.50 (1 of 2)   1.00 (1 of 1)');
    expect(text).toContain('missed in steps: binding: create clusterrolebindings /metrics 201');
    expect(text).toContain('innocents     -               1.00 (2 of 2)');
  });
});
