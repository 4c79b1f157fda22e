import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { decompress } from '../../src/sources/decompress.ts';
import { resolveSources } from '../../src/sources/index.ts';
import type { Source } from '../../src/types.ts';
import { Random } from '../scanner/random.ts';
import { streamOf } from '../sources/fixtures.ts';
import type { Logged } from './all-rules-log.ts';

/** How one log is written, and how it is cut where it is read. */
export interface Way {
  /** Every event comes late, within what is allowed. */
  readonly shuffled: boolean;
  /** One event in ten comes twice. */
  readonly copies: boolean;
  /** On how many nodes it was logged. */
  readonly nodes: number;
  /** Also in lists, pretty-printed, in a container runtime's log, compressed. */
  readonly forms: boolean;
  /** From pipes, in blocks of any size, instead of from files. */
  readonly piped: boolean;
  readonly segmentBytes: number;
  readonly seed: number;
}

/** Any way. */
export const WAYS: fc.Arbitrary<Way> = fc.record({
  shuffled: fc.boolean(),
  copies: fc.boolean(),
  nodes: fc.integer({ min: 1, max: 4 }),
  forms: fc.boolean(),
  piped: fc.boolean(),
  segmentBytes: fc.constantFrom(777, 4096, 50_000),
  seed: fc.nat(),
});

/** Writes a log below a folder, or pipes it; `lateness`: microseconds that an event may come late. */
export async function sourcesOf(
  log: readonly Logged[],
  way: Way,
  lateness: number,
  folder: string,
): Promise<readonly Source[]> {
  const random = new Random(way.seed);
  const logs = deal(log, way, lateness, random).map((events) =>
    way.forms ? random.pick(FORMS)(events) : Buffer.from(lines(events)),
  );
  const paths = logs.map((_, node) => join(folder, `node-${node}`, 'audit.log'));
  if (way.piped) return logs.map((bytes, node) => pipeOf(paths[node] as string, bytes, random));
  for (const [node, path] of paths.entries()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, logs[node] as Buffer);
  }
  return (await resolveSources(paths, { stdin: streamOf('') })).sources;
}

/** The events of each node's log, as they come. */
function deal(log: readonly Logged[], way: Way, lateness: number, random: Random): Logged[][] {
  const twice = log.flatMap((one) => (way.copies && random.once(10) ? [one, one] : [one]));
  const due = twice
    .map((one) => ({ one, at: one.time + (way.shuffled ? random.below(lateness) : 0) }))
    .sort((a, b) => a.at - b.at);
  const nodes: Logged[][] = Array.from({ length: way.nodes }, () => []);
  for (const { one } of due) random.pick(nodes).push(one);
  return nodes;
}

function lines(events: readonly Logged[], before = ''): string {
  return events.map(({ event }) => `${before}${JSON.stringify(event)}\n`).join('');
}

const FORMS: readonly ((events: readonly Logged[]) => Buffer)[] = [
  (events) => Buffer.from(JSON.stringify({ items: events.map(({ event }) => event) })),
  (events) => Buffer.from(events.map(({ event }) => JSON.stringify(event, null, 1)).join('\n')),
  (events) => Buffer.from(lines(events, '2026-11-20T10:00:00.000000000Z stdout F ')),
  (events) => gzipSync(lines(events)),
  (events) => zstdCompressSync(lines(events)),
];

/** A pipe that gives blocks of any size, each gone when the next is asked for. */
function pipeOf(name: string, bytes: Buffer, random: Random): Source {
  async function* blocks() {
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + random.below(2 ** (4 + random.below(14)));
      const block = Buffer.from(bytes.subarray(at, at + size));
      yield block;
      block.fill(0x5a);
      at += size;
    }
  }
  return {
    name,
    size: undefined,
    async *open() {
      for await (const piece of decompress(blocks()))
        yield { kind: 'bytes', origin: name, ...piece };
      yield { kind: 'end', origin: name };
    },
  };
}
