import { describe, expect, it } from 'vitest';
import { createParser } from '../../src/parsers/index.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import { createScanner } from '../../src/scanner/index.ts';
import type { AuditRecord, JsonObject } from '../../src/types.ts';
import { line } from '../parsers/fixtures.ts';
import { CORES } from './cores.ts';

const LIMITS = { maxRecordBytes: 1e6, keepBytes: 20 };
const PATHS = ['verb', 'user.groups', 'level', 'objectRef.name', 'requestObject', 'requestURI'];

describe.each(CORES)('fingerprints by the core in %s', (...[, core]) => {
  function open() {
    const scanner = createScanner(PATHS.map(fieldPath), core());
    const parser = createParser('log', { ...LIMITS, scanner });
    /** What an event is like; the records before it are done with. */
    const push = (lines: readonly string[]): number[] =>
      parser.push(Buffer.from(`${lines.join('\n')}\n`)).map((one) => {
        const { values, numbersAt = 0 } = (one as { record: AuditRecord }).record;
        return values?.alike(numbersAt) ?? -2;
      });
    const alike = (...all: readonly JsonObject[]) => push(all.map((one, id) => line(id, one)));
    return { scanner, alike, push };
  }

  it('say whether events have the same values, where few differ', () => {
    const { alike, scanner } = open();
    const groups = { groups: ['a', 'b'] };
    expect(
      alike(
        { verb: 'get', user: groups },
        { verb: 'list', user: groups },
        { verb: 'get', user: groups, objectRef: { name: 'x' }, requestURI: '/x' },
        { verb: 'get', user: { groups: ['a'] } },
        { verb: 'list', user: groups, objectRef: { name: 'y' } },
        { verb: 'get' },
      ),
    ).toEqual([0, 1, 0, 2, 1, 3]);
    const told = PATHS.map((path) => scanner.numbers.tells(fieldPath(path)));
    expect(told).toEqual(['value', 'value', 'value', undefined, 'presence', undefined]);
  });

  it('say whether they have bodies, whatever is in those', () => {
    const { alike } = open();
    const bodies = [{}, { a: 1 }, { b: 'x'.repeat(5000) }].map((requestObject) => ({
      requestObject,
    }));
    expect(alike({}, ...bodies, {})).toEqual([0, 1, 1, 1, 0]);
  });

  it('say nothing of an event of which a value that tells has no number', () => {
    const { alike } = open();
    expect(alike({ level: 'x'.repeat(500) }, { level: 'x' })).toEqual([-1, 0]);
    // Either key may be the one that is asked for.
    expect(alike({ level: 'x', 'user.groups': ['a'] })).toEqual([-1]);
  });

  it('are numbered anew once there were very many', () => {
    const { alike, push, scanner } = open();
    expect(alike({ verb: 'get' })).toEqual([0]);
    let given = 1;
    for (let from = 0; given < 131_072; from += 1000) {
      const lines = Array.from({ length: 1000 }, (_, at) =>
        // Two fields of four hundred values: more combinations than numbers.
        line(0, { verb: `v${(from + at) % 400}`, level: `l${Math.floor((from + at) / 400)}` }),
      );
      given = 1 + Math.max(given - 1, ...push(lines));
    }
    expect(scanner.numbers.round).toBe(0);
    expect(alike({ verb: 'new' }, { verb: 'get' }, { verb: 'new' })).toEqual([0, 1, 0]);
    expect(scanner.numbers.round).toBe(1);
  });

  it('differ from scanner to scanner, so that nobody can make them meet', () => {
    const prints = [open(), open()].map(({ scanner }) => {
      const slab = scanner.acquire(4096);
      const { bytes } = scanner.views;
      const size = bytes.write(`${line(1)}\n`, slab.bytes);
      scanner.core.scan(slab.bytes, slab.bytes + size, slab.rows, slab.most, 4096);
      return bytes.toString('hex', slab.rows + 48, slab.rows + 64);
    });
    expect(new Set(prints).size).toBe(2);
  });
});
