import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/types.ts';
import { type Detection, referenceMatches } from './reference.ts';
import { compile, record } from './rules.ts';

interface Case {
  readonly title: string;
  readonly detection: Detection;
  readonly placeholders?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly matches?: readonly JsonObject[];
  readonly misses?: readonly JsonObject[];
}

const cases = parse(readFileSync(new URL('cases.yml', import.meta.url), 'utf8')) as Case[];

describe('engine', () => {
  test.each(cases)('$title', ({ detection, placeholders, matches = [], misses = [] }) => {
    const rule = compile(detection, placeholders);
    for (const event of matches)
      expect([event, rule.matches(record(event))]).toEqual([event, true]);
    for (const event of misses)
      expect([event, rule.matches(record(event))]).toEqual([event, false]);
    for (const event of [...matches, ...misses]) {
      expect(rule.explain(record(event)).held).toBe(rule.matches(record(event)));
    }
  });
});

describe('reference', () => {
  test.each(cases)('$title', ({ detection, placeholders, matches = [], misses = [] }) => {
    const held = (event: JsonObject) => [event, referenceMatches(detection, event, placeholders)];
    for (const event of matches) expect(held(event)).toEqual([event, true]);
    for (const event of misses) expect(held(event)).toEqual([event, false]);
  });
});

test('cases › have titles of their own', () => {
  expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThan(150);
});
