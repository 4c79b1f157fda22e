import type { AuditRecord, FieldPath, Json, JsonObject, Micros } from '../types.ts';
import { contentDigest } from './digest.ts';
import { resolve } from './event-path.ts';
import { parseTime } from './time.ts';

/** A record over a fully parsed event. */
export class EventRecord implements AuditRecord {
  readonly event: JsonObject;
  readonly time: Micros;
  readonly partial: boolean;
  #digest: string | undefined;

  constructor(event: JsonObject, time: Micros, partial: boolean) {
    this.event = event;
    this.time = time;
    this.partial = partial;
  }

  field(path: FieldPath): Json | undefined {
    return path.derived === undefined ? resolve(this.event, path) : path.derived.of(this);
  }

  get digest(): string {
    this.#digest ??= contentDigest(this.event);
    return this.#digest;
  }
}

/**
 * An event's own time, or `undefined`. `stageTimestamp` comes first because lines are written in its
 * order; a watch's `requestReceivedTimestamp` may be hours older. `timestamp` was the only one before
 * Kubernetes 1.8 (`audit.k8s.io/v1alpha1`). The very start of 1970 is what a clock says that was never set.
 */
export function eventTime(event: JsonObject): Micros | undefined {
  return (
    parseTime(event.stageTimestamp) ||
    parseTime(event.requestReceivedTimestamp) ||
    parseTime(event.timestamp) ||
    undefined
  );
}
