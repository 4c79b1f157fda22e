import { z } from 'zod';
import { count, level, path, secret, size, someTime } from '../config/fields.ts';
import { wantsColor } from '../text/flow.ts';
import type { Sink } from '../types.ts';
import type { SinkIo } from './io.ts';
import { withMinLevel } from './min-level.ts';
import { DeliveryError, withRetry } from './retry.ts';
import { checkWebhook } from './webhook-address.ts';

export { type SinkIo, systemClock } from './io.ts';
export { DeliveryError };

/** A type of sink, as the configuration, the help and the documentation know it. */
export interface SinkType<S extends z.ZodObject = z.ZodObject> {
  /** One sentence. */
  readonly summary: string;
  /** Its options, `type` among them. A file's path is called `path`. */
  readonly schema: S;
  /** How often a delivery is tried. */
  readonly attempts: number;
  /** Opens it; rejects with the reason when it can't be opened. */
  create(options: z.output<S>, io: SinkIo): Promise<Sink>;
}

/** Options that every sink has. */
const common = {
  minLevel: level.optional().describe('This sink gets no alerts below this level.'),
};

const stdout = sinkType({
  summary: 'Standard output, as text for people or as JSON lines.',
  schema: z.strictObject({
    type: z.literal('stdout'),
    ...common,
    format: z
      .enum(['text', 'json'])
      .optional()
      .describe('Text on a terminal, JSON elsewhere, unless told.'),
  }),
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
});

const file = sinkType({
  summary: 'A file of JSON lines that is rotated by size.',
  schema: z.strictObject({
    type: z.literal('file'),
    ...common,
    path: path.describe('Where to append; folders are made as needed.'),
    maxSize: size(1024, 2 ** 40)
      .prefault('100MiB')
      .describe('A new file is begun before one grows beyond this.'),
    keep: count
      .max(1000, 'must be at most 1000')
      .prefault(5)
      .describe('How many older files stay.'),
  }),
  attempts: 5,
  async create(options, { confirms }) {
    const { openFileSink } = await import('./file.ts');
    return openFileSink({ ...options, confirms });
  },
});

const slack = sinkType({
  summary: 'Messages in a Slack channel, through an incoming webhook.',
  schema: z.strictObject({
    type: z.literal('slack'),
    ...common,
    url: secret(checkWebhook).describe("The webhook's address, as file:PATH or env:NAME."),
    timeout: someTime.prefault('10s').describe('How long to wait for an answer.'),
  }),
  attempts: 6,
  async create(options, io) {
    const { slackSink } = await import('./slack.ts');
    return slackSink(options, io);
  },
});

/** Every type of sink by the name that `type` has in the configuration. */
export const SINKS = { stdout, file, slack } as const;

/** One sink's checked options. */
export type SinkOptions = z.output<(typeof SINKS)[keyof typeof SINKS]['schema']>;

/**
 * Opens the sink that the options ask for; rejects with a `DeliveryError` when it can't be opened. Its
 * `write` and `close` try again where that can help, and then reject with one.
 */
export async function createSink(options: SinkOptions, io: SinkIo): Promise<Sink> {
  const { attempts }: SinkType = SINKS[options.type];
  return withRetry(await openSink(options, io), { attempts }, io.clock);
}

/** As `createSink`, but a `write` or `close` that fails has failed: the caller tries again. */
export async function openSink(options: SinkOptions, io: SinkIo): Promise<Sink> {
  const type: SinkType = SINKS[options.type];
  const sink = await type.create(options, io).catch((error: unknown) => {
    throw new DeliveryError(options.type, 1, error);
  });
  return options.minLevel === undefined ? sink : withMinLevel(sink, options.minLevel);
}

function sinkType<S extends z.ZodObject>(type: SinkType<S>): SinkType<S> {
  return type;
}
