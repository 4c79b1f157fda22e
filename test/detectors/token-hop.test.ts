import { describe, expect, it } from 'vitest';
import { createTokenHop } from '../../src/detectors/token-hop.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import type { JsonObject } from '../../src/types.ts';
import { HOUR, MINUTE, record, TEN } from '../pipeline/fixtures.ts';
import { handOver, run, type Stepped, stepped } from './stepped.ts';

const issue = (at: number, id = 'JTI=1', changes: JsonObject = {}): Stepped =>
  stepped(
    record(at, {
      sourceIPs: ['10.0.0.5'],
      userAgent: 'kubectl',
      annotations: { 'authentication.kubernetes.io/issued-credential-id': id },
      ...changes,
    }),
    'step_token_issued',
  );

const act = (at: number, id = 'JTI=1', changes: JsonObject = {}): Stepped =>
  stepped(
    record(at, {
      user: {
        username: 'system:serviceaccount:ci:deployer',
        extra: { 'authentication.kubernetes.io/credential-id': [id] },
      },
      sourceIPs: ['198.51.100.7'],
      userAgent: 'kubectl',
      ...changes,
    }),
    'step_acts',
  );

describe('chain_02_token_hop', () => {
  it('finds a token that acts elsewhere, with both events', () => {
    const [finding, ...others] = run(createTokenHop(), [issue(TEN), act(TEN + MINUTE)]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      key: ['JTI=1'],
      count: 2,
      firstSeen: TEN,
      lastSeen: TEN + MINUTE,
      measured: 'minted from 10.0.0.5, used from 198.51.100.7',
    });
    expect(finding?.witnesses.map(({ time }) => time)).toEqual([TEN, TEN + MINUTE]);
  });

  it('finds one that acts by another program at the same address', () => {
    const changes = { sourceIPs: ['10.0.0.5'], userAgent: 'curl/8.5.0' };
    expect(run(createTokenHop(), [issue(TEN), act(TEN + 1, 'JTI=1', changes)])).toHaveLength(1);
    const same = { sourceIPs: ['10.0.0.5'] };
    expect(run(createTokenHop(), [issue(TEN), act(TEN + 1, 'JTI=1', same)])).toEqual([]);
  });

  it('goes by the program, not by what its user agent says beyond', () => {
    const by = (rest: string) => ({ sourceIPs: ['10.0.0.5'], userAgent: `manager/v1 ${rest}` });
    const events = [issue(TEN, 'JTI=1', by('(manager)')), act(TEN + 1, 'JTI=1', by('(ttl)'))];
    expect(run(createTokenHop(), events)).toEqual([]);
  });

  it('tells of each token once, and goes by event time whatever the order of lines', () => {
    const events = [act(TEN + 2), issue(TEN), act(TEN + 3), act(TEN + 1), act(TEN - 1)];
    const findings = run(createTokenHop(), events);
    expect(findings.map(({ time }) => time)).toEqual([TEN + 1]);
  });

  it('follows a token that was minted by a minted one', () => {
    const hop = stepped(
      record(TEN + MINUTE, {
        user: {
          username: 'system:serviceaccount:ci:deployer',
          extra: { 'authentication.kubernetes.io/credential-id': ['JTI=1'] },
        },
        sourceIPs: ['198.51.100.7'],
        annotations: { 'authentication.kubernetes.io/issued-credential-id': 'JTI=2' },
      }),
      'step_token_issued',
      'step_acts',
    );
    const changes = { sourceIPs: ['203.0.113.9'] };
    const events = [issue(TEN), hop, act(TEN + 2 * MINUTE, 'JTI=2', changes)];
    const keys = run(createTokenHop(), events).map(({ key }) => key);
    expect(keys).toEqual([['JTI=1'], ['JTI=2']]);
  });

  it('forgets a token after a day', () => {
    expect(run(createTokenHop(), [issue(TEN), act(TEN + 24 * HOUR)])).toHaveLength(1);
    expect(run(createTokenHop(), [issue(TEN), act(TEN + 24 * HOUR + 1)])).toEqual([]);
  });

  it('gives up the token it knows longest for want of room', () => {
    const detector = createTokenHop({ most: 1 });
    expect(run(detector, [issue(TEN), issue(TEN + 1, 'JTI=2'), act(TEN + 2)])).toEqual([]);
    expect(detector.evicted).toBe(1);
  });

  it('remembers over a restart, what waits included', () => {
    const before = createTokenHop();
    before.durable.memories[0]?.restore([]);
    run(before, [issue(TEN)]);
    const after = createTokenHop();
    handOver(before, after);
    const { record: late, matched } = act(TEN + 1);
    const taken = after.take(late, matched);
    if (taken === undefined) throw new Error('took nothing');
    const packed = JSON.parse(JSON.stringify(after.durable.pack(taken))) as never;
    expect(after.durable.unpack(packed)).toEqual(taken);
    expect(run(after, [act(TEN + 1)])).toHaveLength(1);
  });

  it('looks at nothing of a record that is no step', () => {
    const detector = createTokenHop();
    const { record: one, matched } = act(TEN);
    expect(detector.take(one, [])).toBeUndefined();
    expect(detector.reads?.([])).toEqual([]);
    expect(detector.reads?.(matched)).toContain(fieldPath('sourceIPs'));
  });

  it('takes nothing where there is no id, and shows strange values as they are', () => {
    const { matched } = act(TEN);
    const user = { username: 'alice', extra: null };
    expect(createTokenHop().take(record(TEN, { user }), matched)).toBeUndefined();
    const odd = { sourceIPs: [], userAgent: { a: 1 } };
    expect(run(createTokenHop(), [issue(TEN), act(TEN + 1, 'JTI=1', odd)])).toHaveLength(1);
  });
});
