import { describe, expect, it } from 'vitest';
import type { ScannerCore } from '../../../src/scanner/core.ts';
import { createScanner } from '../../../src/scanner/index.ts';
import { FLAG_WIDE, ROW_FLAGS } from '../../../src/scanner/layout.ts';
import { plainCore } from '../../../src/scanner/plain/index.ts';
import type { Scanner } from '../../../src/scanner/scanner.ts';
import { wasmCore } from '../../../src/scanner/wasm-core.ts';
import { WANTED } from '../compare.ts';
import { anyBytes, LOGS, realEvents } from '../corpus.ts';
import { Random } from '../random.ts';

const ROOM = 262_144;

/** A scanner and where it puts lines. */
function bench(core: ScannerCore) {
  const scanner = createScanner(WANTED, core, Buffer.alloc(16, 'the same'));
  return { scanner, slab: scanner.acquire(ROOM) };
}

/** Everything that a scan of some lines leaves behind. */
function scan({ scanner, slab }: ReturnType<typeof bench>, lines: Buffer): unknown {
  const { core } = scanner;
  scanner.views.bytes.set(lines, slab.bytes);
  scanner.views.bytes.fill(0, slab.bytes + lines.length, slab.bytes + lines.length + 16);
  const count = core.scan(slab.bytes, slab.bytes + lines.length, slab.rows, slab.most, ROOM);
  const rows = scanner.views.bytes.subarray(slab.rows, slab.rows + count * scanner.rowWords * 4);
  const full = Boolean(core.isFull());
  return {
    count,
    stoppedAt: core.stoppedAt() - slab.bytes,
    rows: rows.toString('latin1'),
    evidence: Array.from({ length: count }, (_, row) => evidence(scanner, slab.rows, row)),
    full,
  };
}

function evidence(scanner: Scanner, rows: number, row: number): string {
  const size = scanner.core.evidence(rows + row * scanner.rowWords * 4);
  return scanner.views.bytes.toString('latin1', scanner.evidenceAt, scanner.evidenceAt + size);
}

/** Runs of bytes that end with a line feed. */
function* blocksOf(log: Buffer): Generator<Buffer> {
  for (let from = 0; from < log.length; ) {
    const to = log.lastIndexOf('\n', from + ROOM - 1) + 1;
    yield log.subarray(from, to);
    from = to;
  }
}

describe('the plain core', () => {
  it('gives the same rows as the one in WebAssembly, byte for byte, for real logs', () => {
    const [one, other] = [plainCore(), wasmCore() as ScannerCore].map(bench) as [
      ReturnType<typeof bench>,
      ReturnType<typeof bench>,
    ];
    for (const block of LOGS.flatMap((log) => [...blocksOf(log)].slice(0, 3))) {
      expect(scan(one, block)).toEqual(scan(other, block));
    }
    expect(one.scanner.views.words[one.slab.rows / 4 + ROW_FLAGS]).not.toBe(FLAG_WIDE);
  });

  it('gives the same rows for lines of any kind, and stops at the same', () => {
    const [one, other] = [plainCore(), wasmCore() as ScannerCore].map(bench) as [
      ReturnType<typeof bench>,
      ReturnType<typeof bench>,
    ];
    const random = new Random(11);
    const events = realEvents(40).filter((event) => JSON.stringify(event).length < 10_000);
    for (let i = 0; i < 3000; i++) {
      const line = Buffer.concat([anyBytes(events, random), Buffer.from('\n')]);
      expect(scan(one, line)).toEqual(scan(other, line));
    }
  });
});
