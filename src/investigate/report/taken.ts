import { z } from 'zod';
import { confidence, objectRef, proof, time, whose } from './common.ts';

/** Something that may have been taken. */
export const taken = z.object({
  id: z.string(),
  kind: z.enum(['secret', 'configmap', 'token', 'exec', 'log', 'podToken']).meta({
    description:
      'token: minted by TokenRequest; exec: entered by exec, attach, port-forward or proxy; log: its log was read; ' +
      'podToken: the token of a pod that was entered or made',
  }),
  object: objectRef.meta({
    description: 'name null: everything in that scope must be taken as read',
  }),
  scope: z.enum(['object', 'selection', 'namespace', 'cluster']),
  selector: z
    .string()
    .nullable()
    .meta({ description: 'label or field selector that narrowed a list' }),
  how: z.array(z.string()).meta({
    description: 'get, list, watch, deletecollection (dry run), create token, exec, …',
  }),
  whose,
  identity: z.string(),
  first: time,
  last: time,
  count: z.int(),
  credential: z.string().nullable().meta({ description: 'the credential it gave, where known' }),
  serviceAccount: z
    .string()
    .nullable()
    .meta({ description: 'whose token it is or holds, as NAMESPACE:NAME, where known' }),
  command: z.string().nullable().meta({ description: 'of an exec, where logged' }),
  confidence,
  text: z.string(),
  proof,
});

/** Something that may have been taken. */
export type Taken = z.infer<typeof taken>;
