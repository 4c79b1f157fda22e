import { z } from 'zod';
import { LEVELS } from '../../types.ts';
import { proof, time, whose } from './common.ts';

/** The phases of a compromise, in the order in which they usually come. */
export const PHASES = [
  'recon',
  'access',
  'escalation',
  'persistence',
  'evasion',
  'impact',
] as const;

/** A phase; `use`: ordinary requests that are none. */
export const phase = z.enum([...PHASES, 'use']);

/** Requests that are one step: same actor, deed, kind of object and outcome, close in time. */
export const step = z.object({
  id: z.string(),
  phase,
  whose,
  identity: z.string(),
  as: z.string().nullable().meta({ description: 'the identity it impersonated' }),
  credential: z.string(),
  origin: z.string(),
  first: time,
  last: time,
  count: z.int(),
  outcome: z.enum(['allowed', 'denied', 'failed', 'unknown']),
  codes: z.array(z.int()).max(10),
  verb: z.string().nullable(),
  group: z.string(),
  resource: z.string().nullable(),
  subresource: z.string().nullable(),
  namespaces: z.array(z.string()).max(20),
  names: z.array(z.string()).max(20),
  more: z.int().meta({ description: 'how many further names there are' }),
  dryRun: z.boolean(),
  text: z.string().meta({ description: 'one sentence: what was done, to what, with what result' }),
  alerts: z.array(z.string()).meta({ description: 'ids of alerts that these events raised' }),
  proof,
});

/** An alert of the rules that has events on the trail. */
export const alertRef = z.object({
  id: z.string(),
  rule: z.string(),
  title: z.string(),
  level: z.enum(LEVELS),
  time,
  count: z.int(),
  message: z.string(),
});

/** What it did, in order. */
export const timeline = z.object({
  steps: z.array(step),
  omitted: z
    .int()
    .meta({ description: 'steps left out for want of room: the latest ordinary ones' }),
  alerts: z.array(alertRef),
});

/** A step. */
export type Step = z.infer<typeof step>;
/** An alert on the timeline. */
export type AlertRef = z.infer<typeof alertRef>;
/** A phase, or `use`. */
export type Phase = z.infer<typeof phase>;
/** What it did, in order. */
export type Timeline = z.infer<typeof timeline>;
