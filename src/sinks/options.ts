import { z } from 'zod';
import { count, level, path, secret, size, someTime } from '../config/fields.ts';
import { checkWebhook } from './webhook-address.ts';

/** Options that every sink has. */
const common = {
  minLevel: level.optional().describe('This sink gets no alerts below this level.'),
};

const stdout = z
  .strictObject({
    type: z.literal('stdout'),
    ...common,
    format: z
      .enum(['text', 'json'])
      .optional()
      .describe('Text on a terminal, JSON elsewhere, unless told.'),
  })
  .describe('Standard output, as text for people or as JSON lines.');

const file = z
  .strictObject({
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
  })
  .describe('A file of JSON lines that is rotated by size.');

const slack = z
  .strictObject({
    type: z.literal('slack'),
    ...common,
    url: secret(checkWebhook).describe("The webhook's address, as file:PATH or env:NAME."),
    timeout: someTime.prefault('10s').describe('How long to wait for an answer.'),
  })
  .describe('Messages in a Slack channel, through an incoming webhook.');

/**
 * What every type of sink can be told, `type` among it, with one sentence about the sink. A file's path is
 * called `path`. Apart from `SINKS`, which every run needs: these are for reading a configuration.
 */
export const SINK_OPTIONS = { stdout, file, slack } as const;

/** One sink's checked options. */
export type SinkOptions<T extends keyof typeof SINK_OPTIONS = keyof typeof SINK_OPTIONS> = {
  [Type in T]: z.output<(typeof SINK_OPTIONS)[Type]>;
}[T];
