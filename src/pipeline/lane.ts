import { type Alert, LEVELS, type Sink } from '../types.ts';

/** Alerts on their way to one sink, however long it takes. */
export interface Lane {
  /** Adds an alert, in the place of the one with the same id where that still waits. */
  put(alert: Alert): void;
  /** Begins to deliver; until then alerts only gather. */
  start(): void;
  /** Delivers what waits without pausing any more; resolves when nothing waits or an attempt has failed. */
  finish(): Promise<void>;
  /** The alert with this id, where it waits. */
  find(id: string): Alert | undefined;
  readonly counts: LaneCounts;
}

/** What became of a sink's alerts. */
export interface LaneCounts {
  readonly sink: string;
  readonly delivered: number;
  /** Attempts that failed. */
  readonly failed: number;
  /** Alerts given up for want of room, the mildest first. */
  readonly evicted: number;
  readonly waiting: number;
  /** Milliseconds since 1970 at which the one waiting longest came; `undefined` when none waits. */
  readonly oldest: number | undefined;
}

/** How a lane waits, and whom it tells. */
export interface LaneOptions {
  /** How many alerts may wait. */
  readonly capacity: number;
  readonly clock: {
    now(): number;
    /** Resolves after so many milliseconds, or at once when the signal is aborted. */
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
    random(): number;
  };
  /** Called with an alert that no longer waits, or waits anew. */
  changed(id: string): void;
  /** The sink began to fail, or, without a reason, delivers again. */
  told(reason: string | undefined): void;
}

/** Few enough for a message, enough to catch up quickly. */
const AT_ONCE = 200;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** A lane without alerts. It tries for as long as it takes, with growing pauses. */
export function createLane(sink: Sink, options: LaneOptions): Lane {
  const { clock, capacity } = options;
  const waiting = new Map<string, { readonly alert: Alert; readonly since: number }>();
  const stopping = new AbortController();
  const counts = { delivered: 0, failed: 0, evicted: 0 };
  const patience = createPatience(options, stopping.signal);
  let started = false;
  let running: Promise<void> | undefined;

  const attempt = async () => {
    const batch = Array.from(waiting.values()).slice(0, AT_ONCE);
    await sink.write(batch.map(({ alert }) => alert));
    counts.delivered += batch.length;
    // One that came again meanwhile waits on.
    for (const one of batch) if (waiting.get(one.alert.id) === one) remove(one.alert.id);
    patience.restore();
  };
  const remove = (id: string) => {
    waiting.delete(id);
    options.changed(id);
  };
  const run = async () => {
    while (waiting.size > 0) {
      // A pause that ends because the lane shall finish is followed by a last attempt.
      const isLast = stopping.signal.aborted;
      const failure = await attempt().then(nothing, (error: unknown) => ({ error }));
      if (failure !== undefined) counts.failed++;
      if (failure !== undefined && isLast) break;
      if (failure !== undefined) await patience.lose(failure.error);
    }
    running = undefined;
  };
  const makeRoom = () => {
    const mildest = [...waiting.values()].reduce((a, b) => (rank(b.alert) < rank(a.alert) ? b : a));
    counts.evicted++;
    remove(mildest.alert.id);
  };

  return {
    put(alert) {
      const since = waiting.get(alert.id)?.since ?? clock.now();
      waiting.set(alert.id, { alert, since });
      options.changed(alert.id);
      if (waiting.size > capacity) makeRoom();
      if (started) running ??= run();
    },
    start() {
      started = true;
      if (waiting.size > 0) running ??= run();
    },
    async finish() {
      stopping.abort();
      await running;
    },
    get counts() {
      const oldest = waiting.values().next().value?.since;
      return { sink: sink.name, ...counts, waiting: waiting.size, oldest };
    },
    find: (id) => waiting.get(id)?.alert,
  };
}

function nothing(): undefined {}

/** Pauses that grow from failure to failure; what is the matter is told once. */
function createPatience({ clock, told }: LaneOptions, signal: AbortSignal) {
  let failures = 0;
  return {
    async lose(error: unknown): Promise<void> {
      if (failures === 0) told(error instanceof Error ? error.message : String(error));
      const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
      failures++;
      await clock.sleep(longest * (0.5 + clock.random() / 2), signal);
    },
    restore(): void {
      if (failures > 0) told(undefined);
      failures = 0;
    },
  };
}

function rank({ level }: Alert): number {
  return LEVELS.indexOf(level);
}
