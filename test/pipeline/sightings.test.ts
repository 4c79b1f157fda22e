import { describe, expect, it } from 'vitest';
import { createSightings, type Sightings } from '../../src/pipeline/sightings.ts';
import { witnessOf } from '../../src/record/evidence.ts';
import type { AuditRecord, Detector, Finding, Json, Matched, Witness } from '../../src/types.ts';
import { info, record, SECOND, TEN } from './fixtures.ts';

/** Takes every record whose verb it likes, and says what it was given back. */
function echo(name: string, verb: string) {
  const got: { readonly taken: Json; readonly witness: Witness }[] = [];
  const rule = info(name);
  const detector: Detector<Json> = {
    rules: [rule],
    evicted: 0,
    take: (one, matched) =>
      one.event.verb === verb ? matched.map((each) => each.info.name) : undefined,
    observe(taken, sighting): Finding[] {
      const witness = sighting.witness();
      got.push({ taken, witness });
      const { time } = witness;
      const witnesses = [witness];
      return [{ rule, time, key: [], count: 1, firstSeen: time, lastSeen: time, witnesses }];
    },
    durable: { name, pack: (taken) => taken, unpack: (packed) => packed, memories: [] },
  };
  return { detector: detector as Detector, got };
}

const matched: readonly Matched[] = [{ info: info('a_rule') }];
/** What is found in all that is due by now. */
function found(sightings: Sightings): Finding[] {
  return sightings.observe().found.flatMap(({ findings }) => findings);
}

function put(sightings: Sightings, one: AuditRecord, newest: number): void {
  sightings.put(one, sightings.take(one, matched), newest);
}

const options = { lateness: 10 * SECOND, capacity: 100 };

describe('sightings', () => {
  it('give each detector what it took and the plain witness, in order of time', () => {
    const [lists, gets] = [echo('lists', 'list'), echo('gets', 'get')];
    const sightings = createSightings([lists.detector, gets.detector], options);
    const records = [2, 1, 3].map((second) =>
      record(TEN + second * SECOND, { verb: second === 3 ? 'get' : 'list' }),
    );
    for (const one of records) put(sightings, one, TEN + 3 * SECOND);
    expect(sightings.due).toBe(0);
    expect(sightings.rest()).toBe(true);
    expect(found(sightings).map(({ rule }) => rule.name)).toEqual(['lists', 'lists', 'gets']);
    expect(sightings.rest()).toBe(false);
    const [second, first, third] = records.map((one) => ({
      taken: ['a_rule'],
      witness: witnessOf(one),
    }));
    // As JSON: what a witness is stored with counts too.
    expect(JSON.stringify([...lists.got, ...gets.got])).toBe(
      JSON.stringify([first, second, third]),
    );
  });

  it('release what is due when records of no interest move time on', () => {
    const { detector, got } = echo('lists', 'list');
    const sightings = createSightings([detector], options);
    put(sightings, record(TEN), TEN);
    const later = TEN + 11 * SECOND;
    put(sightings, record(later, { verb: 'get' }), later);
    expect(found(sightings)).toHaveLength(1);
    expect(got).toHaveLength(1);
  });

  it('tell what several detectors find in the order of the sightings, each of which stays until then', () => {
    const [first, second] = [echo('first', 'list'), echo('second', 'list')];
    const sightings = createSightings([first.detector, second.detector], options);
    const records = Array.from({ length: 2500 }, (_, i) => record(TEN + i, { verb: 'list' }));
    for (const one of records) put(sightings, one, TEN);
    const names: string[] = [];
    while (sightings.rest()) names.push(...found(sightings).map(({ rule }) => rule.name));
    expect(names).toEqual(records.flatMap(() => ['first', 'second']));
    expect(first.got.map(({ witness }) => witness)).toEqual(records.map((one) => witnessOf(one)));
  });

  it('are told to a detector all at once before it looks at them one by one', () => {
    const { detector, got } = echo('lists', 'list');
    const told: unknown[] = [];
    const approach = (all: readonly unknown[]) => void told.push([all, got.length]);
    const sightings = createSightings([{ ...detector, approach }], options);
    for (const verb of ['list', 'get', 'list']) put(sightings, record(TEN, { verb }), TEN);
    sightings.rest();
    sightings.observe();
    expect(told).toEqual([[[['a_rule'], ['a_rule']], 0]]);
  });

  it('are looked at by all detectors once, though one throws', () => {
    const [first, failing, last] = [
      echo('first', 'list'),
      echo('fails', 'list'),
      echo('last', 'list'),
    ];
    const broken: Detector = {
      ...failing.detector,
      observe(taken, sighting) {
        if (sighting.time === TEN + 1) throw new Error('a bug');
        return failing.detector.observe(taken, sighting);
      },
    };
    const sightings = createSightings([first.detector, broken, last.detector], options);
    for (let i = 0; i < 4; i++) put(sightings, record(TEN + i, { verb: 'list' }), TEN);
    expect(sightings.rest()).toBe(true);
    const { found: all, failure } = sightings.observe();
    expect(failure?.error).toMatchObject({ message: 'a bug' });
    expect(all).toHaveLength(11);
    expect([first.got, failing.got, last.got].map((got) => got.length)).toEqual([4, 3, 4]);
    expect([sightings.due, sightings.observe().found]).toEqual([0, []]);
  });
});
