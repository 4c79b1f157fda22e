import { describe, expect, it } from 'vitest';
import { Ends } from '../../../src/investigate/credentials/ends.ts';
import type { Caller } from '../../../src/investigate/trail/caller.ts';
import { act, MINUTE, START, THIEF, type Told } from '../acts.ts';

const caller = (changes: Partial<Caller> = {}): Caller => ({
  user: THIEF,
  credentialId: 'JTI=1',
  pod: 'pay-0',
  podUid: 'u1',
  node: null,
  address: '10.0.0.1',
  agent: null,
  program: null,
  legacy: false,
  secret: null,
  first: START,
  last: START,
  events: 1,
  ...changes,
});

const since = (time: number) => ({ own: time, pod: time });

function ends(...deletions: Told[]): Ends {
  const all = new Ends();
  for (const one of deletions) {
    all.see(act({ verb: 'delete', on: 'pods', namespace: 'prod', name: 'pay-0', ...one }));
  }
  return all;
}

describe('what a credential ends with', () => {
  it('is the pod, the Secret or the ServiceAccount that it is bound to', () => {
    const pod = ends({ identity: 'alice', whose: 'other' });
    expect(pod.of(caller(), since(START - 1))).toMatchObject({
      what: 'pod',
      by: 'alice',
      time: START,
    });
    const secret = ends({ on: 'secrets', name: 'pay-token' });
    expect(secret.of(caller({ pod: null, secret: 'pay-token' }), since(0))?.what).toBe('secret');
    expect(ends({ on: 'serviceaccounts', name: 'payment' }).of(caller(), since(0))?.what).toBe(
      'serviceaccount',
    );
  });

  it('is not a pod of that name from before, as a StatefulSet makes them', () => {
    const restarted = ends({ time: START }, { time: START + 30 * MINUTE });
    expect(restarted.of(caller(), since(START + MINUTE))?.time).toBe(START + 30 * MINUTE);
    expect(ends({ time: START }).of(caller(), since(START + MINUTE))).toBeUndefined();
  });

  it('is an eviction, and not what the kubelet does about it', () => {
    const evicted = ends(
      { verb: 'create', on: 'pods/eviction', code: 201, identity: 'alice' },
      { identity: 'system:node:worker-1', time: START + MINUTE },
    );
    expect(evicted.of(caller(), since(0))).toMatchObject({ by: 'alice', confidence: 'certain' });
    expect(evicted.certain(caller(), since(0))?.by).toBe('alice');
  });

  it('is likely the deletion of its namespace, and certain once it is deleted itself', () => {
    const namespace = { on: 'namespaces', namespace: '', name: 'prod', identity: 'alice' };
    const asked = ends(namespace);
    expect(asked.of(caller(), since(0))).toMatchObject({ what: 'pod', confidence: 'likely' });
    expect(asked.certain(caller(), since(0))).toBeUndefined();
    expect(asked.of(caller({ user: 'system:serviceaccount:dev:a' }), since(0))).toBeUndefined();
    const all = { verb: 'deletecollection', name: null, time: START + MINUTE };
    const done = ends(namespace, { ...all, identity: 'controller' });
    expect(done.of(caller(), since(0))).toMatchObject({ by: 'alice', confidence: 'certain' });
    expect(done.certain(caller(), since(0))?.time).toBe(START + MINUTE);
  });

  it('is a collection with it in it: all of a place, by name, or what a selector may have chosen', () => {
    const items = (...names: string[]) => ({
      kind: 'PodList',
      items: names.map((name) => ({ metadata: { namespace: 'prod', name } })),
    });
    const how = (told: Told) =>
      ends({ verb: 'deletecollection', name: null, ...told }).of(caller(), since(0))?.confidence;
    expect(how({})).toBe('certain');
    expect(how({ namespace: '' })).toBe('certain');
    expect(how({ namespace: 'dev' })).toBeUndefined();
    expect(how({ query: 'labelSelector=app%3Dpay' })).toBe('possible');
    expect(how({ query: 'limit=1' })).toBe('possible');
    const chosen = { query: 'labelSelector=app%3Dpay' };
    expect(how({ ...chosen, responseObject: items('pay-0') })).toBe('certain');
    expect(how({ ...chosen, responseObject: items('pay-1') })).toBeUndefined();
  });

  it('is no deletion that failed, was a trial, or is of another', () => {
    for (const other of [
      { code: 403 },
      { query: 'dryRun=All' },
      { name: 'pay-1' },
      { namespace: 'dev' },
      { on: 'pods/exec' },
    ]) {
      expect(ends(other).of(caller(), since(0))).toBeUndefined();
    }
  });
});
