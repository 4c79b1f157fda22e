/**
 * Records `samples/token-compromise` and `test/fixtures/compromise.json`: the scripted compromise of
 * `test/e2e/compromise` on a real control plane, and what really happened, which only its script knows.
 * `npm run record-samples`; takes a minute once the binaries are built. Ids and times differ with every run,
 * what happens doesn't.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../src/types.ts';
import { findBinaries } from '../test/e2e/binaries.ts';
import { play } from '../test/e2e/compromise/index.ts';
import { SHIPPED } from '../test/e2e/compromise/levels.ts';
import { loggedTruth } from '../test/e2e/compromise/logged.ts';
import { stretched } from '../test/e2e/compromise/stretch.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'samples/token-compromise');

/** A second of the script is a minute of the sample. */
const SLOWER = 60;

/** Where the log was rotated: shares of its lines. */
const ROTATED = [0.32, 0.64, 0.95];

const timeOf = (line: string) => (JSON.parse(line) as JsonObject).stageTimestamp as string;

/** As kube-apiserver's rotated files are called: by the time of the rotation. */
function fileName(last: string): string {
  return `audit-${last.slice(0, 23).replaceAll(':', '-')}.log.gz`;
}

async function writeLog(lines: readonly string[]): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const ends = [...ROTATED.map((share) => Math.floor(share * lines.length)), lines.length];
  let start = 0;
  for (const [index, end] of ends.entries()) {
    const own = lines.slice(start, end);
    const text = own.map((line) => `${line}\n`).join('');
    const isLast = index === ROTATED.length;
    const name = isLast ? 'audit.log' : fileName(timeOf(own.at(-1) ?? ''));
    await writeFile(join(FOLDER, name), isLast ? text : gzipSync(text, { level: 9 }));
    start = end;
  }
}

const { truth, lines } = stretched(await play(await findBinaries(), SHIPPED), SLOWER);
const events = lines.map((line) => JSON.parse(line) as JsonObject);
await writeLog(lines);
const text = JSON.stringify(loggedTruth(truth, events), undefined, 2);
await writeFile(join(ROOT, 'test/fixtures/compromise.json'), `${text}\n`);
