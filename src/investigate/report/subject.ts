import { z } from 'zod';
import { time } from './common.ts';

/** Where an investigation may start. */
export const STARTS = [
  'serviceAccount',
  'credential',
  'pod',
  'sourceIP',
  'user',
  'userAgent',
  'alert',
] as const;

/** What was asked, and what was read for it. */
export const subject = z.object({
  asked: z
    .array(z.object({ kind: z.enum(STARTS), value: z.string() }))
    .min(1)
    .meta({ description: 'where the trail starts' }),
  since: time.nullable(),
  until: time.nullable(),
  found: z.boolean().meta({ description: 'false: no event in the log fits what was asked' }),
  identities: z.array(z.string()).meta({ description: 'ids in `identities.nodes` it starts from' }),
  log: z.object({
    files: z.int(),
    bytes: z.int().meta({ description: 'after decompression' }),
    events: z.int().meta({ description: 'between `since` and `until`, where these are given' }),
    duplicates: z.int(),
    rejects: z.int().meta({ description: 'records that were no audit events' }),
    firstEvent: time.nullable(),
    lastEvent: time.nullable(),
  }),
  events: z.int().meta({ description: 'events on the trail' }),
});

/** What was asked, and what was read for it. */
export type Subject = z.infer<typeof subject>;
