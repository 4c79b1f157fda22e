import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stdinSource } from '../../src/sources/stdin.ts';
import { readAll, streamOf } from './fixtures.ts';

describe('standard input', () => {
  it('gives every byte of any input, in order', async () => {
    const lines = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 50 }), async (parts, size) => {
        const bytes = Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')])).subarray(1);
        const { texts, failures, read } = await readAll(stdinSource(streamOf(bytes, size)));
        expect({ text: texts['-'] ?? '', failures, read }).toEqual({
          text: bytes.toString('latin1'),
          failures: [],
          read: bytes.length,
        });
      }),
      { numRuns: 200 },
    );
  });

  it('gives whole lines as they come', async () => {
    const texts: string[] = [];
    for await (const block of stdinSource(
      Readable.from(['one\ntw', 'o\nthree\n', 'four'].map((text) => Buffer.from(text))),
    ).open()) {
      if (block.kind === 'bytes') texts.push(Buffer.from(block.bytes).toString());
    }
    expect(texts).toEqual(['one\n', 'two\nthree\n', '', 'four']);
  });

  it('gives lines above split2’s limit whole, without holding them', async () => {
    const long = 'x'.repeat(5_000_000);
    for (const input of [
      `a\n${long}\nb\n${long}${long}\nc`,
      long,
      `${long}\n`,
      `${long}\n\n${long}`,
    ]) {
      const { texts, longest } = await readAll(stdinSource(streamOf(input)));
      expect(texts['-'] === input).toBe(true);
      expect(longest).toBeLessThan(1_200_000);
    }
  });

  it('is decompressed when it is compressed', async () => {
    const text = 'one\ntwo\n'.repeat(1000);
    const { texts, order } = await readAll(stdinSource(streamOf(gzipSync(text))));
    expect(texts).toEqual({ '-': text });
    expect(order).toEqual(['-']);
  });

  it('that breaks off gives what came before, and a failure', async () => {
    const broken = gzipSync(Buffer.from('one\ntwo\nthree')).subarray(0, -8);
    expect(await readAll(stdinSource(streamOf(broken)))).toMatchObject({
      texts: { '-': 'one\ntwo\nthree' },
      failures: [{ origin: '-', reason: expect.stringContaining('too early') as string }],
      order: ['-'],
    });
    const torn = Readable.from(
      (async function* () {
        yield Buffer.from('one\ntw');
        throw new Error('the pipe is gone');
      })(),
    );
    expect(await readAll(stdinSource(torn))).toMatchObject({
      texts: { '-': 'one\ntw' },
      failures: [{ origin: '-', reason: 'the pipe is gone' }],
    });
  });

  it('stops when it is told to', async () => {
    const endless = Readable.from(
      (async function* () {
        for (;;) yield Buffer.from('line\n');
      })(),
    );
    const abort = new AbortController();
    let blocks = 0;
    for await (const _ of stdinSource(endless).open(abort.signal)) {
      if (++blocks === 3) abort.abort();
    }
    expect(blocks).toBe(3);
    expect(endless.destroyed).toBe(true);
  });

  it('that is silent stops as well', async () => {
    const silent = new PassThrough();
    silent.write('some line\n');
    const abort = new AbortController();
    const kinds: string[] = [];
    for await (const { kind } of stdinSource(silent).open(abort.signal)) {
      kinds.push(kind);
      setImmediate(() => abort.abort());
    }
    expect(kinds).toEqual(['bytes']);
  });
});
