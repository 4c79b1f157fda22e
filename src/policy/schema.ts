import { z } from 'zod';
import { AUDIT_LEVELS, STAGES } from './policy.ts';

/** What kube-apiserver takes for a policy (`pkg/apis/audit/validation`); it only warns of keys it doesn't know. */

/** Absent and `null` are empty lists. */
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

/** RFC 1123's names of domains, as Kubernetes takes them. */
const GROUP = /^(?:|\*|[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*)$/;

const groupResources = z
  .strictObject({
    group: z
      .string()
      .max(253, 'must be the name of an API group')
      .regex(GROUP, 'must be the name of an API group without a version, such as apps')
      .nullish()
      .transform((group) => group ?? ''),
    resources: list(z.string()),
    resourceNames: list(z.string()),
  })
  .refine((one) => one.resourceNames.length === 0 || one.resources.length > 0, {
    path: ['resourceNames'],
    message: 'must stand beside resources: kube-apiserver refuses names of everything',
  });

const url = z
  .string()
  .regex(
    /^(?:\*|\/[^*]*\*?)$/,
    'must begin with / and have a * only at its end, such as /healthz*',
  );

const rule = z
  .strictObject({
    level: z.enum(AUDIT_LEVELS),
    users: list(z.string()),
    userGroups: list(z.string()),
    verbs: list(z.string()),
    resources: list(groupResources),
    namespaces: list(z.string()),
    nonResourceURLs: list(url),
    omitStages: list(z.enum(STAGES)),
    omitManagedFields: z
      .boolean()
      .nullish()
      .transform((omits) => omits ?? undefined),
  })
  .refine(
    (one) => one.nonResourceURLs.length === 0 || one.resources.length + one.namespaces.length === 0,
    {
      path: ['nonResourceURLs'],
      message: 'must be in a rule of their own: resources and namespaces are something else',
    },
  );

/** An audit policy. */
export const policySchema = z.strictObject({
  apiVersion: z.literal('audit.k8s.io/v1'),
  kind: z.literal('Policy'),
  metadata: z.looseObject({}).nullish(),
  omitStages: list(z.enum(STAGES)),
  omitManagedFields: z
    .boolean()
    .nullish()
    .transform((omits) => omits ?? false),
  rules: z.array(rule).min(1, 'must have a rule: kube-apiserver refuses a policy without one'),
});
