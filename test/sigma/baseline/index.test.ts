import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BaselineRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, Finding, Json, JsonObject } from '../../../src/types.ts';
import { MINUTE, record, SECOND, TEN } from '../../pipeline/fixtures.ts';
import { by, findingsAsTheyCome, findingsOf, onVerb, secondsOf } from '../correlation/builder.ts';
import { ANY, baseline, detectorOf } from './builder.ts';
import { referenceFindings } from './reference.ts';

const run = (rule: BaselineRule, records: readonly AuditRecord[]) =>
  findingsOf(detectorOf([rule]), records, 100_000 * SECOND);

/** An event of ann with some groups. */
const grouped = (seconds: number, groups: Json) =>
  record(TEN + seconds * SECOND, { user: { username: 'ann', groups } });

describe('baselines', () => {
  it('raise what was never seen in a history, once it has learned', () => {
    const [finding, ...others] = run(baseline(), [
      by('ann', 0, 'get'),
      by('ann', 99, 'list'),
      by('ben', 120, 'delete'),
      by('ann', 150, 'list'),
      by('ann', 200, 'watch'),
      by('ann', 300, 'watch'),
    ]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      time: TEN + 200 * SECOND,
      key: ['ann', 'watch'],
      count: 1,
      firstSeen: TEN + 200 * SECOND,
      lastSeen: TEN + 200 * SECOND,
      remark: 'never seen in 3m of history: verb watch',
    });
    expect(finding?.witnesses).toHaveLength(1);
  });

  it('have learned exactly when the history is as old as they learn for', () => {
    const at = (seconds: number) =>
      run(baseline(), [by('ann', 0, 'get'), by('ann', seconds, 'list')]);
    expect([99.999999, 100].map((seconds) => at(seconds).length)).toEqual([0, 1]);
  });

  it('raise the very first event of a history where nothing is to be learned', () => {
    const records = [by('ann', 0, 'get'), by('ben', 1, 'get'), by('ann', 2, 'get')];
    const findings = run(baseline({ learning: 0 }), records);
    expect(findings.map(({ key }) => key)).toEqual([
      ['ann', 'get'],
      ['ben', 'get'],
    ]);
  });

  it('take what was not seen for longer than they remember for new, within a 32nd', () => {
    const after = (seconds: number) =>
      run(baseline(), [by('ann', 0, 'get'), by('ann', seconds, 'get')]).length;
    expect([3200, 3300, 3300.000001].map(after)).toEqual([0, 0, 1]);
    const [finding] = run(baseline(), [by('ann', 0, 'get'), by('ann', 9000, 'get')]);
    expect(finding?.remark).toBe('not seen for 53m: verb get');
  });

  it('never forget what was seen within the expiry, whatever was noted of it', () => {
    const times = Array.from({ length: 100 }, (_, i) => i * 99);
    const records = [...times, 99 * 99 + 3200].map((seconds) => by('ann', seconds, 'get'));
    expect(run(baseline(), records)).toEqual([]);
  });

  it('remember a group whose combinations are all forgotten', () => {
    const records = [by('ann', 0, 'get'), by('ben', 7000, 'get'), by('ann', 9000, 'list')];
    expect(secondsOf(run(baseline(), records))).toEqual([9000]);
  });

  it('have one history for all without group-by', () => {
    const records = [by('ann', 0, 'get'), by('ben', 200, 'get'), by('cid', 300, 'list')];
    const findings = run(baseline({ groupBy: [] }), records);
    expect(findings.map(({ key }) => key)).toEqual([['list']]);
  });

  it('tell absent values, texts and the order of fields apart', () => {
    const rule = baseline({ fields: ['objectRef.name', 'objectRef.namespace'] });
    const objects = [{}, { name: 'a' }, { namespace: 'a' }, { name: '' }, { name: 'null' }, {}];
    const records = objects.map((objectRef, i) =>
      record(TEN + (i + 1) * 200 * SECOND, { user: { username: 'ann' }, objectRef }),
    );
    const findings = run(rule, [by('ann', 0, 'get'), ...records]);
    expect(findings.map(({ key }) => key.slice(1))).toEqual([
      [null, null],
      ['a', null],
      [null, 'a'],
      ['', null],
      ['null', null],
    ]);
    expect(findings[2]?.remark).toContain('objectRef.name (none), objectRef.namespace a');
  });

  it('look at each element of a list by itself, and raise once what is new in one event', () => {
    const rule = baseline({ fields: ['user.groups'] });
    const findings = run(rule, [
      grouped(0, ['a', 'b']),
      grouped(200, ['b', 'a']),
      grouped(300, ['a', 'c']),
      grouped(400, ['d', 'e', 'a', 'd', 'f', 'g']),
      grouped(500, []),
      grouped(600, null),
    ]);
    expect(findings.map(({ remark }) => remark?.replace(/.*history: /, ''))).toEqual([
      'user.groups c',
      'user.groups d; user.groups e; user.groups f; and 1 more',
      'user.groups (none)',
    ]);
    expect(findings[0]?.key).toEqual(['ann', 'c']);
    expect(findings[1]?.key).toEqual(['ann', expect.stringContaining('sha256:')]);
  });

  it('count an event once, whichever of their rules it is of', () => {
    const rules = [onVerb('g'), onVerb('t')];
    const who: [string, ...string[]] = ['who', 'user.username', 'user.username'];
    const rule = baseline({ rules, groupBy: [who] });
    expect(
      run(rule, [by('ann', 0, 'get'), by('ann', 200, 'gt'), by('ann', 300, 'x')]),
    ).toHaveLength(1);
  });

  it('read fields as each rule calls them', () => {
    const rules = [onVerb('get'), onVerb('list')];
    const who: [string, ...string[]] = ['who', 'user.username', 'objectRef.namespace'];
    const rule = baseline({ rules, groupBy: [who] });
    const listed = record(TEN + 200 * SECOND, { verb: 'list', objectRef: { namespace: 'ann' } });
    expect(run(rule, [by('ann', 0, 'get'), listed]).map(({ key }) => key)).toEqual([
      ['ann', 'list'],
    ]);
  });

  it('ask for all that they read, derived fields by what they are derived from', () => {
    const detector = detectorOf([
      baseline({ groupBy: ['satrap.client'], fields: ['satrap.sourceIP'] }),
    ]);
    const paths = detector.reads?.([ANY]).map(({ text }) => text);
    expect(paths?.sort()).toEqual(['sourceIPs', 'userAgent']);
    expect(detector.reads?.([])).toEqual([]);
  });

  it('say nothing of records that none of their rules matches', () => {
    const detector = detectorOf([baseline({ rules: [onVerb('get')] })]);
    expect(detector.takes(by('ann', 0, 'list'))).toBeUndefined();
  });

  it('are held to a bound, and a flood in one history costs that history only', () => {
    const detector = detectorOf([baseline()], { entries: 1000, perGroup: 10 });
    const names = Array.from({ length: 500 }, (_, i) => by('eve', 200 + i / 1000, `flood${i}`));
    const records = [by('ann', 0, 'get'), by('ann', 1, 'list'), by('eve', 2, 'get'), ...names];
    const [again] = findingsAsTheyCome(detector, [...records, by('ann', 300, 'list')]).slice(500);
    expect(again).toBeUndefined();
    expect(detector.evicted).toBe(491);
    const [back] = findingsAsTheyCome(detector, [by('eve', 301, 'get')]);
    expect(back?.key).toEqual(['eve', 'get']);
  });

  it('give up what was noted least recently of all, combinations before their histories', () => {
    const [GET, LIST] = [onVerb('get'), onVerb('list')];
    const rules = [
      baseline({ name: 'a', rules: [GET] }),
      baseline({ name: 'b', rules: [LIST], groupBy: [] }),
    ];
    const detector = detectorOf(rules, { entries: 7, perGroup: 100 });
    const users = ['ann', 'ben', 'cid', 'dan'].map((user, i) => by(user, 2 * i, 'get'));
    findingsAsTheyCome(detector, users.toSpliced(2, 0, by('eve', 3, 'list')));
    expect(detector.evicted).toBe(3);
    const { memories } = detector.durable;
    for (const memory of memories) memory.restore([]);
    const known = memories.map((memory) => memory.changes().map(({ key }) => key));
    expect(known).toEqual([
      ['[["cid"],["get"]]', '[["dan"],["get"]]', '[["ben"]]', '[["cid"]]', '[["dan"]]'],
      ['[[],["list"]]', '[[]]'],
    ]);
  });
});

