/** What was measured of one command, over all rounds. */
export interface Figures {
  readonly rounds: number;
  /** Seconds from start to end: the middle, the least and the most. */
  readonly wall: number;
  readonly low: number;
  readonly high: number;
  /** Processor seconds, the middle. */
  readonly cpu: number;
  /** Bytes of memory, the most of any round. */
  readonly peak: number;
  /** Events that the query found, where it is the ServiceAccount documents' query. */
  readonly hits?: number;
}

/** One command on one log. */
export interface Row {
  /** Stable within its part; the report finds rows by it. */
  readonly id: string;
  readonly name: string;
  readonly cores: number;
  /** Bytes of the log, decompressed. */
  readonly bytes: number;
  /** The number that the part varies: rules, identities. */
  readonly at?: number;
  readonly version?: string;
  readonly figures?: Figures;
  /** Why there are no figures, for a person. */
  readonly missing?: string;
}

/** When, from which commit and on which machine a part was measured. */
export interface Ran {
  /** `2026-11-24`. */
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  /** The processor, as the machine calls it. */
  readonly cpu: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  /** How many times their usual size logs were; figures of anything but 1 are for trying out. */
  readonly scale: number;
}

/** One part of the benchmark. Rows are compared within a part, never across. */
export interface Part {
  readonly ran: Ran;
  readonly rows: readonly Row[];
  /** What a reader has to know, a sentence each. */
  readonly notes: readonly string[];
}

/** The parts, in the order in which they run. */
export const PARTS = [
  'contenders',
  'shapes',
  'sizes',
  'rules',
  'identities',
  'compressed',
  'startup',
] as const;

/** The name of a part. */
export type PartName = (typeof PARTS)[number];

/** All that is known: of each part, what came of its last run. */
export type Results = Partial<Record<PartName, Part>>;

/** The figures of a part's row; `undefined` when there are none. */
export function figuresOf(results: Results, part: PartName, id: string): Figures | undefined {
  return results[part]?.rows.find((row) => row.id === id)?.figures;
}
