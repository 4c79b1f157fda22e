import { eventPaths } from '../record/field-path.ts';
import type {
  AuditRecord,
  Detector,
  FieldPath,
  Finding,
  Json,
  RuleInfo,
  Sighting,
} from '../types.ts';
import { createSteps } from './steps.ts';
import { createStories, type StoryLimits } from './stories.ts';

/** How to know a thing in a step. */
export interface CycleStep {
  /** The rule whose events they are. */
  readonly rule: string;
  /** Which fields `keys` looks at. */
  readonly paths: readonly FieldPath[];
  /** The things that a record is about; a thing has the same key in all steps. */
  keys(record: AuditRecord): readonly string[];
}

/** Something that is made, used and removed again. */
export interface Cycle {
  readonly rule: RuleInfo;
  readonly limits: StoryLimits;
  readonly used: CycleStep;
  readonly made: CycleStep;
  readonly removed: CycleStep;
}

const USED = 0;
const MADE = 1;
const REMOVED = 2;

/** The steps of a record with the things that they are about, in the order in which they are told. */
export type CycleTaken = readonly (readonly [step: number, key: string])[];

const NO_PATHS: readonly FieldPath[] = [];
const NOTHING: readonly Finding[] = [];

/**
 * Finds things that are made, used and removed within a time: for each once it is removed. One that was used by the
 * very request that removes it counts; one that is made again keeps its first beginning.
 */
export function createCycle(cycle: Cycle): Detector<CycleTaken> {
  const { rule } = cycle;
  const parts = [cycle.used, cycle.made, cycle.removed];
  const stories = createStories(rule.name, cycle.limits);
  const stepsOf = createSteps(parts.map((part) => part.rule));
  const pathsOf = parts.map((part) => eventPaths(part.paths));

  const tell = (step: number, key: string, sighting: Sighting): readonly Finding[] => {
    const { time } = sighting;
    const story = stories.get(key, time);
    if (step === MADE && story === undefined) {
      stories.set(key, { since: time, facts: false, witnesses: [sighting.witness()] });
    }
    if (story === undefined) return NOTHING;
    const witnesses = [...story.witnesses, sighting.witness()];
    if (step === USED && story.facts === false)
      stories.set(key, { ...story, facts: true, witnesses });
    if (step !== REMOVED) return NOTHING;
    stories.delete(key);
    if (story.facts === false) return NOTHING;
    const measured = `${key} made, used and removed again`;
    const seen = { firstSeen: story.since, lastSeen: time, witnesses, measured };
    return [{ rule, time, key: [key], count: 3, ...seen }];
  };

  return {
    rules: [rule],
    take(record, matched) {
      const steps = stepsOf(matched);
      if (steps.length === 0) return undefined;
      const taken = steps.flatMap((step) =>
        (parts[step] as CycleStep).keys(record).map((key) => [step, key] as const),
      );
      return taken.length === 0 ? undefined : taken;
    },
    reads(matched) {
      const steps = stepsOf(matched);
      return steps.length === 0 ? NO_PATHS : steps.flatMap((step) => pathsOf[step] ?? NO_PATHS);
    },
    observe(taken, sighting) {
      let findings = NOTHING;
      for (const [step, key] of taken) findings = [...findings, ...tell(step, key, sighting)];
      return findings;
    },
    get evicted() {
      return stories.evicted;
    },
    durable: {
      name: rule.name,
      pack: (taken) => taken.map(([step, key]): Json => [step, key]),
      unpack: (packed) => packed as unknown as CycleTaken,
      memories: [stories.memory],
    },
  };
}

/** The texts at a path: one, a list, or none. */
export function textsAt(record: AuditRecord, path: FieldPath): readonly string[] {
  const value = record.field(path);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string' && one !== '');
}
