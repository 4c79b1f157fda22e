import { describe, expect, it } from 'vitest';
import { createParser } from '../../src/parsers/index.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import { createScanner } from '../../src/scanner/index.ts';
import type { AuditRecord } from '../../src/types.ts';
import { line, placeOf } from '../parsers/fixtures.ts';
import { numberAt, WANTED } from './compare.ts';
import { CORES } from './cores.ts';
import { anyBytes, realEvents } from './corpus.ts';
import { CheckedLines } from './lines.ts';
import { Random } from './random.ts';

const LIMITS = { maxRecordBytes: 1e6, keepBytes: 20 };
const LEVEL = fieldPath('level');

describe.each(CORES)('lines scanned with the core in %s', (_, core) => {
  it('are events that JSON.parse reads the same, among any others', () => {
    const random = new Random(9);
    const events = realEvents(40).filter((event) => JSON.stringify(event).length < 3000);
    const lines = new CheckedLines(createScanner(WANTED, core()), () => 'all');
    for (let batch = 0; batch < 20; batch++) {
      const some = Array.from({ length: 50 }, () => anyBytes(events, random));
      expect(lines.check(Buffer.concat([...some, Buffer.from('\n')]))).toBeUndefined();
    }
    expect(lines.counts.scanned).toBeGreaterThan(300);
    expect(lines.counts.refused).toBeGreaterThan(100);
  });

  it('keep their values when another input takes all numbers', () => {
    const scanner = createScanner([LEVEL], core());
    const one = createParser('one', { ...LIMITS, scanner });
    const other = createParser('other', { ...LIMITS, scanner });
    const [found] = one.push(Buffer.from(`${line(1)}\n`));
    const { record } = found as { record: AuditRecord };
    const slot = scanner.numbers.slotOf(LEVEL);
    expect(numberAt(record, slot)).toBeGreaterThan(1);
    for (let value = 0; scanner.numbers.epoch === 0; ) {
      const lines = Array.from({ length: 2000 }, () => line(2, { level: `level ${value++}` }));
      other.push(Buffer.from(`${lines.join('\n')}\n`));
    }
    expect(record.values?.value(numberAt(record, slot))).toBe('Metadata');
    expect(record.field(LEVEL)).toBe('Metadata');
    expect(record.event.auditID).toBe('id-1');
  });

  it('leave their room to the next input', () => {
    const scanner = createScanner([LEVEL], core());
    const { length } = line(1);
    const sizes = Array.from({ length: 20 }, () => {
      const parser = createParser('log', { ...LIMITS, scanner });
      const found = parser.push(Buffer.from(`${line(1)}\n`.repeat(2000)));
      expect(found.map((one) => placeOf(one).length)).toEqual(found.map(() => length));
      parser.end();
      return scanner.views.bytes.length;
    });
    expect(new Set(sizes).size).toBe(1);
  });

  it('are held to a limit that may be larger than any record', () => {
    const scanner = createScanner([LEVEL], core());
    const parser = createParser('log', { ...LIMITS, maxRecordBytes: 2 ** 40, scanner });
    const [found] = parser.push(Buffer.from(`${line(1)}\n`));
    expect((found as { record: AuditRecord }).record.values).toBe(scanner.numbers);
  });
});
