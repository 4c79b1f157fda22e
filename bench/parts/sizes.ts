import { stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { analyzeCommand, hasJobs } from '../contenders/satrap.ts';
import { appendEvents, createLog } from '../log/log.ts';
import { rowOf } from '../measure/cases.ts';
import { measure, type Usage } from '../measure/process.ts';
import type { Row } from '../report/results.ts';
import { GB, hasRoom, type MeasurePart, type Place, warm } from './place.ts';

const SIZES = [1, 2, 4, 8];
const IDENTITIES = 10_000;
/** Logs of up to so many bytes are measured twice. */
const TWICE = 2.5 * GB;

/** A size on some cores: its row, and what was measured. */
interface Measured {
  readonly row: Row;
  readonly command: readonly string[];
  readonly usages: Usage[];
}

/**
 * Time and memory against the size of the log. One file grows from size to size and is measured at each,
 * then shrinks, and where that doesn't take minutes it is measured again, so that the disk holds no more than the largest.
 */
export const measureSizes: MeasurePart = async (place) => {
  const { folder, scale, say } = place;
  const path = join(folder, 'sizes.log');
  const log = createLog({ variant: 'usual', accounts: IDENTITIES });
  const notes: string[] = [];
  const steps: { readonly bytes: number; readonly all: readonly Measured[] }[] = [];
  let events = 0;
  for (const size of SIZES) {
    const wanted = Math.ceil((size * GB * scale) / log.eventBytes);
    if (!(await hasRoom(folder, (wanted - events) * log.eventBytes))) {
      notes.push(`Left out for want of room on the disk: ${size} GB and above.`);
      break;
    }
    say(`${size} GB`);
    await appendEvents(log, path, events, wanted);
    events = wanted;
    const bytes = (await stat(path)).size;
    if (bytes > process.availableMemory())
      notes.push(`The log of ${size} GB was larger than the memory left to cache it.`);
    const step = { bytes, all: await measuredOn(place.satrap, path, size, bytes) };
    steps.push(step);
    await warm(path);
    await once(step.all, place);
  }
  for (const { bytes, all } of steps.toReversed()) {
    await truncate(path, bytes);
    if (bytes > TWICE * scale) continue;
    await once(all.toReversed(), place);
  }
  const rows = steps.flatMap(({ all }) => all.map(({ row, usages }) => rowOf(row, { usages })));
  return { rows, notes };
};

async function measuredOn(
  satrap: string,
  path: string,
  size: number,
  bytes: number,
): Promise<Measured[]> {
  const cores = (await hasJobs(satrap)) ? [1, 2] : [1];
  return Promise.all(
    cores.map(async (jobs) => ({
      row: { id: `${size}-${jobs}`, name: 'satrap', cores: jobs, bytes, at: size },
      command: await analyzeCommand(satrap, jobs, path),
      usages: [],
    })),
  );
}

async function once(all: readonly Measured[], { folder }: Place): Promise<void> {
  for (const { row, command, usages } of all)
    usages.push(await measure({ command, cores: row.cores, output: join(folder, 'out') }, folder));
}
