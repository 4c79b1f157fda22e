import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import type { Data } from '../../src/config/settings.ts';
import { usualConfig } from '../../src/config/usual.ts';

const TEXTS = ['', 'a', 'low', 'severe', 'text', 'json', '127.0.0.1:80', 'nowhere'];
const OTHERS = [5, null, true, undefined, [], [''], ['a', 'b'], [5], {}, { listen: '[::1]:0' }];
const value = fc.constantFrom<unknown>(...TEXTS, ...OTHERS, { listen: 5 }, { format: 'json' });

/** Maps of a few of these entries. */
const mapOf = (entries: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc
    .uniqueArray(
      fc.oneof(...Object.entries(entries).map(([key, one]) => fc.tuple(fc.constant(key), one))),
      {
        selector: ([key]) => key,
        maxLength: 3,
      },
    )
    .map((chosen) => Object.fromEntries(chosen));
const part = (...keys: string[]) =>
  mapOf(Object.fromEntries([...keys, 'other', 'toString'].map((key) => [key, value])));
const type = fc.constantFrom('stdout', 'stdout', 'file', 'pager');
const sink = mapOf({ type, format: fc.constantFrom('text', 'json', 'xml'), minLevel: value });
const config = mapOf({
  rules: fc.oneof(part('paths', 'add', 'filters'), part('paths', 'disable', 'placeholders'), value),
  alerts: fc.oneof(part('minLevel', 'fold'), value),
  metrics: fc.oneof(part('listen'), value),
  deadLetter: value,
  stateDir: value,
  sinks: fc.oneof(fc.array(sink, { maxLength: 2 }), value),
  other: value,
});

describe('usualConfig', () => {
  it('reads what the schema reads, or leaves it to the schema', () => {
    let usual = 0;
    fc.assert(
      fc.property(config, (input) => {
        const read = usualConfig(input);
        if (read === undefined) return;
        usual++;
        expect(read).toStrictEqual(configSchema.parse(input));
      }),
      { numRuns: 3000 },
    );
    expect(usual).toBeGreaterThan(100);
  });

  it.each<Data>([
    {},
    { rules: { paths: ['a'], add: ['b'], filters: [] } },
    { alerts: { minLevel: 'high' } },
    { sinks: [{ type: 'stdout', format: 'json' }], deadLetter: 'rejects.jsonl' },
    { stateDir: 'state', metrics: { listen: '127.0.0.1:0' } },
  ])('needs no schema for %j', (input) => {
    expect(usualConfig(input)).toStrictEqual(configSchema.parse(input));
  });
});
