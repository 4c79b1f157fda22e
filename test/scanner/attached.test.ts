import { describe, expect, it } from 'vitest';
import { witnessOf } from '../../src/record/evidence.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import { AttachedScanner } from '../../src/scanner/attached.ts';
import { createScanner, scannerPaths } from '../../src/scanner/index.ts';
import { ROW_FROM } from '../../src/scanner/layout.ts';
import { LineScanner } from '../../src/scanner/line-scanner.ts';
import { ScannedRecord } from '../../src/scanner/scanned-record.ts';
import type { Found } from '../../src/types.ts';
import { line } from '../parsers/fixtures.ts';

const FIELDS = ['verb', 'user.username', 'objectRef.resource'].map(fieldPath);

describe('a scanner seen from another thread', () => {
  it('gives the same records from its memory alone', () => {
    const scanner = createScanner(FIELDS);
    const attached = new AttachedScanner(scanner.handle, scannerPaths(FIELDS));
    const bytes = Buffer.from(`${[1, 2, 3].map((id) => line(id)).join('\n')}\n`);
    const found: Found[] = [];
    new LineScanner(scanner, 10_000).read(bytes, 0, bytes.length, 0, found);
    expect(found).toHaveLength(3);
    attached.views.refresh();
    for (const one of found as ScannedRecord[]) {
      const from = scanner.views.words[one.row + ROW_FROM] as number;
      const numbers = attached.numberings[0] as (typeof attached.numberings)[0];
      const lines = { scanner: attached, numbers, shift: from - one.offset };
      const other = new ScannedRecord(lines, one.row);
      expect(FIELDS.map((path) => other.field(path))).toEqual(
        FIELDS.map((path) => one.field(path)),
      );
      expect({ ...witnessOf(other) }).toEqual({ ...witnessOf(one) });
      expect([other.offset, other.length, other.event]).toEqual([
        one.offset,
        one.length,
        one.event,
      ]);
    }
  });
});
