import type { Config } from '../config/index.ts';
import { createEngine, type Engine } from '../pipeline/engine.ts';
import { createBaselines } from '../sigma/baseline/index.ts';
import type { Learned } from '../sigma/baseline/memory.ts';
import { printable } from '../text/escape.ts';
import type { Detector, Entry } from '../types.ts';
import type { LearnFlags } from './baseline.ts';
import { EXIT, say, UsageError } from './exit.ts';
import { learnedText, writeLearned } from './learned-file.ts';
import { readThrough } from './read-through.ts';
import { REPLAY, type SiteRules, setUpConfig, setUpLearned, setUpRules } from './setup.ts';
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
  const looking = { config, engine, summary: summaryText };
  const { totals, interrupted } = await readThrough(paths, flags, looking);
  if (interrupted) {
    say('satrap: interrupted: nothing was written');
    return EXIT.interrupted;
  }
  const learned: Learned = new Map(
    memories.map((memory) => [memory.owner, memory.changes().filter(isEntry)]),
  );
  await writeLearned(flags.out, baselines, learned);
  say(`satrap: ${printable(flags.out)}: ${learnedText(learned)}`);
  return totals.failures > 0 ? EXIT.input : EXIT.done;
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
