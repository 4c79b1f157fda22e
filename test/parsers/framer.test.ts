import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../src/parsers/index.ts';
import type { Found, JsonObject } from '../../src/types.ts';
import {
  brief,
  event,
  full,
  item,
  line,
  parse,
  parseBytewise,
  placeOf,
  SCANNERS,
} from './fixtures.ts';

const LIMITS = { maxRecordBytes: 1500, keepBytes: 30 };
const pretty = (value: unknown) => JSON.stringify(value, null, 1);

/** Pieces of logs, whole and broken, that together reach every corner. */
const PIECES = [
  '\n \r\n \0 \uFEFF { } [ ] , : " \\ \\" é null tru -1e5 01 {"a":1} {"items":[ ],"metadata":{}}'.split(
    ' ',
  ),
  ['text\n', 'AUDIT: id=', ' ', '"user":{"level":"Metadata","auditID":"9"', '{"@timestamp":"", '],
  [line(1), `${line(2)}\n`, line(3).slice(0, 60), line(3).slice(60), `${line(4).slice(0, 300)}\n`],
  [pretty(event(5)), pretty([item(6), item(7)]), JSON.stringify({ items: [item(8)] })],
  ['{"kind":"EventList"}', '"requestObject":{"kind":"Event","apiVersion":"audit.k8s.io/v1","x":'],
  ['x'.repeat(1600)],
].flatMap((texts) => texts.map((text) => Buffer.from(text)));

const someBytes = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes));
const anyInput = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, someBytes), {
    maxLength: 24,
  })
  .map((pieces) => Buffer.concat(pieces));
const anyCuts = fc.array(fc.nat(5000), { maxLength: 20 });

/** Bytes that are in no find. */
function between(input: Buffer, found: readonly Found[]): Buffer {
  const gaps: Buffer[] = [];
  let at = 0;
  for (const one of found) {
    const { offset, length } = placeOf(one);
    expect(offset).toBeGreaterThanOrEqual(at);
    gaps.push(input.subarray(at, offset));
    at = offset + length;
  }
  expect(at).toBeLessThanOrEqual(input.length);
  return Buffer.concat([...gaps, input.subarray(at)]);
}

describe('any bytes', () => {
  it('give the same finds however they are cut, in order, and none overlaps', () => {
    fc.assert(
      fc.property(anyInput, anyCuts, (input, cuts) => {
        const found = parse(input, { limits: LIMITS });
        between(input, found);
        expect(full(parse(input, { cuts, limits: LIMITS }))).toEqual(full(found));
        expect(full(parseBytewise(input, LIMITS))).toEqual(full(found));
      }),
      { numRuns: 400 },
    );
  });

  it('are all in finds, save separators, where there are no lists', () => {
    fc.assert(
      fc.property(anyInput, (bytes) => {
        const input = Buffer.from(
          bytes.toString('latin1').replaceAll(/\[|items|List/g, ''),
          'latin1',
        );
        const rest = between(input, parse(input, { limits: LIMITS })).toString();
        expect(rest.replaceAll(/[\s\0,\]}\uFEFF]/g, '')).toBe('');
      }),
      { numRuns: 400 },
    );
  });
});

const anyBody = fc
  .jsonValue({ maxDepth: 3 })
  .map((body) => ({ requestObject: body }) as JsonObject);
const anyEvents = fc
  .array(anyBody, { minLength: 1, maxLength: 6 })
  .map((bodies) => bodies.map((body, id) => event(id, body)));
const limits = { maxRecordBytes: 100_000, keepBytes: 30 };

describe('any events', () => {
  const layouts: Record<string, (events: readonly JsonObject[]) => string> = {
    lines: (events) => events.map((one) => `${JSON.stringify(one)}\n`).join(''),
    concatenated: (events) => events.map((one) => JSON.stringify(one)).join(''),
    'pretty-printed': (events) => events.map(pretty).join('\n'),
    array: (events) => JSON.stringify(events),
    'pretty-printed list': (events) => pretty({ kind: 'EventList', items: events, metadata: {} }),
  };

  it.each(Object.entries(layouts))('come out as they went in: %s', (_, layout) => {
    fc.assert(
      fc.property(anyEvents, anyCuts, (events, cuts) => {
        const found = parse(layout(events), { cuts, limits });
        const values = found.map((one) =>
          'record' in one ? JSON.stringify(one.record.event) : one,
        );
        expect(values).toEqual(events.map((one) => JSON.stringify(one)));
      }),
      { numRuns: 60 },
    );
  });
});

