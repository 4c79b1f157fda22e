import type { Evidence, JsonObject, Micros } from '../types.ts';
import type { Whose } from './report/common.ts';

/** One request on the trail, or one of others about something on it, read once and shared by all parts of a report. */
export interface Act {
  /** Its id in the report's evidence: a pure function of the event's content. */
  readonly id: string;
  readonly time: Micros;
  readonly evidence: Evidence;
  /** `other`: not of an identity on the trail, but about an object or a credential on it. */
  readonly whose: Whose | 'other';
  /** Who authenticated: the user name; `?` where kube-apiserver logged none. */
  readonly identity: string;
  /** Whom it impersonated. */
  readonly as: string | null;
  /** The credential it was made with, by its id in the report. */
  readonly credential: string;
  /** Where it came from, by its id in the report. */
  readonly origin: string;
  readonly outcome: 'allowed' | 'denied' | 'failed' | 'unknown';
  /** `objectRef.apiGroup`; empty for the core group. */
  readonly group: string;
  /** `satrap.name`: of the object, also where only a body has it. */
  readonly name: string | null;
  /** True where nothing was written: `dryRun=All` or in the options of a body. */
  readonly dryRun: boolean;
  /** The whole event, for what only a body or an annotation tells. Valid while it is being seen. */
  readonly event: JsonObject;
  /** The object that was written, as far as its bodies were logged: `satrap.object`. */
  readonly object: JsonObject | undefined;
  readonly partial: boolean;
}

/** One part of a report: sees all acts in event-time order, then tells what it makes of them. */
export interface Part<T> {
  see(act: Act): void;
  /** What it comes to; called once, after the last act. */
  tell(): T;
}
