import { z } from 'zod';
import { time } from './common.ts';

/** Something the log can't say. */
export const gap = z.object({
  id: z.string(),
  kind: z.enum([
    'log starts late',
    'log ends early',
    'silence',
    'stages',
    'level',
    'truncated',
    'bodies',
    'credential ids',
    'names',
    'unreadable',
    'limit',
  ]),
  text: z.string().meta({ description: 'what is missing' }),
  hides: z.string().meta({ description: 'what may have happened that this report does not show' }),
  from: time.nullable(),
  until: time.nullable(),
  count: z.int().nullable(),
});

/** Something the log can't say. */
export type Gap = z.infer<typeof gap>;
