import { describe, expect, it } from 'vitest';
import { createGaps } from '../../../src/investigate/gaps/acts.ts';
import { type GapsInput, gapsOf } from '../../../src/investigate/gaps/index.ts';
import type { LogFacts } from '../../../src/investigate/log-facts.ts';
import { gap } from '../../../src/investigate/report/gap.ts';
import { formatTime } from '../../../src/record/time.ts';
import { act, HOUR, MINUTE, SECOND, START, type Told, tell } from '../acts.ts';
import { credential } from '../parts.ts';

const LOG: LogFacts = {
  events: 5000,
  first: START - HOUR,
  last: START + HOUR,
  silences: [],
  usualPause: SECOND,
  stages: { RequestReceived: 0, ResponseStarted: 10, ResponseComplete: 4990, Panic: 0 },
  accountEvents: 4000,
  withCredentialId: 4000,
};

function gapsBy(told: readonly Told[], changes: Partial<GapsInput> = {}) {
  const acts = tell(createGaps(), told.map(act));
  const input = {
    acts,
    log: LOG,
    credentials: [],
    rejects: 0,
    failures: 0,
    limits: [],
    limited: false,
  };
  const gaps = gapsOf({ ...input, ...changes });
  for (const one of gaps) gap.parse(one);
  return gaps;
}

const kinds = (told: readonly Told[], changes?: Partial<GapsInput>) =>
  gapsBy(told, changes).map(({ kind }) => kind);

const BINDING = { verb: 'create', on: 'rolebindings', namespace: 'a', name: 'b', code: 201 };

describe('gaps of the trail', () => {
  it('are none where nothing is missing', () => {
    expect(gapsBy([{ ...BINDING, requestObject: {} }])).toEqual([]);
  });

  it('are writes without what was written, by their level or in spite of it', () => {
    expect(kinds([{ ...BINDING, level: 'Metadata' }])).toEqual(['level']);
    expect(kinds([{ ...BINDING, level: 'Request' }])).toEqual(['bodies']);
    expect(kinds([{ verb: 'get', on: 'pods', name: 'a', level: 'Metadata' }])).toEqual([]);
  });

  it('are tokens without a body, lists without names, objects without a name', () => {
    const token = { verb: 'create', on: 'serviceaccounts/token', namespace: 'a', name: 'b' };
    expect(kinds([token])).toEqual(['bodies']);
    expect(kinds([{}])).toEqual(['names']);
    expect(kinds([{ responseObject: { kind: 'SecretList', items: [] } }])).toEqual([]);
    expect(kinds([{ verb: 'create', on: 'pods', namespace: 'a', requestObject: {} }])).toEqual([
      'names',
    ]);
  });

  it('are events that were cut short, requests without answers, tokens without ids', () => {
    const annotations = { 'audit.k8s.io/truncated': 'true' };
    expect(kinds([{ ...BINDING, annotations, requestObject: {} }])).toEqual(['truncated']);
    expect(kinds([{ verb: 'get', on: 'pods', name: 'a', partial: true }])).toEqual(['truncated']);
    expect(kinds([{ verb: 'get', on: 'pods', name: 'a', code: null }])).toEqual(['stages']);
    expect(kinds([{ verb: 'get', on: 'pods', name: 'a', credential: 'pod:prod/a' }])).toEqual([
      'credential ids',
    ]);
  });

  it('are counted, with the first and the last time', () => {
    const bare = { ...BINDING, level: 'Metadata' };
    const [one] = gapsBy([bare, { ...bare, time: START + MINUTE }]);
    expect(one).toMatchObject({
      count: 2,
      from: formatTime(START),
      until: formatTime(START + MINUTE),
    });
  });

  it("are not those of the account's own events", () => {
    expect(gapsBy([{ ...BINDING, level: 'Metadata', whose: 'own' }])).toEqual([]);
  });
});

describe('gaps of the log', () => {
  const none: readonly Told[] = [];

  it('are silences far longer than usual, in order', () => {
    const log = {
      ...LOG,
      silences: [
        { from: START, until: START + 2 * HOUR + 5 * MINUTE },
        { from: START - HOUR, until: START - HOUR + 90 * SECOND },
        { from: START, until: START + 30 * SECOND },
      ],
    };
    expect(gapsBy(none, { log }).map(({ text }) => text)).toEqual([
      'the whole log is silent for 90s, far longer than it usually is',
      'the whole log is silent for 2h 5m, far longer than it usually is',
    ]);
    expect(gapsBy(none, { log: { ...log, usualPause: 10 * MINUTE } })).toHaveLength(1);
  });

  it('are stages that a long log has none of', () => {
    const log = { ...LOG, stages: { ...LOG.stages, ResponseStarted: 0 } };
    expect(gapsBy(none, { log })[0]?.hides).toContain('401');
    expect(gapsBy(none, { log: { ...log, events: 10 } })).toEqual([]);
  });

  it('are a beginning after the first use, and an end before the last', () => {
    const used = credential({ issued: null, firstUse: formatTime(START - HOUR + SECOND) });
    const [late] = gapsBy(none, { credentials: [used] });
    expect(late).toMatchObject({ kind: 'log starts late', count: 1 });
    expect(late?.text).toContain('in use already');
    const later = credential({ issued: null, firstUse: formatTime(START + 20 * MINUTE) });
    expect(gapsBy(none, { credentials: [later] })[0]?.text).toContain('who asked for');
    expect(gapsBy(none, { credentials: [credential({ issued: null, kind: 'legacy' })] })).toEqual(
      [],
    );
    expect(kinds([{ verb: 'get', on: 'pods', name: 'a', time: START + HOUR - SECOND }])).toEqual([
      'log ends early',
    ]);
  });

  it('are all of a log that has no event', () => {
    const empty = { ...LOG, events: 0, first: null, last: null };
    expect(gapsBy(none, { log: empty })).toMatchObject([
      { kind: 'silence', text: expect.stringContaining('no event was read') },
    ]);
  });

  it('are what could not be read, and room that ended', () => {
    const limits = [
      { what: 'steps', count: 3 },
      { what: 'objects', count: 0 },
    ];
    const gaps = gapsBy(none, { rejects: 2, failures: 1, limits, limited: true });
    expect(gaps.map(({ kind, count }) => [kind, count])).toEqual([
      ['unreadable', 2],
      ['unreadable', 1],
      ['limit', 3],
      ['limit', null],
    ]);
    expect(new Set(gaps.map(({ id }) => id)).size).toBe(4);
  });
});
