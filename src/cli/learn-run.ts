import type { Config } from '../config/index.ts';
import { analyze } from '../pipeline/analyze.ts';
import { createDedupe } from '../pipeline/dedupe.ts';
import { createEngine, type Engine } from '../pipeline/engine.ts';
import type { Totals } from '../pipeline/totals.ts';
import { createBaselines } from '../sigma/baseline/index.ts';
import type { Learned } from '../sigma/baseline/memory.ts';
import { printable } from '../text/escape.ts';
import type { Detector, Entry } from '../types.ts';
import type { LearnFlags } from './baseline.ts';
import { EXIT, say, UsageError } from './exit.ts';
import { keepHeapSmall } from './heap.ts';
import { openInputs, totalSize } from './inputs.ts';
import { learnedText, writeLearned } from './learned-file.ts';
import { createProgress } from './progress.ts';
import { setUpReading } from './reading.ts';
import { REPLAY, type SiteRules, setUpConfig, setUpLearned, setUpRules } from './setup.ts';
import { onInterrupt } from './signals.ts';
import { summaryText } from './summary.ts';

/** `satrap baseline learn`: gives the exit code. */
export async function runLearn(paths: readonly string[], flags: LearnFlags): Promise<number> {
  const config = await setUpConfig(flags.config, flags);
  const site = await setUpRules(config);
  const { baselines } = site.rules;
  if (baselines.length === 0) throw new UsageError('none of the rules is a baseline');
  const detector = createBaselines(site.rules, config.baseline, await setUpLearned(config, site));
  const { memories } = detector.durable;
  // From now on they tell what they know.
  for (const memory of memories) memory.restore([]);
  const engine = engineFor(config, site, detector);
  const interrupt = onInterrupt();
  try {
    const totals = await read(paths, flags, { config, engine, signal: interrupt.signal });
    if (interrupt.interrupted) {
      say('satrap: interrupted: nothing was written');
      return EXIT.interrupted;
    }
    const learned: Learned = new Map(
      memories.map((memory) => [memory.owner, memory.changes().filter(isEntry)]),
    );
    await writeLearned(flags.out, baselines, learned);
    say(`satrap: ${printable(flags.out)}: ${learnedText(learned)}`);
    return totals.failures > 0 ? EXIT.input : EXIT.done;
  } finally {
    interrupt.dispose();
  }
}

function isEntry(change: { key: string; value: unknown }): change is Entry {
  return change.value !== undefined;
}

/** Baselines alone, and nothing that they find is an alert. */
function engineFor(config: Config, { rules }: SiteRules, detector: Detector): Engine {
  const bases = new Set(rules.baselines.flatMap((baseline) => baseline.rules));
  return createEngine({
    rules: { detections: [...bases], correlations: [], baselines: rules.baselines },
    detectors: [detector],
    lateness: config.correlation.lateness ?? REPLAY.lateness,
    pending: config.correlation.pending,
    fold: config.alerts.fold,
    raises: () => false,
  });
}

/** Gives all that the inputs hold to the engine. */
async function read(
  paths: readonly string[],
  flags: LearnFlags,
  to: { readonly config: Config; readonly engine: Engine; readonly signal: AbortSignal },
): Promise<Totals> {
  const { config, engine, signal } = to;
  const inputs = await openInputs(paths);
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
      range: { since: flags.since ?? -Infinity, until: flags.until ?? Infinity },
      deliver: async () => {},
      bury: async () => {},
      complain(origin, reason) {
        progress.clear();
        say(`satrap: ${printable(origin)}: ${printable(reason)}`);
      },
      progress: progress.update,
      signal,
    });
    totals.failures += inputs.failures;
    progress.clear();
    if (flags.quiet !== true) say(summaryText(totals, (performance.now() - started) / 1000));
    return totals;
  } finally {
    await reading.threads?.close();
  }
}
