import { ChangeLog } from '../state/change-log.ts';
import type { Alert, JsonObject, Memory, Sink } from '../types.ts';
import { createLane, type Lane, type LaneCounts, type LaneOptions } from './lane.ts';

/** What an alert that an earlier version stored doesn't say. */
const UNTOLD: Pick<Alert, 'why' | 'next'> = { why: '', next: '' };

/** Alerts on their way to all sinks; what was not delivered is there again after a restart. */
export interface Outbox {
  put(alerts: readonly Alert[]): void;
  /** Begins to deliver, what waited before the restart first. */
  start(): void;
  /** Delivers what waits, as far as sinks take it at once and within so many milliseconds. */
  close(milliseconds: number): Promise<void>;
  readonly counts: readonly LaneCounts[];
  readonly memory: Memory;
}

/** What an outbox is made of. */
export interface OutboxOptions extends Pick<LaneOptions, 'capacity' | 'clock'> {
  readonly sinks: readonly Sink[];
  /** A sink began to fail, or, without a reason, delivers again. */
  told(sink: string, reason: string | undefined): void;
  /** So many alerts waited for sinks that are not configured any more, and are given up. */
  forgot(alerts: number): void;
}

/** One lane for each sink: a slow or broken one holds up no other. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { sinks, capacity, clock } = options;
  const log = new ChangeLog();
  const lanes = new Map<string, Lane>();
  for (const sink of sinks) {
    const prefix = prefixOf(sink, lanes);
    const lane = createLane(sink, {
      capacity,
      clock,
      changed: (id) => log.note(`${prefix}${id}`),
      told: (reason) => options.told(sink.name, reason),
    });
    lanes.set(prefix, lane);
  }
  return {
    put(alerts) {
      for (const alert of alerts) for (const lane of lanes.values()) lane.put(alert);
    },
    start() {
      for (const lane of lanes.values()) lane.start();
    },
    async close(milliseconds) {
      const enough = new AbortController();
      const delivered = Promise.all(Array.from(lanes.values(), (lane) => lane.finish()));
      await Promise.race([delivered, clock.sleep(milliseconds, enough.signal)]);
      enough.abort();
    },
    get counts() {
      return Array.from(lanes.values(), (lane) => lane.counts);
    },
    memory: {
      owner: 'outbox',
      changes: () =>
        log.drain((key) => {
          const { lane, id } = placeOf(key, lanes);
          return lane?.find(id) as JsonObject | undefined;
        }),
      restore(entries) {
        log.start();
        let forgotten = 0;
        for (const { key, value } of entries) {
          const { lane } = placeOf(key, lanes);
          lane?.put({ ...UNTOLD, ...(value as object) } as Alert);
          if (lane !== undefined) continue;
          forgotten++;
          log.note(key);
        }
        if (forgotten > 0) options.forgot(forgotten);
      },
    },
  };
}

/** A sink's name, and the how manieth of that name it is: its place among the others may change. */
function prefixOf({ name }: Sink, taken: ReadonlyMap<string, Lane>): string {
  let number = 1;
  while (taken.has(`${name} ${number} `)) number++;
  return `${name} ${number} `;
}

/** Ids have no spaces. */
function placeOf(key: string, lanes: ReadonlyMap<string, Lane>) {
  const at = key.lastIndexOf(' ') + 1;
  return { lane: lanes.get(key.slice(0, at)), id: key.slice(at) };
}
