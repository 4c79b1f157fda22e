import { describe, expect, it } from 'vitest';
import { createLeftBehind } from '../../../src/investigate/left-behind/index.ts';
import { act, bindingBody, HOUR, MINUTE, RBAC, START, type Told, tell } from '../acts.ts';

/** Acts a minute apart. */
const leftBy = (...told: Told[]) =>
  tell(
    createLeftBehind(),
    told.map((one, index) => act({ time: START + index * MINUTE, ...one })),
  ).leftBehind;

const BINDING = { on: 'clusterrolebindings', group: RBAC, name: 'b' } as const;
const make = { ...BINDING, verb: 'create', code: 201, requestObject: bindingBody() } as const;
const POD = { on: 'pods', namespace: 'a', verb: 'create', code: 201 } as const;

describe('left behind', () => {
  it('is what was made, with what it does there and for whom', () => {
    const [one, ...others] = leftBy(make);
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      deed: 'created',
      danger: 'rights',
      state: 'there',
      ended: null,
      what: 'binds ClusterRole cluster-admin to ServiceAccount tools/default',
      beneficiaries: ['system:serviceaccount:tools:default'],
      confidence: 'certain',
    });
  });

  it('is not what was refused, what was a dry run, and what never stays', () => {
    expect(
      leftBy(
        { ...make, code: 403 },
        { ...make, code: 409 },
        { ...make, query: 'dryRun=All' },
        { verb: 'create', on: 'selfsubjectaccessreviews' },
        { verb: 'update', on: 'leases', name: 'a' },
        { verb: 'patch', on: 'pods/status', name: 'a' },
        { verb: 'create', on: 'serviceaccounts/token', name: 'a' },
      ),
    ).toEqual([]);
  });

  it('knows an apply that made something from one that changed it', () => {
    const found = leftBy(
      { ...BINDING, verb: 'patch', code: 201 },
      { ...BINDING, verb: 'patch', name: 'c' },
    );
    expect(found.map(({ deed }) => deed)).toEqual(['created', 'changed']);
  });

  it('ends with a deletion, whoever does it, and begins anew when it is made again', () => {
    const [deleted, again] = leftBy(
      make,
      { ...BINDING, verb: 'delete', whose: 'other', identity: 'jane' },
      make,
    );
    expect(deleted).toMatchObject({ state: 'deleted', ended: { by: 'jane', whose: 'other' } });
    expect(again?.state).toBe('there');
    expect(leftBy(make, { ...BINDING, verb: 'delete', code: 404 })[0]?.state).toBe('there');
    expect(leftBy(make, { ...BINDING, verb: 'delete', query: 'dryRun=All' })[0]?.state).toBe(
      'there',
    );
  });

  it('is there no more than perhaps where it was changed after its end', () => {
    const end = { ...BINDING, verb: 'delete' } as const;
    const change = { ...BINDING, verb: 'patch', requestObject: {} } as const;
    expect(leftBy(make, end, change, change)).toMatchObject([
      { state: 'unknown', ended: { whose: 'suspect' }, proof: { count: 3 } },
    ]);
    expect(leftBy(make, end, { ...change, code: null })[0]?.state).toBe('deleted');
    expect(leftBy(make, end, change, end)[0]?.state).toBe('deleted');
    const again = leftBy(make, end, change, { ...change, code: 201 });
    expect(again.map(({ state }) => state)).toEqual(['unknown', 'there']);
  });

  it('ends with its collection; which of them a selector chose nobody knows', () => {
    const all = { verb: 'deletecollection', on: 'pods', namespace: 'a' } as const;
    const pod = { ...POD, name: 'p' };
    expect(leftBy(pod, all)[0]?.state).toBe('deleted');
    expect(leftBy(pod, { ...all, query: 'labelSelector=x' })[0]?.state).toBe('unknown');
    expect(leftBy(pod, { ...all, namespace: 'b' })[0]?.state).toBe('there');
  });

  it('is in doubt from the last such deletion on, until it is written again', () => {
    const pod = { ...POD, name: 'p' };
    const some = (identity: string): Told => ({
      verb: 'deletecollection',
      on: 'pods',
      namespace: 'a',
      query: 'labelSelector=x',
      whose: 'other',
      identity,
    });
    const patch = { ...pod, verb: 'patch', code: 200, requestObject: {} } as const;
    const doubted = { state: 'unknown', ended: { by: 'joe' } };
    expect(leftBy(pod, some('jane'), some('joe'))).toMatchObject([doubted]);
    const byOthers = { ...patch, whose: 'other', identity: 'jim' } as const;
    expect(leftBy(pod, some('joe'), byOthers)).toMatchObject([doubted]);
    expect(leftBy(pod, some('joe'), patch)).toMatchObject([{ state: 'there', ended: null }]);
    expect(leftBy(some('joe'), pod)).toMatchObject([{ state: 'there', ended: null }]);
    const end = { ...pod, verb: 'delete', code: 200, whose: 'other', identity: 'jill' } as const;
    expect(leftBy(pod, some('joe'), end, some('jane'))).toMatchObject([
      { state: 'deleted', ended: { by: 'jill' } },
    ]);
    expect(leftBy(pod, end, patch, end)).toMatchObject([{ state: 'deleted' }]);
  });

  it('costs a deletion no more for all objects of its kind than for one', () => {
    let reads = 0;
    const some = act({
      verb: 'deletecollection',
      on: 'pods',
      query: 'labelSelector=x',
      time: HOUR,
    });
    Object.defineProperty(some, 'id', { get: () => `e${reads++}` });
    const pods = Array.from({ length: 100 }, (_, n) =>
      act({ verb: 'create', on: 'pods', name: `p${n}` }),
    );
    const { leftBehind } = tell(createLeftBehind(), [...pods, some]);
    expect(new Set(leftBehind.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(reads).toBeLessThan(5);
  });

  it('ends with its namespace, and a pod with its eviction', () => {
    const pod = { ...POD, name: 'p' };
    expect(
      leftBy(pod, { verb: 'delete', on: 'namespaces', namespace: 'a', name: 'a' })[0]?.state,
    ).toBe('deleted');
    const eviction = { verb: 'create', on: 'pods/eviction', namespace: 'a', name: 'p', code: 201 };
    expect(leftBy(pod, eviction)[0]?.state).toBe('deleted');
  });

  it('says that others wrote it since, unless that is what controllers do', () => {
    const patch = { ...BINDING, verb: 'patch', whose: 'other', requestObject: {} } as const;
    expect(leftBy(make, { ...patch, identity: 'jane' })[0]).toMatchObject({
      state: 'changed since',
      ended: { by: 'jane' },
    });
    const controller = 'system:serviceaccount:kube-system:clusterrole-aggregation-controller';
    expect(leftBy(make, { ...patch, identity: controller })[0]?.state).toBe('there');
  });

  it('tells the thief from the account itself', () => {
    const own = { whose: 'own' } as const;
    const found = leftBy({ ...make, ...own }, { ...BINDING, verb: 'patch', time: START + HOUR });
    expect(found.map(({ whose, deed, state }) => [whose, deed, state])).toEqual([
      ['own', 'created', 'changed since'],
      ['suspect', 'changed', 'there'],
    ]);
  });

  it('tells what is grave and what was written last, however much was written besides', () => {
    const bind = (role: string, account: string): Told => ({
      ...make,
      verb: 'update',
      requestObject: bindingBody(role, `tools/${account}`),
    });
    const harmless = ['a', 'b', 'c', 'd', 'e', 'f'].map((account) => bind('view', account));
    for (const place of [0, 3, 6]) {
      const [one] = leftBy(...harmless.toSpliced(place, 0, bind('cluster-admin', 'evil')));
      expect(one?.what).toContain('binds ClusterRole cluster-admin to ServiceAccount tools/evil');
      expect(one?.what).toMatch(
        place === 6 ? /tools\/evil; and 3 other changes$/ : /tools\/f; and 3 other changes$/,
      );
      expect(one?.beneficiaries).toHaveLength(7);
    }
    const subjects = Array.from({ length: 60 }, (_, n) => ({ kind: 'User', name: `u${n}` }));
    const crowd = { ...make, requestObject: { ...bindingBody('view'), subjects } };
    const evil = 'system:serviceaccount:tools:evil';
    const admin = bind('cluster-admin', 'evil');
    expect(leftBy(crowd, admin)[0]?.beneficiaries).toContain(evil);
    expect(leftBy(admin, crowd)[0]?.beneficiaries).toContain(evil);
  });

  it('has no state where the name was made by kube-apiserver and not logged', () => {
    const found = leftBy({ ...POD, requestObject: { metadata: { generateName: 'x-' } } });
    expect(found[0]).toMatchObject({
      state: 'unknown',
      confidence: 'likely',
      object: { name: null },
    });
    const named = leftBy({ ...POD, responseObject: { kind: 'Pod', metadata: { name: 'x-1' } } });
    expect(named[0]).toMatchObject({ state: 'there', object: { name: 'x-1' } });
  });

  it('counts what finds no room', () => {
    const acts = ['a', 'b', 'c'].map((name) => act({ ...make, name }));
    const { leftBehind, omitted } = tell(createLeftBehind({ suspect: 2 }), acts);
    expect([leftBehind.length, omitted]).toEqual([2, 1]);
  });
});
