import { z } from 'zod';
import { confidence, proof, time } from './common.ts';

/** How one identity leads to another. */
export const LINKS = [
  'minted token',
  'impersonated',
  'created pod',
  'entered pod',
  'granted rights',
  'read token Secret',
  'certificate',
  'same origin',
] as const;

/** An identity on the trail. */
export const identityNode = z.object({
  id: z.string().meta({ description: 'the user name; `?` where kube-apiserver logged none' }),
  kind: z.enum(['serviceAccount', 'node', 'user', 'anonymous', 'unknown']),
  label: z.string().meta({ description: 'NAMESPACE/NAME of a ServiceAccount, else the name' }),
  subject: z.boolean().meta({ description: 'the trail starts here' }),
  depth: z.int().meta({ description: 'how many links from the start' }),
  reached: time
    .nullable()
    .meta({ description: 'since when it must be taken as known to the thief' }),
  acted: z.boolean().meta({ description: 'suspect requests were made with it' }),
  requests: z.int().meta({ description: 'suspect ones' }),
  first: time.nullable(),
  last: time.nullable(),
  confidence,
});

/** How an identity was reached from another. */
export const identityEdge = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  link: z.enum(LINKS),
  credential: z.string().nullable(),
  time,
  text: z.string(),
  confidence,
  proof,
});

/** Who else. */
export const identities = z.object({
  nodes: z.array(identityNode),
  edges: z.array(identityEdge),
  limited: z.boolean().meta({ description: 'true: the depth limit, or the room, ended the trail' }),
});

/** An identity on the trail. */
export type IdentityNode = z.infer<typeof identityNode>;
/** How an identity was reached from another. */
export type IdentityEdge = z.infer<typeof identityEdge>;
/** Who else. */
export type Identities = z.infer<typeof identities>;
