import { z } from 'zod';
import { CONCERNS } from './concerns.ts';
import { CREDENTIAL_KINDS } from './credential.ts';
import { KINDS } from './identity.ts';

/** What `satrap accounts -o json` prints, for `docs/accounts.schema.json` and whoever checks it. */

const time = z.string().nullable().describe('RFC 3339 in UTC; null where events have no time');
const count = z.int().min(0);
const seen = { count, first: time, last: time };
const counted = z.strictObject(seen);
const named = z.array(z.strictObject({ name: z.string(), ...seen }));
const texts = z.array(z.string());

const request = z.strictObject({
  verb: z.string(),
  apiGroup: z.string(),
  resource: z
    .string()
    .nullable()
    .describe('with its subresource: pods/log; null where none is named'),
  path: z.string().nullable().describe('where no resource is named'),
  ...seen,
  refused: count.describe('how many of them were not allowed'),
});

const account = z.strictObject({
  user: z.string().describe('as events have it; empty where nobody was authenticated'),
  kind: z.enum(KINDS),
  namespace: z.string().nullable(),
  name: z.string(),
  isDefault: z.boolean().describe('the ServiceAccount default of a namespace'),
  inInventory: z.boolean().nullable().describe('null without --inventory'),
  first: time,
  last: time,
  calls: count.describe('requests that it sent itself'),
  outcomes: z.strictObject({
    ok: count,
    unauthenticated: count.describe('401'),
    forbidden: count.describe('403'),
    clientErrors: count.describe('any other 4xx'),
    serverErrors: count,
  }),
  credentials: z.array(
    z.strictObject({
      kind: z.enum(CREDENTIAL_KINDS),
      ...seen,
      ids: named.describe('JTI=…, X509SHA256=…, or the Secret of a legacy token'),
    }),
  ),
  requests: z.array(request),
  namespaces: named,
  addresses: named.describe('the last of sourceIPs: the client can choose the others'),
  agents: named,
  impersonates: named.describe('in whose names it made requests'),
  impersonatedBy: named.describe('who made requests in its name'),
  dropped: count.describe('how often something was counted without its name'),
});

/** The report on all accounts. */
export const accountsSchema = z.strictObject({
  kind: z.literal('accounts'),
  from: time,
  to: time,
  calls: count,
  concerns: z.array(
    z.strictObject({
      user: z.string(),
      what: z.enum(CONCERNS),
      seen: z.string(),
      next: z.string(),
    }),
  ),
  accounts: z.array(account),
  neverUsed: z
    .array(
      z.strictObject({ namespace: z.string(), name: z.string(), created: z.string().nullable() }),
    )
    .nullable()
    .describe('null without --inventory'),
  dropped: z.strictObject({
    calls: count.describe('requests of accounts beyond the bound'),
    names: count.describe('how often something was counted without its name'),
  }),
  notes: texts,
});

const rule = z.strictObject({
  apiGroups: texts.optional(),
  resources: texts.optional(),
  resourceNames: texts.optional(),
  nonResourceURLs: texts.optional(),
  verbs: texts,
});

const grant = z.strictObject({
  binding: z.string().describe('RoleBinding NAMESPACE/NAME or ClusterRoleBinding NAME'),
  role: z.string().describe('Role NAMESPACE/NAME or ClusterRole NAME'),
  subject: z.string(),
  namespace: z.string().nullable().describe('where it holds; null: everywhere'),
  place: count.describe("which of the role's rules, from 0"),
  rule,
  used: z.enum(['never', 'partly', 'all']),
  evidence: counted,
  never: z.array(rule).describe('what of it was never used'),
  seen: named.describe('what it was used for'),
  onlyIn: texts.nullable().describe('holds everywhere, and was used in these namespaces only'),
});

/** The report on one account's rights. */
export const rolesSchema = z.strictObject({
  kind: z.literal('role'),
  user: z.string(),
  allowed: counted,
  refused: counted,
  inItsName: named,
  roles: z.array(
    z.strictObject({
      role: z.looseObject({ kind: z.enum(['Role', 'ClusterRole']), rules: z.array(rule) }),
      binding: z.looseObject({ kind: z.enum(['RoleBinding', 'ClusterRoleBinding']) }),
      evidence: z
        .array(z.strictObject({ ...seen, wider: texts.describe('why it is wider than was seen') }))
        .describe("for each of the role's rules"),
    }),
  ),
  byDefault: named.describe('left out, as everybody has it: by ClusterRole'),
  notes: texts,
  granted: z.array(grant).nullable().describe('null without --granted'),
  missing: texts.describe('bindings whose role is not in the file'),
});

/** Either of them. */
export const documentSchema = z.discriminatedUnion('kind', [accountsSchema, rolesSchema]);
