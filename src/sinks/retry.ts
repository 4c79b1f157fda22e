import { printable } from '../text/escape.ts';
import type { Sink } from '../types.ts';
import type { Clock } from './io.ts';

/** A sink could not deliver, however often it was asked to. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /** The sink's name. */
  readonly sink: string;

  constructor(sink: string, attempts: number, cause: unknown) {
    const reason = printable(cause instanceof Error ? cause.message : String(cause));
    const tried = attempts > 1 ? ` after ${attempts} attempts` : '';
    super(`sink ${sink} failed${tried}: ${reason}`, { cause });
    this.sink = sink;
  }
}

/** Thrown by a sink when the same alerts would be refused again: it is not retried. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** How often and how patiently to try. */
export interface RetryOptions {
  /** At least 1; the first attempt counts. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubles with every further one. */
  readonly first?: number;
  /** Milliseconds that no wait exceeds. */
  readonly longest?: number;
}

/**
 * A sink that tries again with exponential back-off, a random half of each wait left out so that many
 * senders don't come back at once. When the attempts are used up it rejects with a `DeliveryError`.
 * What had been delivered in part is delivered again: alert ids tell.
 */
export function withRetry(sink: Sink, options: RetryOptions, clock: Clock): Sink {
  const { attempts, first = 500, longest = 30_000 } = options;
  const persist = async (job: () => Promise<void>) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await job();
      } catch (error) {
        if (attempt >= attempts || error instanceof RefusedError) {
          throw new DeliveryError(sink.name, attempt, error);
        }
        const wait = Math.min(longest, first * 2 ** (attempt - 1));
        await clock.sleep(wait * (0.5 + clock.random() / 2));
      }
    }
  };
  return {
    name: sink.name,
    write: (alerts) => persist(() => sink.write(alerts)),
    close: () => persist(() => sink.close()),
  };
}
