import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackage } from '../tools/install-package.ts';
import { updatedPerformancePage } from '../tools/performance-page.ts';
import { ROOT } from './contenders/satrap.ts';
import { hasTaskset } from './measure/processors.ts';
import { MEASURE } from './parts/index.ts';
import { ranHere, ranText } from './report/machine.ts';
import { reachOf } from './report/reach.ts';
import type { PartName, Results } from './report/results.ts';
import { LATEST, readResults, writeResults } from './report/store.ts';
import { plain } from './report/table.ts';
import { remarksOf, tableOf } from './report/tables.ts';

const PAGE = join(ROOT, 'docs/performance.md');

/** What to measure, and where. */
export interface FullRun {
  readonly parts: readonly PartName[];
  /** A folder that logs may be written to. */
  readonly folder: string;
  readonly scale: number;
  /** Measures the sources as they lie here, and not the package that users get. */
  readonly sources: boolean;
  /** Where the results are kept, beside what is there of other parts; absent: nowhere. */
  readonly out?: string;
}

/** Measures parts, prints them, and keeps them after each, so that nothing is lost when a later one fails. */
export async function runParts({ parts, folder, scale, sources, out }: FullRun): Promise<void> {
  const satrap = sources ? ROOT : await packageIn(folder);
  let results: Results = out === undefined ? {} : readResults(out);
  for (const name of parts) {
    const place = {
      folder: join(folder, name),
      satrap,
      scale,
      say: (text: string) => say(name, text),
    };
    await mkdir(place.folder);
    say(name, 'measuring');
    const { rows, notes } = await MEASURE[name](place);
    const part = { ran: ranHere(ROOT, scale), rows, notes: [...warnings(), ...notes] };
    await rm(place.folder, { recursive: true });
    results = { ...results, [name]: part };
    console.log(`\n${name}: ${ranText(part.ran)}\n`);
    console.log([plain(tableOf(name, part)), ...remarksOf(part)].join('\n'));
    if (out !== undefined) writeResults(results, out);
  }
  console.log(`\nreach\n\n${plain(reachOf(results))}`);
  if (out === LATEST)
    await writeFile(PAGE, updatedPerformancePage(await readFile(PAGE, 'utf8'), results));
}

async function packageIn(folder: string): Promise<string> {
  const parent = join(folder, 'package');
  await mkdir(parent);
  return installPackage(ROOT, parent);
}

/** What makes all figures of a run worth less. */
function warnings(): string[] {
  return hasTaskset ? [] : ['Not held on their cores: there is no taskset here.'];
}

function say(part: string, text: string): void {
  process.stderr.write(`${part}: ${text}\n`);
}
