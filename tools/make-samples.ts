import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ordinaryDay } from './samples/ordinary-day.ts';
import { tokenTheft } from './samples/token-theft.ts';

/** The sample logs by path under `samples`, before compression; always the same. */
export function makeSamples(): Map<string, string> {
  const samples = new Map([['ordinary-day.log', ordinaryDay()]]);
  for (const [name, text] of tokenTheft()) samples.set(`token-theft/${name}`, text);
  return samples;
}

async function main(): Promise<void> {
  const folder = join(import.meta.dirname, '../samples');
  for (const [name, text] of makeSamples()) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    // gzipSync writes no time and no name, so that the same text is the same file.
    await writeFile(path, name.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
  }
}

if (import.meta.main) await main();
