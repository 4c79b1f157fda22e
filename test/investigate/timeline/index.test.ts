import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../../src/investigate/timeline/index.ts';
import { act, bindingBody, HOUR, MINUTE, RBAC, SECOND, START, tell } from '../acts.ts';

describe('timeline', () => {
  it('folds what is alike and near, keeps the first and the last event, and counts', () => {
    const acts = Array.from({ length: 30 }, (_, index) =>
      act({ verb: 'get', namespace: 'prod', name: `s${index}`, time: START + index * SECOND }),
    );
    const { steps, omitted } = tell(createTimeline(), acts);
    expect(omitted).toBe(0);
    expect(steps).toHaveLength(1);
    const [step] = steps;
    expect(step).toMatchObject({ count: 30, phase: 'access', more: 10, namespaces: ['prod'] });
    expect(step?.names).toHaveLength(20);
    const ids = acts.map(({ id }) => id);
    expect(step?.proof).toEqual({ events: [...ids.slice(0, 5), ...ids.slice(-5)], count: 30 });
    expect(step?.text).toBe('read several secrets in namespace prod (s0, s1, s2 and 27 more)');
  });

  it('tells apart what was allowed and what was refused, and what lies far apart', () => {
    const { steps } = tell(createTimeline(), [
      act(),
      act({ code: 403 }),
      act({ time: START + 2 * HOUR }),
      act({ time: START + 2 * HOUR + MINUTE }),
    ]);
    expect(steps.map(({ outcome, count }) => [outcome, count])).toEqual([
      ['allowed', 1],
      ['denied', 1],
      ['allowed', 2],
    ]);
    expect(steps.find(({ outcome }) => outcome === 'denied')?.text).toBe(
      'tried to list secrets in all namespaces',
    );
  });

  it("folds the account's own requests over its rotated tokens, and the thief's by token", () => {
    const by = (whose: 'own' | 'suspect') => [
      act({ whose, credential: 'JTI=1' }),
      act({ whose, credential: 'JTI=2', time: START + MINUTE }),
    ];
    expect(tell(createTimeline(), by('own')).steps).toHaveLength(1);
    expect(tell(createTimeline(), by('suspect')).steps).toHaveLength(2);
  });

  it('never hides a list of all namespaces among lists of one', () => {
    const { steps } = tell(createTimeline(), [
      act({ namespace: 'a' }),
      act(),
      act({ namespace: 'b' }),
    ]);
    expect(steps.map(({ text }) => text)).toEqual([
      'listed secrets in several namespaces',
      'listed secrets in all namespaces',
    ]);
  });

  it('knows that the trail removes what it made', () => {
    const on = { on: 'clusterrolebindings', group: RBAC, name: 'b' } as const;
    const { steps } = tell(createTimeline(), [
      act({ ...on, verb: 'create', code: 201 }),
      act({ ...on, verb: 'delete', time: START + MINUTE }),
    ]);
    expect(steps.map(({ phase }) => phase)).toEqual(['escalation', 'evasion']);
  });

  it('says by words alone what came to pass and what did not', () => {
    const { steps } = tell(createTimeline(), [
      act({ as: 'jane doe' }),
      act({ verb: 'create', on: 'pods', namespace: 'a', query: 'dryRun=All' }),
      act({ code: null }),
    ]);
    expect(steps.map(({ text, as, dryRun, outcome }) => [text, as, dryRun, outcome])).toEqual([
      ['listed secrets in all namespaces', 'jane doe', false, 'allowed'],
      ['created a pod in namespace a', null, true, 'allowed'],
      ['tried to list secrets in all namespaces', null, false, 'unknown'],
    ]);
  });

  it('leaves out the latest ordinary steps where room ends, and never the others', () => {
    const limits = { steps: 3, ordinary: 2 };
    const ordinary = Array.from({ length: 5 }, (_, index) =>
      act({ verb: 'get', on: 'pods', name: 'a', time: START + index * HOUR }),
    );
    const again = act({ verb: 'get', on: 'pods', name: 'a', time: START + 4 * HOUR + SECOND });
    const { steps, omitted } = tell(createTimeline(limits), [...ordinary, again, act()]);
    expect(omitted).toBe(3);
    expect(steps.map(({ phase }) => phase).toSorted()).toEqual(['access', 'use', 'use']);
  });

  it('tells of a single request what was written, or which command was run', () => {
    const { steps } = tell(createTimeline(), [
      act({
        verb: 'create',
        on: 'clusterrolebindings',
        group: RBAC,
        name: 'b',
        code: 403,
        requestObject: bindingBody(),
      }),
      act({ verb: 'get', on: 'pods/exec', namespace: 'a', name: 'p', query: 'command=id' }),
    ]);
    expect(steps.map(({ text }) => text)).toEqual([
      'tried to create clusterrolebinding b (binds ClusterRole cluster-admin to ServiceAccount ' +
        'tools/default)',
      'ran a command in pod a/p (id)',
    ]);
  });

  it('calls reviews questions', () => {
    const review = act({ verb: 'create', on: 'selfsubjectaccessreviews', code: 201 });
    expect(tell(createTimeline(), [review]).steps[0]?.text).toBe('asked what it may do');
  });

  it('has no steps of others', () => {
    expect(tell(createTimeline(), [act({ whose: 'other' })]).steps).toEqual([]);
  });
});
