import { ChangeLog } from '../state/change-log.ts';
import type { Alert, JsonObject, Memory, Sink } from '../types.ts';
import { createLane, type Lane, type LaneCounts, type LaneOptions } from './lane.ts';

/** Alerts on their way to all sinks; what was not delivered is there again after a restart. */
export interface Outbox {
  put(alerts: readonly Alert[]): void;
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
}

/** One lane for each sink: a slow or broken one holds up no other. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { sinks, capacity, clock } = options;
  const log = new ChangeLog();
  const lanes = sinks.map((sink, index) =>
    createLane(sink, {
      capacity,
      clock,
      changed: (id) => log.note(keyOf(index, sink, id)),
      told: (reason) => options.told(sink.name, reason),
    }),
  );
  const byPrefix = new Map(
    sinks.map((sink, index) => [keyOf(index, sink, ''), lanes[index] as Lane]),
  );
  return {
    put(alerts) {
      for (const alert of alerts) for (const lane of lanes) lane.put(alert);
    },
    async close(milliseconds) {
      const enough = new AbortController();
      const delivered = Promise.all(lanes.map((lane) => lane.finish()));
      await Promise.race([delivered, clock.sleep(milliseconds, enough.signal)]);
      enough.abort();
    },
    get counts() {
      return lanes.map((lane) => lane.counts);
    },
    memory: {
      owner: 'outbox',
      changes: () =>
        log.drain((key) => {
          const { lane, id } = placeOf(key, byPrefix);
          return lane?.find(id) as JsonObject | undefined;
        }),
      restore(entries) {
        log.start();
        for (const { key, value } of entries) {
          const { lane } = placeOf(key, byPrefix);
          // Of a sink that is not configured any more, nothing is kept.
          if (lane === undefined) log.note(key);
          else lane.put(value as unknown as Alert);
        }
      },
    },
  };
}

/** Ids have no spaces. */
function keyOf(index: number, { name }: Sink, id: string): string {
  return `${index} ${name} ${id}`;
}

function placeOf(key: string, lanes: ReadonlyMap<string, Lane>) {
  const at = key.lastIndexOf(' ') + 1;
  return { lane: lanes.get(key.slice(0, at)), id: key.slice(at) };
}
