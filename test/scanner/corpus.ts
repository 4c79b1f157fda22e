import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { JsonObject } from '../../src/types.ts';
import { event } from '../parsers/fixtures.ts';
import type { Random } from './random.ts';
import { mangle, twist } from './twist.ts';
import { anyStyle, USUAL, write } from './writer.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The logs that come with satrap, unpacked. */
export const LOGS: readonly Buffer[] = readdirSync(join(ROOT, 'samples'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((path) => /[.]log([.]gz)?$/.test(path))
  .sort()
  .map((path) => {
    const bytes = readFileSync(join(ROOT, 'samples', path));
    return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  });

/** One in so many events of the logs, and all that were kept for tests. */
export function realEvents(oneIn: number): JsonObject[] {
  const lines = LOGS.flatMap((log) => log.toString().trimEnd().split('\n'));
  const folder = join(ROOT, 'test/fixtures/real');
  const kept = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return [
    ...lines
      .filter((_, index) => index % oneIn === 0)
      .map((line) => JSON.parse(line) as JsonObject),
    ...kept.map((text) => JSON.parse(text) as JsonObject),
    event(1),
  ];
}

const ENDS = [
  '\n',
  '\n',
  '\n',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\n\n',
  ' \n',
  '\r\r\n',
  '\n\0',
  ',\n',
  '',
];

/** An event as somebody could write it, with the end of its line. */
export function anyLine(events: readonly JsonObject[], random: Random): Buffer {
  const one = random.pick(events);
  const value = random.once(2) ? twist(one, random) : one;
  const text = write(value, random.once(4) ? USUAL : anyStyle(random), random);
  const end = random.once(4) ? random.pick(ENDS) : '\n';
  return Buffer.from(text + end);
}

/** The same, with its bytes changed now and then. */
export function anyBytes(events: readonly JsonObject[], random: Random): Buffer {
  const line = anyLine(events, random);
  return random.once(3) ? mangle(line, random) : line;
}
