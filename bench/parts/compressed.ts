import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { analyzeCommand, hasJobs } from '../contenders/satrap.ts';
import { appendEvents, createLog } from '../log/log.ts';
import { type Case, measureAll } from '../measure/cases.ts';
import { type MeasurePart, PATIENCE, type Place } from './place.ts';

const FILES = 4;

/** Bytes of each, decompressed. */
const SIZE = 128e6;

const KINDS = ['plain', 'gz', 'zst'];

/** Bytes a second from a rotated set: as it is, and as gzip and zstd at their usual levels. */
export const measureCompressed: MeasurePart = async (place) => {
  const bytes = await writeSets(place);
  const cores = (await hasJobs(place.satrap)) ? [1, 2] : [1];
  const cases: Case[] = [];
  for (const kind of KINDS)
    for (const jobs of cores)
      cases.push({
        row: { id: `${kind}-${jobs}`, name: kind, cores: jobs, bytes },
        command: await analyzeCommand(place.satrap, jobs, join(place.folder, kind)),
      });
  return { rows: await measureAll(cases, PATIENCE, place.folder), notes: [] };
};

/** Writes the same rotated set in every kind; gives its bytes, decompressed. */
async function writeSets({ folder, scale, say }: Place): Promise<number> {
  say(`${FILES} files of each kind`);
  const log = createLog({ variant: 'usual' });
  const events = Math.ceil((SIZE * scale) / log.eventBytes);
  for (const kind of KINDS) await mkdir(join(folder, kind));
  let bytes = 0;
  for (let i = 0; i < FILES; i++) {
    // As lumberjack names what it rotates away.
    const name = `audit-2026-11-20T0${i}-00-00.000.log`;
    const plain = join(folder, 'plain', name);
    await appendEvents(log, plain, i * events, (i + 1) * events);
    bytes += (await stat(plain)).size;
    await Promise.all([
      pack(plain, join(folder, 'gz', `${name}.gz`), createGzip()),
      pack(plain, join(folder, 'zst', `${name}.zst`), createZstdCompress()),
    ]);
  }
  return bytes;
}

function pack(from: string, to: string, packer: Transform): Promise<void> {
  return pipeline(
    createReadStream(from, { highWaterMark: 1 << 20 }),
    packer,
    createWriteStream(to),
  );
}
