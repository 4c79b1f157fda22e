import { describe, expect, it } from 'vitest';
import { EvidenceStore, provingIds } from '../../src/investigate/evidence-store.ts';
import { EventRecord } from '../../src/record/event-record.ts';
import { account, event } from './trail-log.ts';

const record = (minutes: number) =>
  new EventRecord(
    event(minutes, account('shop:cart'), 'list secrets'),
    minutes * 60_000_000,
    false,
  );

describe('evidence', () => {
  it('is kept until there is no room, and read once more where it proves something', () => {
    const store = new EvidenceStore(1);
    const [first, second, third] = [record(1), record(2), record(3)];
    store.keep(first);
    store.keep(second);
    const wanted = new Set([first.digest, second.digest]);
    const missing = store.missing(wanted);
    expect([...missing]).toEqual([second.digest]);
    store.want(missing);
    for (const one of [first, second, third]) store.see(one);
    expect(Object.keys(store.tell(wanted)).sort()).toEqual([...wanted].sort());
    expect(store.tell(wanted)[second.digest]).toMatchObject({ verb: 'list', sourceIP: '10.0.0.5' });
  });

  it('is what proofs name, wherever they stand', () => {
    const proof = (...events: string[]) => ({ events, count: events.length });
    const report = {
      verdict: { reasons: [{ proof: proof('a', 'b') }, { proof: null }] },
      credentials: [{ issued: { proof: proof('c') }, refused: null }],
    };
    expect([...provingIds(report)]).toEqual(['a', 'b', 'c']);
  });
});
