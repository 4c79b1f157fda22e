import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Source } from '../../src/types.ts';

/** An empty folder that goes when the test is over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'satrap-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A stream of these bytes, in chunks of `size`. */
export function streamOf(bytes: Uint8Array | string, size = 65_536): Readable {
  const all = Buffer.from(bytes);
  const chunks: Buffer[] = [];
  for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
  return Readable.from(chunks, { objectMode: false });
}

/** These bytes in blocks of `size`, each of which is overwritten when the next is asked for, as a file's are. */
export async function* blocksOf(bytes: Uint8Array, size = 65_536): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    const block = Buffer.from(bytes.subarray(at, at + size));
    yield block;
    block.fill(0x5a);
  }
}

/** Everything that a source yields, by origin. */
export interface Reading {
  /** Origins in the order of their ends. */
  readonly order: string[];
  readonly texts: Record<string, string>;
  readonly failures: { origin: string; reason: string }[];
  /** Bytes on disk. */
  read: number;
  /** The longest block. */
  longest: number;
}

/** Reads a source to its end. */
export async function readAll(source: Source, signal?: AbortSignal): Promise<Reading> {
  const parts: Record<string, Uint8Array[]> = {};
  const reading: Reading = { order: [], texts: {}, failures: [], read: 0, longest: 0 };
  for await (const block of source.open(signal)) {
    const { origin } = block;
    parts[origin] ??= [];
    if (block.kind === 'end') reading.order.push(origin);
    else if (block.kind === 'failure') reading.failures.push({ origin, reason: block.reason });
    else {
      parts[origin].push(block.bytes);
      reading.read += block.read;
      reading.longest = Math.max(reading.longest, block.bytes.byteLength);
    }
  }
  for (const [origin, bytes] of Object.entries(parts)) {
    reading.texts[origin] = Buffer.concat(bytes).toString('latin1');
  }
  return reading;
}

/** Bytes without a pattern: they hardly compress. The same every time. */
export function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 42;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
