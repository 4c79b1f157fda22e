import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dayText, SEED } from './analysis.ts';

/** Writes the benign day to standard output: `node tools/benign-day/main.ts [SEED]`. */
const [seed = String(SEED)] = process.argv.slice(2);
await pipeline(Readable.from(dayText(Number(seed))), process.stdout);
