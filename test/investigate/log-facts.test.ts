import { describe, expect, it } from 'vitest';
import { LogFactsCounter } from '../../src/investigate/log-facts.ts';
import { HOUR, MINUTE, SECOND, START } from './acts.ts';

describe('LogFactsCounter', () => {
  it('keeps the longest silences and the usual pause', () => {
    const counter = new LogFactsCounter();
    let time = START;
    for (let index = 0; index < 20_000; index++) {
      time += index === 10_000 ? HOUR : index === 15_000 ? 5 * MINUTE : SECOND;
      counter.add(time, 'ResponseComplete', index % 2 === 0, index % 4 === 0);
    }
    const facts = counter.tell();
    expect(facts.events).toBe(20_000);
    expect(facts.silences.map(({ from, until }) => until - from).slice(0, 2)).toEqual([
      HOUR,
      5 * MINUTE,
    ]);
    expect(facts.silences).toHaveLength(10);
    expect(facts.usualPause).toBeGreaterThanOrEqual(SECOND);
    expect(facts.usualPause).toBeLessThan(3 * SECOND);
    expect(facts.stages.ResponseComplete).toBe(20_000);
    expect([facts.accountEvents, facts.withCredentialId]).toEqual([10_000, 5000]);
  });

  it('has nothing to say of an empty log, and counts no stages that an attacker made up', () => {
    expect(new LogFactsCounter().tell()).toMatchObject({ events: 0, first: null, usualPause: 0 });
    const counter = new LogFactsCounter();
    counter.add(START, '__proto__', false, false);
    counter.add(START, 'x', false, false);
    expect(Object.keys(counter.tell().stages)).toHaveLength(4);
  });

  it('does not take what comes late for a pause', () => {
    const counter = new LogFactsCounter();
    for (const time of [START, START + SECOND, START - HOUR, START + 2 * SECOND]) {
      counter.add(time, 'ResponseComplete', false, false);
    }
    const { silences } = counter.tell();
    expect(silences.map(({ from, until }) => until - from)).toEqual([SECOND, SECOND]);
  });

  it('counts events without times, which begin nothing', () => {
    const counter = new LogFactsCounter();
    for (const time of [0, START]) counter.add(time, 'ResponseComplete', false, false);
    expect(counter.tell()).toMatchObject({ events: 2, first: START, silences: [] });
  });
});
