import { createParser } from '../../parsers/index.ts';
import type { Block, Micros, Parser } from '../../types.ts';
import { type Batch, limitsOf, type ReadOptions } from './batch.ts';

/**
 * Parses blocks as they come. `latest` is the time of the record before a file; `start`: where in its file
 * the first block begins.
 */
export async function* parseBlocks(
  blocks: AsyncIterable<Block>,
  options: ReadOptions,
  latest: () => Micros,
  start?: number,
): AsyncGenerator<Batch, void, undefined> {
  const { scanner } = options;
  const limits = limitsOf(options);
  const parsers = new Map<string, Parser>();
  for await (const block of blocks) {
    let parser = parsers.get(block.origin);
    if (parser === undefined) {
      parser = createParser(block.origin, { ...limits, scanner, start }, latest());
      parsers.set(block.origin, parser);
    }
    if (block.kind === 'end') parsers.delete(block.origin);
    yield toBatch(block, parser);
  }
}

function toBatch(block: Block, parser: Parser): Batch {
  if (block.kind === 'bytes') {
    const { bytes, read } = block;
    return { found: parser.push(bytes), read, bytes: bytes.byteLength, failures: [] };
  }
  if (block.kind === 'end') return { found: parser.end(), read: 0, bytes: 0, failures: [] };
  return { found: [], read: 0, bytes: 0, failures: [block] };
}
