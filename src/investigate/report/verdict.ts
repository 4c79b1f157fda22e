import { z } from 'zod';
import { confidence, proof } from './common.ts';

/** How bad it is, mildest first. */
export const VERDICTS = ['nothing found', 'unusual', 'suspicious', 'compromised'] as const;

/** The answer in one sentence, and what it rests on. */
export const verdict = z.object({
  verdict: z.enum(VERDICTS),
  confidence,
  sentence: z.string().meta({ description: 'who did what with it, in one sentence' }),
  reasons: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      weighs: z.enum(['for', 'against']),
      confidence,
      proof: proof.nullable(),
    }),
  ),
});

/** The answer in one sentence, and what it rests on. */
export type Verdict = z.infer<typeof verdict>;
