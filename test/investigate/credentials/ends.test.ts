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
