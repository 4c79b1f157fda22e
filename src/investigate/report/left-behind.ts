import { z } from 'zod';
import { confidence, objectRef, proof, time, whose } from './common.ts';

/** An object that was made or changed. */
export const leftBehind = z.object({
  id: z.string(),
  object: objectRef,
  deed: z.enum(['created', 'changed']),
  what: z.string().meta({
    description:
      'what it does there: `binds ClusterRole cluster-admin to ServiceAccount tools/default`',
  }),
  danger: z
    .enum(['rights', 'credential', 'code', 'interception', 'other'])
    .meta({ description: 'why it matters that it is still there' }),
  whose,
  identity: z.string(),
  first: time,
  last: time,
  state: z.enum(['there', 'changed since', 'deleted', 'unknown']).meta({
    description: 'as far as the log tells; unknown: the log has no name for it',
  }),
  ended: z
    .object({ time, by: z.string(), whose: z.enum(['suspect', 'own', 'other']), proof })
    .nullable()
    .meta({ description: 'who deleted it or wrote it last' }),
  beneficiaries: z
    .array(z.string())
    .meta({ description: 'user names and groups that it gives rights or a token' }),
  confidence,
  proof,
});

/** An object that was made or changed. */
export type LeftBehind = z.infer<typeof leftBehind>;
