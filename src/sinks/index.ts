import { wantsColor } from '../text/flow.ts';
import type { Sink } from '../types.ts';
import type { SinkIo } from './io.ts';
import { withMinLevel } from './min-level.ts';
import type { SinkOptions } from './options.ts';
import { DeliveryError, withRetry } from './retry.ts';

export { type SinkIo, systemClock } from './io.ts';
export { DeliveryError };

/** A type of sink. */
export interface SinkType<Options> {
  /** How often a delivery is tried. */
  readonly attempts: number;
  /** Opens it; rejects with the reason when it can't be opened. */
  create(options: Options, io: SinkIo): Promise<Sink>;
}

type SinkTypes = { readonly [T in SinkOptions['type']]: SinkType<SinkOptions<T>> };

/** Every type of sink by the name that `type` has in the configuration; `SINK_OPTIONS` has their options. */
export const SINKS: SinkTypes = {
  stdout: {
    attempts: 1,
    async create({ format }, { stdout: stream, env, confirms }) {
      const { stdoutSink } = await import('./stdout.ts');
      return stdoutSink(stream, {
        format: format ?? (stream.isTTY === true ? 'text' : 'json'),
        color: wantsColor(stream, env),
        columns: Math.min(120, Math.max(60, stream.columns ?? 100)),
        confirms,
      });
    },
  },
  file: {
    attempts: 5,
    async create(options, { confirms }) {
      const { openFileSink } = await import('./file.ts');
      return openFileSink({ ...options, confirms });
    },
  },
  slack: {
    attempts: 6,
    async create(options, io) {
      const { slackSink } = await import('./slack.ts');
      return slackSink(options, io);
    },
  },
};

/**
 * Opens the sink that the options ask for; rejects with a `DeliveryError` when it can't be opened. Its
 * `write` and `close` try again where that can help, and then reject with one.
 */
export async function createSink(options: SinkOptions, io: SinkIo): Promise<Sink> {
  const { attempts } = SINKS[options.type];
  return withRetry(await openSink(options, io), { attempts }, io.clock);
}

/** As `createSink`, but a `write` or `close` that fails has failed: the caller tries again. */
export async function openSink(options: SinkOptions, io: SinkIo): Promise<Sink> {
  const type = SINKS[options.type] as SinkType<SinkOptions>;
  const sink = await type.create(options, io).catch((error: unknown) => {
    throw new DeliveryError(options.type, 1, error);
  });
  return options.minLevel === undefined ? sink : withMinLevel(sink, options.minLevel);
}
