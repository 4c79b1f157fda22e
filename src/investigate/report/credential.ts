import { z } from 'zod';
import { confidence, proof, time, whose } from './common.ts';

/** One credential on the trail. */
export const credential = z.object({
  id: z.string().meta({
    description:
      'its credential-id (`JTI=…`, `X509SHA256=…`); where the log has none `pod:NAMESPACE/NAME` or `USER@ADDRESS`',
  }),
  kind: z.enum(['bound', 'unbound', 'legacy', 'certificate', 'unknown']).meta({
    description:
      'bound: to a pod, Secret or node, ends with it; unbound: by TokenRequest, ends by expiry; legacy: from a Secret, ' +
      'never ends; certificate: ends by expiry, can not be revoked',
  }),
  identity: z.string().meta({ description: 'id in `identities.nodes`' }),
  whose: whose.meta({ description: 'suspect: used, or obtained, by whoever is on the trail' }),
  confidence: confidence.meta({ description: 'how sure its uses are told from those of others' }),
  pod: z.object({ namespace: z.string(), name: z.string(), uid: z.string().nullable() }).nullable(),
  node: z.string().nullable(),
  secret: z.object({ namespace: z.string(), name: z.string() }).nullable(),
  issued: z
    .object({
      time,
      by: z.string().meta({ description: 'who asked for it: a user name' }),
      byCredential: z.string().nullable(),
      boundTo: z
        .object({ kind: z.string(), name: z.string(), uid: z.string().nullable() })
        .nullable(),
      expirationSeconds: z.int().nullable(),
      expires: time.nullable(),
      audiences: z.array(z.string()).nullable(),
      proof,
    })
    .nullable()
    .meta({ description: 'null: not in this log' }),
  firstUse: time.nullable(),
  lastUse: time.nullable(),
  requests: z.int(),
  origins: z.array(z.string()).meta({ description: 'ids in `origins`' }),
  siblings: z
    .array(z.string())
    .meta({ description: 'credentials of the same account and pod: rotation, not another actor' }),
  ended: z
    .object({
      what: z.enum(['pod', 'secret', 'serviceaccount']),
      time,
      by: z.string().meta({ description: 'who deleted it: a user name' }),
      confidence: confidence.meta({
        description: 'likely: its namespace was deleted; possible: a selector may have chosen it',
      }),
      proof,
    })
    .nullable()
    .meta({ description: 'what it was bound to was deleted, and with that it ended' }),
  usedAfterEnd: z
    .object({
      what: z.enum(['pod', 'secret', 'serviceaccount', 'expiry']),
      ended: time,
      firstUse: time,
      proof,
    })
    .nullable()
    .meta({ description: 'accepted after what it was bound to was deleted, or after it expired' }),
  refused: z
    .object({ count: z.int(), first: time, last: time, confidence, proof })
    .nullable()
    .meta({ description: '401s that fit it: kube-apiserver does not log whose they are' }),
});

/** One credential on the trail. */
export type Credential = z.infer<typeof credential>;
