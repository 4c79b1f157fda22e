import { describe, expect, it } from 'vitest';
import { Arriving, keepWaiting, WaitingLine, waitingFrom } from '../../src/pipeline/waiting.ts';
import { EventRecord } from '../../src/record/event-record.ts';
import { witnessOf } from '../../src/record/evidence.ts';
import type { AuditRecord } from '../../src/types.ts';
import { record, TEN } from './fixtures.ts';

/** A record that puts its digest and evidence into numbers, as a scanner's does where it is simple. */
class Packing extends EventRecord {
  readDigest(into: Uint32Array | Int32Array, at = 0): void {
    const bytes = Buffer.from(this.digest, 'hex');
    for (let word = 0; word < 4; word++) into[at + word] = bytes.readInt32LE(word * 4);
  }

  packInto(into: Float64Array, at: number): number {
    const evidence = Buffer.from(witnessOf(this).packed);
    const count = Math.ceil(evidence.length / 8);
    if (at + count > into.length || evidence.some((byte) => byte > 127)) return 0;
    return evidence.copy(Buffer.from(into.buffer), at * 8);
  }
}

function packing(time: number, changes = {}, partial = false): AuditRecord {
  return new Packing(record(time, changes).event, time, partial);
}

const RECORDS: readonly AuditRecord[] = [
  record(TEN),
  packing(TEN + 1),
  packing(TEN + 2, { userAgent: 'ünïcode \u0000 \ud800 "\\ 🚀' }),
  packing(TEN + 3, {}, true),
  packing(TEN + 4, { userAgent: 'x'.repeat(3000), verb: '\u0001'.repeat(500) }),
  record(1.5, { userAgent: '€'.repeat(511) }),
];

function arriving(one: AuditRecord): Arriving {
  return new Arriving(one, [one.time]);
}

describe('waiting line', () => {
  it('gives back the witness of every record, however it was packed', () => {
    const line = new WaitingLine();
    for (let i = 0; i < 200; i++) for (const one of RECORDS) line.push(arriving(one));
    expect(line.last?.digest).toBe(RECORDS.at(-1)?.digest);
    for (let i = 0; i < 200; i++) {
      for (const one of RECORDS) {
        expect([line.first?.time, line.first?.digest]).toEqual([one.time, one.digest]);
        const waiting = line.shift();
        expect(waiting?.taken).toEqual([one.time]);
        expect(JSON.stringify(waiting?.witness())).toBe(JSON.stringify(witnessOf(one)));
      }
      line.letGo();
    }
    expect([line.size, line.first, line.last, line.shift()]).toEqual([
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes what was kept', () => {
    const line = new WaitingLine();
    const witness = witnessOf(record(TEN));
    line.push(waitingFrom(witness, ['taken']));
    expect(line.shift()?.witness()).toEqual(witness);
  });

  it('gives what stays until it is let go, and can be kept beyond', () => {
    const line = new WaitingLine();
    for (const one of RECORDS) line.push(arriving(one));
    const out = RECORDS.flatMap(() => line.shift() ?? []);
    const digests = RECORDS.map(({ digest }) => digest);
    expect(out.map(({ digest }) => digest)).toEqual(digests);
    const kept = out.map((one) => keepWaiting(one));
    line.letGo();
    expect(kept.map((one) => one.witness())).toEqual(RECORDS.map((one) => witnessOf(one)));
    expect(kept.map(({ time, digest, taken }) => [time, digest, taken])).toEqual(
      RECORDS.map(({ time, digest }) => [time, digest, [time]]),
    );
  });
});