const user = fc.constantFrom(undefined, 'ann', 'ben', 1, '1');
const listed = fc.oneof(
  fc.constantFrom(undefined, null, 'a', 'b', [], ['a'], ['b', 'a'], [null, 'c', 'c'], 1, true),
  fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }),
);

interface Draw {
  readonly step: number;
  readonly verb: string;
  readonly user: string | number | undefined;
  readonly listed: Json | undefined;
  readonly delay: number;
}

/** Mostly seconds apart, now and then an hour. */
const draw: fc.Arbitrary<Draw> = fc.record({
  step: fc.oneof({ weight: 5, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: fc.nat(3600) }),
  verb: fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((letters) => letters.join('')),
  user,
  listed,
  delay: fc.nat(20),
});

const stream = fc.array(draw, { minLength: 1, maxLength: 50 });

function toRecords(draws: readonly Draw[]): AuditRecord[] {
  let time = TEN;
  return draws.map((one, i) => {
    time += one.step * SECOND;
    const who = one.user === undefined ? {} : { username: one.user };
    const body: JsonObject = one.listed === undefined ? {} : { list: one.listed };
    return record(time, { auditID: `${i}`, verb: one.verb, user: who, requestObject: body });
  });
}

function sorted(records: readonly AuditRecord[]): AuditRecord[] {
  return records.toSorted((a, b) => a.time - b.time || (a.digest < b.digest ? -1 : 1));
}

