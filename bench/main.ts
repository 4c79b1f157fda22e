/**
 * Measures satrap beside what else reads audit logs, and keeps docs/performance.md true:
 *   npm run bench                        all of it; three quarters of an hour, and up to 10 GB of disk
 *   npm run bench -- --only sizes        one part, or several: --only sizes --only rules
 *   npm run bench -- --quick             under a minute: this checkout against where its branch left main
 *   npm run bench -- --quick --against v0.1.0
 * What is measured is the package that users get, built and packed here; --sources: the sources as they lie here.
 * --dir FOLDER: where logs are written (the folder for temporary files). --scale 0.01: logs a hundredth
 * as large, to try the benchmark out; results are then kept only with --out FILE.
 */
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runParts } from './full.ts';
import { compareWith } from './quick.ts';
import { PARTS, type PartName } from './report/results.ts';
import { LATEST } from './report/store.ts';
import { workplaceIn } from './workplace.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sources: { type: 'boolean', default: false },
    against: text,
    only: { ...text, multiple: true },
    dir: { ...text, default: tmpdir() },
    scale: { ...text, default: '1' },
    out: text,
  },
});

const unknown = (values.only ?? []).filter((name) => !PARTS.includes(name as PartName));
const scale = Number(values.scale);
if (unknown.length > 0)
  fail(`--only: no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
if (!(scale > 0)) fail('--scale: a number above 0, please');

const folder = workplaceIn(resolve(values.dir));
if (values.quick) await compareWith(values.against, folder, values.sources);
else {
  const out = values.out === undefined ? (scale === 1 ? LATEST : undefined) : resolve(values.out);
  const parts = PARTS.filter((name) => values.only?.includes(name) ?? true);
  await runParts({
    parts,
    folder,
    scale,
    sources: values.sources,
    ...(out !== undefined && { out }),
  });
}

function fail(reason: string): never {
  process.stderr.write(`bench: ${reason}\n`);
  process.exit(2);
}
