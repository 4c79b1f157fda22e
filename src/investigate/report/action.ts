import { z } from 'zod';

/** The parts of the runbook, in their order. */
export const ACTION_KINDS = ['contain', 'revoke', 'remove', 'rotate', 'review'] as const;

/** Something to do; satrap never does it. */
export const action = z.object({
  id: z.string(),
  kind: z.enum(ACTION_KINDS),
  title: z.string(),
  why: z.string(),
  commands: z
    .array(z.string())
    .meta({ description: 'for a POSIX shell, quoted; to be reviewed before they are run' }),
  note: z
    .string()
    .nullable()
    .meta({ description: 'what to mind: what breaks, what can not be revoked' }),
  about: z
    .array(z.string())
    .meta({ description: 'ids in `credentials`, `taken`, `leftBehind` or `identities.nodes`' }),
});

/** Something to do; satrap never does it. */
export type Action = z.infer<typeof action>;
