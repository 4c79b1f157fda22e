import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyItem, detection, event, PLACEHOLDERS } from './generators.ts';
import { referenceMatches } from './reference.ts';
import { compile, record } from './rules.ts';

test('engine › agrees with the reference on generated rules and events', () => {
  let held = 0;
  fc.assert(
    fc.property(
      detection,
      PLACEHOLDERS,
      fc.array(event, { minLength: 5, maxLength: 5 }),
      (rule, placeholders, events) => {
        const compiled = compile(rule, placeholders);
        for (const each of events) {
          const wanted = referenceMatches(rule, each, placeholders);
          held += Number(wanted);
          expect(compiled.matches(record(each))).toBe(wanted);
          expect(compiled.explain(record(each)).held).toBe(wanted);
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(held).toBeGreaterThan(100);
});

test('engine › agrees with the reference on generated items', () => {
  fc.assert(
    fc.property(
      anyItem,
      PLACEHOLDERS,
      fc.array(event, { minLength: 8, maxLength: 8 }),
      ([key, value], placeholders, events) => {
        const rule = { selection: { [key]: value }, condition: 'selection' };
        const compiled = compile(rule, placeholders);
        for (const each of events) {
          expect(compiled.matches(record(each))).toBe(referenceMatches(rule, each, placeholders));
        }
      },
    ),
    { numRuns: 800 },
  );
});
