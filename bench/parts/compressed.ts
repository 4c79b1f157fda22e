import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { analyzeCommand, hasJobs, ROOT } from '../contenders/satrap.ts';
import { appendEvents, createLog } from '../log/log.ts';
import { type Case, measureAll } from '../measure/cases.ts';
import { type MeasurePart, PATIENCE, type Place } from './place.ts';

const FILES = 4;

/** Bytes of each, decompressed. */
const SIZE = 128e6;

const PACKERS = { plain: undefined, gz: createGzip, zst: createZstdCompress } as const;

/** Bytes a second from a rotated set: as it is, and as gzip and zstd at their usual levels. */
export const measureCompressed: MeasurePart = async (place) => {
  const bytes = await writeSets(place);
  const cores = (await hasJobs(ROOT)) ? [1, 2] : [1];
  const cases: Case[] = [];
  for (const kind of Object.keys(PACKERS))
    for (const jobs of cores)
      cases.push({
        row: { id: `${kind}-${jobs}`, name: kind, cores: jobs, bytes },
        command: await analyzeCommand(ROOT, jobs, join(place.folder, kind)),
      });
  return { rows: await measureAll(cases, PATIENCE, place.folder), notes: [] };
};

/** Writes the same rotated set in every kind; gives its bytes, decompressed. */
async function writeSets({ folder, scale, say }: Place): Promise<number> {
  say(`compressed: ${FILES} files of each kind`);
  const log = createLog({ variant: 'usual' });
  const events = Math.ceil((SIZE * scale) / log.eventBytes);
  for (const kind of Object.keys(PACKERS)) await mkdir(join(folder, kind));
  let bytes = 0;
  for (let i = 0; i < FILES; i++) {
    // As lumberjack names what it rotates away.
    const name = `audit-2026-11-20T0${i}-00-00.000.log`;
    const plain = join(folder, 'plain', name);
    await appendEvents(log, plain, i * events, (i + 1) * events);
    bytes += (await stat(plain)).size;
    await Promise.all(
      Object.entries(PACKERS).map(([kind, pack]) =>
        pack === undefined
          ? undefined
          : pipeline(
              createReadStream(plain, { highWaterMark: 1 << 20 }),
              pack(),
              createWriteStream(join(folder, kind, `${name}.${kind}`)),
            ),
      ),
    );
  }
  return bytes;
}
