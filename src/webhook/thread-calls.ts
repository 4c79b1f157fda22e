import type { SpoolCounts, SpoolOptions } from '../spool/index.ts';
import type { Reject } from '../types.ts';
import type { ReceiverCounts } from './counts.ts';
import type { ReceiverOptions } from './options.ts';

/** What a receiver thread is started with. Plain data. */
export interface ThreadOptions {
  readonly receiver: ReceiverOptions;
  readonly spool: SpoolOptions;
}

/** What was counted in the thread. Plain data. */
export interface ThreadCounts {
  readonly receiver: ReceiverCounts;
  readonly spool: SpoolCounts;
}

/** What the program around the thread offers. */
export type ProgramCalls = {
  metrics(nothing: undefined): Promise<string>;
  ready(nothing: undefined): Promise<string | undefined>;
  bury(rejects: readonly Reject[]): Promise<void>;
  complain(reason: string): void;
  /** Comes by itself, several times a second. */
  counts(counts: ThreadCounts): void;
};
