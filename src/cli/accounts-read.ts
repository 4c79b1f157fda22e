import { analyze } from '../pipeline/analyze.ts';
import { createDedupe } from '../pipeline/dedupe.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { Totals } from '../pipeline/totals.ts';
import { printable } from '../text/escape.ts';
import type { AccountsFlags } from './accounts.ts';
import { say, UsageError } from './exit.ts';
import { keepHeapSmall } from './heap.ts';
import { openInputs, totalSize } from './inputs.ts';
import { createProgress } from './progress.ts';
import { setUpReading } from './reading.ts';
import { setUpConfig } from './setup.ts';
import { onInterrupt } from './signals.ts';
import { readingText } from './summary.ts';

/** Reads all inputs for what only looks at records; tells how far it is, and at the end what was read. */
export async function observe(
  paths: readonly string[],
  flags: AccountsFlags,
  engine: Engine,
): Promise<{ totals: Totals; interrupted: boolean }> {
  const range = { since: flags.since ?? -Infinity, until: flags.until ?? Infinity };
  if (range.since > range.until)
    throw new UsageError('--since lies after --until: nothing is between');
  const config = await setUpConfig(flags.config, {});
  const inputs = await openInputs(paths);
  const interrupt = onInterrupt();
  const started = performance.now();
  const progress = createProgress({
    stream: process.stderr,
    quiet: flags.quiet === true,
    size: totalSize(inputs.sources),
    now: () => performance.now(),
  });
  const reading = await setUpReading(config, engine.fields, inputs.sources, flags.jobs);
  keepHeapSmall();
  try {
    const totals = await analyze({
      sources: inputs.sources,
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
    if (flags.quiet !== true) say(readingText(totals, (performance.now() - started) / 1000));
    return { totals, interrupted: interrupt.interrupted };
  } finally {
    await reading.threads?.close();
    interrupt.dispose();
  }
}