const VERBS = ['a', 'b', 'c'].map((verb) => onVerb(verb));

const rule: fc.Arbitrary<BaselineRule> = fc
  .record({
    name: fc.constantFrom('x', 'y', 'z'),
    rules: fc.subarray(VERBS, { minLength: 1 }),
    grouping: fc.constantFrom('none', 'user', 'alias', 'both'),
    fields: fc.subarray(['verb', 'requestObject.list', 'user.username'], { minLength: 1 }),
    learning: fc.constantFrom(0, 1, 30, 600),
    expiry: fc.constantFrom(32, 100, 3200, 100_000),
  })
  .map(({ grouping, ...rest }) => {
    const paths = rest.rules.map((_, i) => (i % 2 === 0 ? 'user.username' : 'requestObject.list'));
    const alias: [string, ...string[]] = ['who', ...paths];
    const groupBy = { none: [], user: ['user.username'], alias: [alias], both: [alias, 'verb'] };
    return baseline({ ...rest, groupBy: groupBy[grouping] });
  });

const some = fc.uniqueArray(rule, {
  minLength: 1,
  maxLength: 3,
  selector: ({ info }) => info.name,
});

function comparable(findings: readonly Finding[]): string[] {
  return findings
    .map(({ rule: { name }, time, key, remark }) =>
      JSON.stringify([name, time, key.filter((one) => !String(one).startsWith('sha256:')), remark]),
    )
    .sort();
}

describe('baselines, at random', () => {
  it('agree with the reference', () => {
    fc.assert(
      fc.property(some, stream, (rules, draws) => {
        const records = sorted(toRecords(draws));
        const found = findingsOf(detectorOf(rules), records, 0);
        const shown = found.map(({ rule: { name }, time }) => `${name} ${time}`).sort();
        const expected = referenceFindings(rules, records);
        expect(shown).toEqual(expected.map((one) => `${one.rule} ${one.time}`).sort());
        for (const one of expected.filter(({ combinations }) => combinations.length === 1)) {
          const keys = found.filter(({ time }) => time === one.time).map(({ key }) => key);
          expect(keys).toContainEqual([...one.group, ...(one.combinations[0] ?? [])]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('give the same findings in any order of arrival within the allowed lateness', () => {
    fc.assert(
      fc.property(some, stream, (rules, draws) => {
        const records = toRecords(draws);
        const arriving = records
          .map((one, i) => ({ one, at: one.time + (draws[i]?.delay ?? 0) * SECOND }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const late = findingsOf(detectorOf(rules), arriving, 20 * SECOND);
        expect(comparable(late)).toEqual(
          comparable(findingsOf(detectorOf(rules), sorted(records), 0)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('take any values, in any order of time, with next to no room', () => {
    const wild = fc.record({
      minutes: fc.integer({ min: -500, max: 500 }),
      verb: fc.constantFrom('a', 'b', 'abc'),
      username: fc.jsonValue(),
      list: fc.jsonValue(),
    });
    const bounds = fc.record({ entries: fc.nat(20), perGroup: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(some, fc.array(wild), bounds, (rules, draws, limits) => {
        const detector = detectorOf(rules, limits);
        const records = draws.map((one, i) => {
          const parts = { user: { username: one.username }, requestObject: { list: one.list } };
          const changes = { auditID: `${i}`, verb: one.verb, ...parts } as JsonObject;
          return record(TEN + one.minutes * MINUTE, changes);
        });
        for (const finding of findingsAsTheyCome(detector, records)) {
          expect(finding.witnesses).toHaveLength(1);
          expect(finding.key.every((one) => one === null || String(one).length <= 256)).toBe(true);
        }
        const { memories } = detector.durable;
        for (const memory of memories) memory.restore([]);
        const known = memories.flatMap((memory) => memory.changes());
        expect(known.filter(({ value }) => value !== undefined).length).toBeLessThanOrEqual(
          limits.entries,
        );
      }),
      { numRuns: 200 },
    );
  });
});