const damages: Record<string, (text: Buffer, at: number, bytes: Buffer) => Buffer> = {
  'is cut short': (text, at) => Buffer.concat([text.subarray(0, at), Buffer.from('\n')]),
  'is cut short without its end': (text, at) => text.subarray(0, at),
  'is overwritten': (text, at, bytes) => {
    const damaged = Buffer.concat([text, Buffer.from('\n')]);
    damaged.set(bytes.subarray(0, text.length - at), at);
    return damaged;
  },
  'has bytes put in': (text, at, bytes) =>
    Buffer.concat([text.subarray(0, at), bytes, text.subarray(at), Buffer.from('\n')]),
  'has a hole of NULs': (text, at) => Buffer.concat([text.subarray(0, at), Buffer.alloc(9)]),
};

describe('a log in which one line', () => {
  const noNewline = someBytes.map((bytes) =>
    Buffer.from(bytes.map((byte) => (byte === 10 ? 11 : byte))),
  );

  it.each(Object.entries(damages))('%s gives all other events', (_, damage) => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(), noNewline, anyCuts, (victim, place, bytes, cuts) => {
        const lines = [0, 1, 2, 3].map((id) => Buffer.from(line(id)));
        const log = lines.map((text, id) =>
          id === victim
            ? damage(text, 1 + (place % (text.length - 1)), bytes)
            : Buffer.concat([text, Buffer.from('\n')]),
        );
        const found = brief(parse(Buffer.concat(log), { cuts, limits }));
        const others = [0, 1, 2, 3].filter((id) => id !== victim).map((id) => `id-${id}`);
        expect(found).toEqual(expect.arrayContaining(others));
      }),
      { numRuns: 300 },
    );
  });
});

describe('hostile input', () => {
  const repeat = (text: string) => text.repeat(Math.ceil(200_000 / text.length));

  it.each(
    [
      ['{', '[', '{}', '"', '\\', '\n{', '}]', '[1,', '{"a"\n', '{"items":[', '{"items":[]}'],
      ['{"kind":"Event",', '{"kind":"Event","apiVersion":"audit.k8s.io/v1","user":'],
      ['x{"level":"None"', '{"a":"\\u0000'],
    ].flat(),
  )('of 200 kB of %j is done with in a time that grows with its size only', (text) => {
    const bytes = Buffer.from(repeat(text));
    for (const scanner of SCANNERS) {
      const options = { maxRecordBytes: 200_000, keepBytes: 30, scanner };
      const parser = createParser('test.log', options);
      const started = performance.now();
      for (let at = 0; at < bytes.length; at += 4096) parser.push(bytes.subarray(at, at + 4096));
      parser.end();
      expect(performance.now() - started).toBeLessThan(5000);
    }
  });
});

describe('a huge list on one line', () => {
  it.each(SCANNERS)('is read in bounded memory', (scanner) => {
    const body = { requestObject: { data: 'x'.repeat(1500) } };
    const block = Buffer.from(
      Array.from({ length: 100 }, (_, id) => `${line(id, body)},`).join(''),
    );
    const blocks = Math.ceil(60_000_000 / block.length);
    const parser = createParser('test.log', { maxRecordBytes: 1_000_000, keepBytes: 30, scanner });
    const before = process.memoryUsage();
    let events = 0;
    let most = 0;
    parser.push(Buffer.from('{"kind":"EventList","items":['));
    for (let index = 0; index < blocks; index++) {
      events += parser.push(block).filter((one) => 'record' in one).length;
      if (index % 16 > 0) continue;
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      most = Math.max(most, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers);
    }
    parser.push(Buffer.from(']}'));
    expect(parser.end()).toEqual([]);
    expect(events).toBe(100 * blocks);
    expect(most).toBeLessThan(100_000_000);
  });
});
