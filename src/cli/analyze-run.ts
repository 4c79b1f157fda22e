import type { Config } from '../config/index.ts';
import { analyze } from '../pipeline/analyze.ts';
import { createDedupe } from '../pipeline/dedupe.ts';
import type { ScanThread } from '../pipeline/reading/scan-thread.ts';
import type { Totals } from '../pipeline/totals.ts';
import { printable } from '../text/escape.ts';
import { LEVELS, type Level, type Reject } from '../types.ts';
import type { AnalyzeFlags } from './analyze.ts';
import { type Delivery, openDelivery } from './delivery.ts';
import { EXIT, say } from './exit.ts';
import { keepHeapSmall } from './heap.ts';
import { openInputs, totalSize } from './inputs.ts';
import { createProgress } from './progress.ts';
import { rangeOf } from './read-through.ts';
import { type ReadingUse, readWith, startReading } from './reading.ts';
import { readTexts, setUpConfig, setUpReplay } from './setup.ts';
import { onInterrupt } from './signals.ts';
import { summaryText, writeSummary } from './summary.ts';

/** `satrap analyze`: gives the exit code. `early`: see `loadEarly`. */
export async function runAnalyze(
  paths: readonly string[],
  flags: AnalyzeFlags,
  early?: ScanThread,
): Promise<number> {
  const range = rangeOf(flags);
  const config = await setUpConfig(flags.config, flags);
  // Before rules are checked: what there is to read decides whether threads start.
  const { sources, failures } = await openInputs(paths);
  const { engine, reading } = await setUpRun(config, { sources, jobs: flags.jobs, early });
  const interrupt = onInterrupt();
  const started = performance.now();
  const isQuiet = flags.quiet === true;
  const progress = createProgress({
    stream: process.stderr,
    quiet: isQuiet,
    size: totalSize(sources),
    now: () => performance.now(),
  });
  const events = { beforeOutput: progress.clear, onGone: interrupt.stop };
  let delivery: Delivery | undefined;
  let firstReject: Reject | undefined;
  try {
    delivery = await openDelivery(config, events);
    keepHeapSmall();
    const totals = await analyze({
      sources,
      engine,
      dedupe: createDedupe(config.dedupe.events),
      reading,
      maxRecordBytes: config.input.maxRecordBytes,
      range,
      deliver: delivery.deliver,
      bury: (rejects) => {
        firstReject ??= rejects[0];
        return (delivery as Delivery).bury(rejects);
      },
      complain(origin, reason) {
        progress.clear();
        say(`satrap: ${printable(origin)}: ${printable(reason)}`);
      },
      progress: progress.update,
      signal: interrupt.signal,
    });
    await delivery.close();
    totals.failures += failures;
    progress.clear();
    if (firstReject !== undefined && !(isQuiet && totals.events > 0)) say(rejectText(firstReject));
    if (!isQuiet) say(summaryText(totals, (performance.now() - started) / 1000));
    if (flags.summary !== undefined) await writeSummary(flags.summary, totals);
    return exitCode(totals, delivery.highest(), flags.failOn, interrupt.interrupted);
  } catch (error) {
    progress.clear();
    say(`satrap: ${printable(error instanceof Error ? error.message : String(error))}`);
    // The sinks that still work deliver what they hold; the failure has been told already.
    await delivery?.close().catch(() => {});
    return EXIT.sink;
  } finally {
    await reading.threads?.close();
    interrupt.dispose();
  }
}

/** The engine, and how it is fed. */
async function setUpRun(config: Config, use: ReadingUse) {
  const read = await readTexts(config);
  // They compile the rules while this thread does.
  const threads = await startReading(config, read.texts, use);
  try {
    const { engine, matching } = await setUpReplay(config, read);
    const { fields } = engine;
    return { engine, reading: await readWith({ fields, threads, matching }, use.sources) };
  } catch (error) {
    await threads?.close();
    throw error;
  }
}

/** What was not read, by its first example; the dead-letter file has all. */
function rejectText({ origin, offset, reason }: Reject): string {
  const place = `${printable(origin)}, byte ${offset}`;
  return `satrap: not every record could be read; the first: ${place}: ${printable(reason)} (--dead-letter FILE keeps them)`;
}

function exitCode(
  totals: Totals,
  highest: Level | undefined,
  failOn: Level | undefined,
  interrupted: boolean,
): number {
  if (interrupted) return EXIT.interrupted;
  if (totals.failures > 0) return EXIT.input;
  if (failOn === undefined || highest === undefined) return EXIT.done;
  return LEVELS.indexOf(highest) >= LEVELS.indexOf(failOn) ? EXIT.alerts : EXIT.done;
}
