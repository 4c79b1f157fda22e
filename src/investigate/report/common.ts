import { z } from 'zod';

/** What all parts of a report are made of. */

/** RFC 3339 with microseconds, UTC. */
export const time = z.string().meta({ id: 'time', description: 'RFC 3339 with microseconds, UTC' });

/** How sure a claim is. */
export const confidence = z.enum(['certain', 'likely', 'possible']).meta({
  id: 'confidence',
  description:
    'certain: the log says so (a credential id, an object by name); likely: it follows from a pod, a place or ' +
    'an order of events that rarely mislead; possible: nothing speaks against it',
});

/** How sure a claim is. */
export type Confidence = z.infer<typeof confidence>;

/** What proves a claim. */
export const proof = z
  .object({
    events: z
      .array(z.string())
      .max(10)
      .meta({ description: 'ids in `evidence`: the first and the last of the events' }),
    count: z.int().min(1).meta({ description: 'how many events there are' }),
  })
  .meta({ id: 'proof', description: 'the events that prove it' });

/** What proves a claim. */
export type Proof = z.infer<typeof proof>;

/** An object of the API. */
export const objectRef = z
  .object({
    group: z.string().meta({ description: 'API group; empty for the core group' }),
    resource: z.string().meta({ description: 'plural, as in `objectRef.resource`' }),
    namespace: z.string().nullable(),
    name: z.string().nullable().meta({ description: 'null: not logged, or many' }),
  })
  .meta({ id: 'object', description: 'an object, or all objects of a kind in a scope' });

/** An object of the API. */
export type ObjectRef = z.infer<typeof objectRef>;

/** Whose act it is. */
export const whose = z.enum(['suspect', 'own']).meta({
  id: 'whose',
  description:
    "suspect: an act of whoever holds what was stolen; own: an act of the account's own workload, from its own " +
    'place, told apart only where the log allows it',
});

/** Whose act it is. */
export type Whose = z.infer<typeof whose>;
