import { addAbortSignal, type Readable, type Transform } from 'node:stream';
import split2, { type Options } from 'split2';
import type { Block, Source } from '../types.ts';
import { decompress } from './decompress.ts';
import { reasonOf } from './unreadable.ts';

/** What standard input is called on the command line and in rejects. */
export const STDIN = '-';

/** The longest line that is put together here; the limit that counts is the parser's. */
const MAX_LINE = 1_048_576;
const LF = 0x0a;

/** A pipe, plain or compressed. Its blocks end where lines end, so what comes slowly is read by events. */
export function stdinSource(stdin: Readable): Source {
  return {
    name: 'standard input',
    size: undefined,
    async *open(signal) {
      // A pipe that is silent must not hold up the end.
      if (signal !== undefined) addAbortSignal(signal, stdin);
      try {
        for await (const { bytes, read } of cutAtLines(stdin)) {
          if (signal?.aborted) return;
          yield { kind: 'bytes', origin: STDIN, bytes, read } satisfies Block;
        }
      } catch (error) {
        if (signal?.aborted) return;
        yield { kind: 'failure', origin: STDIN, reason: reasonOf(error) };
      }
      yield { kind: 'end', origin: STDIN };
    },
  };
}

/**
 * Lines are cut by split2. It would drop a line above its limit, so when it says that it is about to, it
 * is made to hand back what it holds; the rest of the line goes past it. All bytes come out, in order.
 */
async function* cutAtLines(
  stdin: Readable,
): AsyncGenerator<{ bytes: Buffer; read: number }, void, undefined> {
  let lines = newSplitter();
  let past = false;
  try {
    for await (const { bytes, read } of decompress(stdin as AsyncIterable<Buffer>)) {
      const newline = past ? bytes.indexOf(LF) : -1;
      const from = past && newline < 0 ? bytes.length : newline + 1;
      if (newline >= 0) past = false;
      if (from < bytes.length) lines.write(bytes.toString('latin1', from));
      const parts = [bytes.subarray(0, from), takeLines(lines)];
      if (lines.overflow) {
        parts.push(await finish(lines));
        lines = newSplitter();
        past = true;
      }
      yield { bytes: Buffer.concat(parts), read };
    }
  } catch (error) {
    yield { bytes: await finish(lines), read: 0 };
    throw error;
  }
  yield { bytes: await finish(lines), read: 0 };
}

type Splitter = Transform & { readonly overflow: boolean };

/** Latin-1 strings give every byte a character of its own, so nothing is changed on the way through. */
function newSplitter(): Splitter {
  const options: Options & { skipOverflow: boolean } = {
    maxLength: MAX_LINE,
    skipOverflow: true,
    decodeStrings: false,
  };
  return split2('\n', options) as Splitter;
}

/** The whole lines so far. */
function takeLines(lines: Splitter): Buffer {
  let text = '';
  for (let line = next(lines); line !== null; line = next(lines)) text += `${line}\n`;
  return Buffer.from(text, 'latin1');
}

function next(lines: Splitter): string | null {
  return lines.read() as string | null;
}

/** The line that has no end yet. */
async function finish(lines: Splitter): Promise<Buffer> {
  lines.end();
  let text = '';
  for await (const rest of lines) text += rest as string;
  return Buffer.from(text, 'latin1');
}
