import { z } from 'zod';
import { proof, time, whose } from './common.ts';

/** What may depart from an account's own history. */
export const DEPARTURES = [
  'address',
  'network',
  'program',
  'verb',
  'resource',
  'namespace',
  'hour',
] as const;

/** One place and program that a credential was used from. */
export const origin = z.object({
  id: z.string().meta({ description: 'IDENTITY|CREDENTIAL SERIES|ADDRESS|PROGRAM, hashed' }),
  identity: z.string(),
  credentials: z.array(z.string()),
  address: z
    .string()
    .nullable()
    .meta({ description: 'the last of `sourceIPs`: the only one the client can not choose' }),
  program: z.string().nullable().meta({ description: 'what `userAgent` begins with' }),
  userAgents: z.array(z.string()).max(10),
  pods: z.array(z.string()).meta({ description: 'NAMESPACE/NAME of the token' }),
  nodes: z.array(z.string()),
  firstUse: time,
  lastUse: time,
  requests: z.int(),
  denied: z.int().meta({ description: 'answered with 401 or 403' }),
  whose,
  why: z.string().meta({ description: 'why it is taken for suspect, or for its own' }),
  departures: z.array(
    z.object({
      kind: z.enum(DEPARTURES),
      value: z.string(),
      first: time,
      historySeconds: z
        .number()
        .meta({ description: "how much of the account's own history lay before" }),
      proof,
    }),
  ),
  together: z
    .array(z.object({ origin: z.string(), from: time, until: time, proof }))
    .meta({ description: 'other places the same credential was used from in the same time' }),
});

/** One place and program that a credential was used from. */
export type Origin = z.infer<typeof origin>;
