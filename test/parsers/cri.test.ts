import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeCri } from '../../src/parsers/cri.ts';
import type { Found } from '../../src/types.ts';
import { brief, full, line, parse, placeOf } from './fixtures.ts';

const AT = '2026-11-20T10:00:00.123456789Z';
const wrap = (text: string, stream = 'stdout') => `${AT} ${stream} F ${text}\n`;
/** One line in two parts. */
const torn = (text: string, at: number) =>
  `${AT} stdout P ${text.slice(0, at)}\n${AT} stdout F ${text.slice(at)}\n`;

describe('a container log', () => {
  it('is read like the log in it, with the places that events have in the file', () => {
    const log = `${wrap(line(1))}${torn(line(2), 60)}${wrap(line(3))}`;
    const found = parse(log);
    expect(brief(found)).toEqual(['id-1', 'id-2', 'id-3']);
    const places = found.map((one) => {
      const { offset, length } = placeOf(one);
      return log.slice(offset, offset + length);
    });
    expect(places[0]).toBe(line(1));
    expect(places[1]).toBe(torn(line(2), 60).slice(`${AT} stdout P `.length, -1));
    expect(places[2]).toBe(line(3));
  });

  it('leaves out what the apiserver says on standard error, also in the middle of a line', () => {
    const parts = torn(line(1), 30).split('\n');
    const log = `${parts[0]}\n${wrap('E1120 something failed', 'stderr')}${parts[1]}\n`;
    expect(brief(parse(log))).toEqual(['id-1']);
  });

  it('can be read on from anywhere behind an event', () => {
    const log = `${wrap(line(1))}${torn(line(2), 20)}${wrap(line(3))}`;
    const [first] = parse(log);
    const { offset, length } = placeOf(first as Found);
    expect(brief(parse(log.slice(offset + length)))).toEqual(['id-2', 'id-3']);
  });

  it('gives the same however it is cut', () => {
    const log = `${wrap(line(1))}${torn(line(2), 40)}rubbish\n${wrap('no json')}${wrap(line(3), 'stderr')}${wrap(line(4))}`;
    const expected = full(parse(log));
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
        expect(full(parse(log, { cuts }))).toEqual(expected);
      }),
    );
  });

  it('is told from other logs by its first bytes', () => {
    expect(looksLikeCri(Buffer.from(wrap('x')))).toBe(true);
    expect(looksLikeCri(Buffer.from('\n2026-11-20T10:00:00+02:00 stderr P x'))).toBe(true);
    expect(looksLikeCri(Buffer.from('2026-11-20T10:0'))).toBeUndefined();
    expect(looksLikeCri(Buffer.from('\n'))).toBeUndefined();
    for (const other of ['{"kind":"Event"', '[', '2026-11-20 10:00 hello\n', 'AUDIT: id=']) {
      expect(looksLikeCri(Buffer.from(other))).toBe(false);
    }
  });
});
