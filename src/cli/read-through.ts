import type { Config } from '../config/index.ts';
import { analyze } from '../pipeline/analyze.ts';
import { createDedupe } from '../pipeline/dedupe.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { Intake } from '../pipeline/intake.ts';
import type { Totals } from '../pipeline/totals.ts';
import { printable } from '../text/escape.ts';
import { say, UsageError } from './exit.ts';
import { keepHeapSmall } from './heap.ts';
import { openInputs, totalSize } from './inputs.ts';
import type { ReadingFlags } from './options.ts';
import { createProgress } from './progress.ts';
import { setUpReading } from './reading.ts';
import { onInterrupt } from './signals.ts';

/** The stretch of time that flags ask for; one that ends before it begins is a `UsageError`. */
export function rangeOf({ since = -Infinity, until = Infinity }: ReadingFlags): Intake['range'] {
  if (since > until) throw new UsageError('--since lies after --until: nothing is between');
  return { since, until };
}

/** Who looks at the records of a run that raises no alerts. */
export interface Looking {
  readonly config: Config;
  readonly engine: Engine;
  /** The closing lines, unless the run is to be quiet. */
  summary(totals: Totals, seconds: number): string;
}

/** Reads all inputs for somebody who only looks at records; tells how far it is, and at the end what was read. */
export async function readThrough(
  paths: readonly string[],
  flags: ReadingFlags,
  { config, engine, summary }: Looking,
): Promise<{ totals: Totals; interrupted: boolean }> {
  const range = rangeOf(flags);
  const quiet = flags.quiet === true;
  const inputs = await openInputs(paths);
  const interrupt = onInterrupt();
  const now = () => performance.now();
  const started = now();
  const size = totalSize(inputs.sources);
  const progress = createProgress({ stream: process.stderr, quiet, size, now });
  const { fields } = engine;
  const { sources } = inputs;
  const reading = await setUpReading(config, fields, { sources, jobs: flags.jobs });
  keepHeapSmall();
  try {
    const totals = await analyze({
      sources,
      engine,
      dedupe: createDedupe(config.dedupe.events),
      reading,
      maxRecordBytes: config.input.maxRecordBytes,
      range,
      deliver: async () => {},
      bury: async () => {},
      complain(origin, reason) {
        progress.clear();
        say(`satrap: ${printable(origin)}: ${printable(reason)}`);
      },
      progress: progress.update,
      signal: interrupt.signal,
    });
    totals.failures += inputs.failures;
    progress.clear();
    if (!quiet) say(summary(totals, (now() - started) / 1000));
    return { totals, interrupted: interrupt.interrupted };
  } finally {
    await reading.threads?.close();
    interrupt.dispose();
  }
}
