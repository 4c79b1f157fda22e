import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../../src/record/field-path.ts';
import { createMatcher } from '../../../src/sigma/matcher/index.ts';
import { questionsOf } from '../../../src/sigma/matcher/questions.ts';
import type { DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, JsonObject } from '../../../src/types.ts';
import { loadBundled, ROOT } from '../../rule-tests/bundled.ts';
import { detection, event, FIELDS, PLACEHOLDERS } from '../generators.ts';
import { compile, record } from '../rules.ts';
import { createNumberedStream } from './numbered.ts';
import { counting, formRule, matchesOf, ruleWith } from './rules.ts';

const broken = () => {
  throw new Error('bug');
};

describe('matcher', () => {
  it('answers as the rules one by one, whatever its bounds and however values are numbered', () => {
    fc.assert(
      fc.property(
        fc.array(detection, { minLength: 1, maxLength: 6 }),
        PLACEHOLDERS,
        fc.array(event, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0, 2000, 20_000, undefined),
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 8, max: 40 }),
        (detections, placeholders, events, room, worth, limit) => {
          const rules = detections.map((each) => compile(each, placeholders));
          const matcher = createMatcher(rules, { worth, ...(room !== undefined && { room }) });
          const paths = FIELDS.slice(0, 4).map(fieldPath);
          const first = createNumberedStream({ paths, limit });
          const second = createNumberedStream({ paths, limit, numbered: (v) => v !== undefined });
          const third = createNumberedStream({ paths, limit, telling: () => 'value' });
          for (const each of [...events, ...events]) {
            const wanted = matchesOf(rules, record(each));
            expect(matcher.match(record(each))).toEqual(wanted);
            expect(matcher.match(first.record(each))).toEqual(wanted);
            expect(matcher.match(second.record(each))).toEqual(wanted);
            expect(matcher.match(third.record(each))).toEqual(wanted);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('gives the same array for the same rules', () => {
    const rules = ['get', 'list', 'g*'].map((verb) => compile({ s: { verb }, condition: 's' }));
    const matcher = createMatcher(rules);
    const got = matcher.match(record({ verb: 'get' }));
    expect(got).toEqual([rules[0], rules[2]]);
    expect(matcher.match(record({ verb: 'GET', stage: 'Panic' }))).toBe(got);
    expect(matcher.match(record({}))).toBe(matcher.match(record({ verb: 'x' })));
  });

  it('gives the same array where rules are evaluated one by one', () => {
    const rules = [compile({ s: { verb: 'get' }, condition: 's' })];
    const matcher = createMatcher(rules, { room: 0, worth: 10 });
    const got = matcher.match(record({ verb: 'get' }));
    for (let i = 0; i < 20; i++) expect(matcher.match(record({ verb: 'get' }))).toBe(got);
  });

  it('has an answer where there are no rules', () => {
    expect(createMatcher([]).match(record({ verb: 'get' }))).toEqual([]);
  });

  it('asks rules that do not tell what they decide by', () => {
    const { form: _, ...untold } = ruleWith({ matches: ({ event: { verb } }) => verb === 'list' });
    const told = compile({ s: { verb: 'list' }, condition: 's' });
    const matcher = createMatcher([untold, told]);
    expect(matcher.match(record({ verb: 'list' }))).toEqual([untold, told]);
    expect(matcher.match(record({ verb: 'get' }))).toEqual([]);
  });

  it('tells of a rule that throws, and goes on with the others', () => {
    const item = { ...counting('verb', 'get'), holds: broken };
    const rule = ruleWith({ form: item, matches: broken });
    const other = compile({ s: { verb: 'get' }, condition: 's' });
    const failed: DetectionRule[] = [];
    const matcher = createMatcher([rule, other], { onError: (each) => failed.push(each) });
    expect(matcher.match(record({ verb: 'get' }))).toEqual([other]);
    expect(matcher.match(record({ verb: 'list' }))).toEqual([]);
    expect(failed).toEqual([rule, rule]);
    expect(createMatcher([rule]).match(record({ verb: 'get' }))).toEqual([]);
  });

  it('evaluates one by one for a while where its room is soon used up, then tries again', () => {
    const item = counting('verb', 'get');
    const matches = (one: AuditRecord) => one.event.verb === 'get';
    const rule = ruleWith({ form: item, matches });
    const matcher = createMatcher([rule], { room: 0, worth: 10 });
    for (let i = 0; i < 22; i++) expect(matcher.match(record({ verb: 'get' }))).toEqual([rule]);
    expect(item.asked).toBe(2);
  });

  it('stays right when every event leads to another state', () => {
    const rules = Array.from({ length: 14 }, (_, i) =>
      formRule(counting(`annotations.a${i}`, 'x')),
    );
    const matcher = createMatcher(rules, { room: 100_000, worth: 0 });
    const expected = (bits: number) => rules.filter((_, i) => (bits >> i) & 1);
    for (let bits = 0; bits < 2 ** 14; bits += 3) {
      const annotations = Object.fromEntries(
        rules.map((_, i) => [`a${i}`, (bits >> i) & 1 ? 'x' : 'y']),
      );
      expect(matcher.match(record({ annotations }))).toEqual(expected(bits));
    }
  });
});

/** How many events of a log are tried at most: one rule after the other takes long. */
const TRIED = 2000;

describe('matcher of the bundled rules', async () => {
  const { rules } = await loadBundled();
  const { detections } = rules;
  const paths = questionsOf(detections).list.flatMap(({ path }) => path ?? []);
  const logs = readdirSync(join(ROOT, 'samples'), { recursive: true, encoding: 'utf8' });

  it.each(logs.filter((name) => /\.log(?:\.gz)?$/.test(name)))('agrees on %s', (name) => {
    const bytes = readFileSync(join(ROOT, 'samples', name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    const matcher = createMatcher(detections);
    const stream = createNumberedStream({ paths, limit: 500 });
    const events = text
      .split('\n')
      .map(parsed)
      .filter((one) => one !== undefined);
    expect(events.length).toBeGreaterThan(0);
    const step = Math.ceil(events.length / TRIED);
    const names = (list: readonly DetectionRule[]) => list.map(({ info }) => info.name).join();
    for (const each of events.filter((_, index) => index % step === 0)) {
      const wanted = names(matchesOf(detections, record(each)));
      expect(names(matcher.match(record(each)))).toBe(wanted);
      expect(names(matcher.match(stream.record(each)))).toBe(wanted);
    }
  });
});

function parsed(line: string): JsonObject | undefined {
  try {
    return JSON.parse(line) as JsonObject;
  } catch {
    return undefined;
  }
}
