import type { Deque } from '../../collections/deque.ts';
import type { Json, Micros, Witness } from '../../types.ts';

/** One event as one group of a correlation sees it. */
export interface GroupEvent {
  readonly time: Micros;
  /** The measured value, or tuple of values; empty where nothing is measured. */
  readonly value: string;
  /** Which of the correlation's rules it is an event of, in the order written; at least one. */
  readonly steps: readonly Step[];
}

/** That a rule of a correlation held on an event. */
export interface Step {
  /** The rule's position in `CorrelationRule.rules`. */
  readonly position: number;
  /** What shows that it held; to be asked for while the event is being observed. */
  readonly witnesses: () => readonly Witness[];
}

/**
 * What a condition needs to know of one group's events of the last timespan, and no more. Events come
 * in order of time; each is measured right after it was inserted.
 */
export interface Window {
  /** What is held, in the unit of the `windowEntries` limit; see `WEIGHT`. */
  readonly weight: number;
  /** How many events count towards the measure. */
  readonly count: number;
  /** When the first of them was. */
  readonly first: Micros | undefined;
  /** Forgets the events before a time. */
  expire(before: Micros): void;
  insert(event: GroupEvent): void;
  /** What the condition compares; `undefined` when there is nothing to measure. */
  measure(value: string): number | undefined;
  /** Only where the condition is about the event's own value: whether it held for that value last. */
  latchOf?(value: string): { held: boolean } | undefined;
  /** Only where it matters which events make up the measure: those. */
  witnesses?(): readonly Witness[];
  /** Only where each event counts, whatever it is: the times of all, in order. */
  readonly times?: Deque<Micros>;
  /** All it holds; `load` takes it back into an empty window. */
  save(): Json;
  load(saved: Json): void;
}

/** What things weigh against the `windowEntries` limit, in units of about 16 bytes. */
export const WEIGHT = { time: 1, text: 8, group: 16, evidence: 32 } as const;
