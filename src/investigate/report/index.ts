import { z } from 'zod';
import { action } from './action.ts';
import { credential } from './credential.ts';
import { gap } from './gap.ts';
import { identities } from './identity.ts';
import { leftBehind } from './left-behind.ts';
import { origin } from './origin.ts';
import { subject } from './subject.ts';
import { taken } from './taken.ts';
import { timeline } from './timeline.ts';
import { verdict } from './verdict.ts';

/** One event that proves something: `Evidence` of src/types.ts, by an id made of its content. */
export const evidence = z.object({
  auditID: z.string().nullable(),
  stage: z.string().nullable(),
  time: z.string(),
  verb: z.string().nullable(),
  resource: z.string().nullable(),
  subresource: z.string().nullable(),
  namespace: z.string().nullable(),
  name: z.string().nullable(),
  user: z.string().nullable(),
  impersonator: z.string().nullable(),
  sourceIP: z.string().nullable(),
  userAgent: z.string().nullable(),
  code: z.int().nullable(),
  credentialId: z.string().nullable(),
  path: z.string().nullable(),
});

/**
 * What `satrap investigate -o json` prints. Ids are pure functions of content: the same log gives the same
 * ids. No field ever holds a Secret's value or a token.
 */
export const report = z.object({
  format: z.literal('satrap.investigation/v1'),
  satrap: z.string().meta({ description: 'the version that wrote it' }),
  subject,
  verdict,
  credentials: z.array(credential),
  origins: z.array(origin),
  timeline,
  taken: z.array(taken),
  leftBehind: z.array(leftBehind),
  identities,
  actions: z.array(action),
  gaps: z.array(gap),
  evidence: z.record(z.string(), evidence),
});

/** What `satrap investigate -o json` prints. */
export type Report = z.infer<typeof report>;
