import type { Json, JsonObject } from '../types.ts';

/**
 * What every test's events are made from unless they say otherwise: a ServiceAccount's ordinary read, as
 * a kube-apiserver 1.34 logs it at level Metadata.
 */
export const BASE_EVENT: JsonObject = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Metadata',
  auditID: '6f0c1b1e-52a4-4c1e-9a53-000000000000',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/shop/configmaps/cart-settings',
  verb: 'get',
  user: {
    username: 'system:serviceaccount:shop:cart',
    uid: '0d8f8f0e-7a58-4c0b-8f0a-3a5d5f5c2b11',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/credential-id': ['JTI=3c2b7f2e-0a4e-4c8e-9d57-1f7f8e6c5d10'],
      'authentication.kubernetes.io/node-name': ['worker-1'],
      'authentication.kubernetes.io/node-uid': ['a9c0a1de-21f3-4f0a-8a43-0f6a8f4f7c01'],
      'authentication.kubernetes.io/pod-name': ['cart-7d9c6bb5f4-x2x8p'],
      'authentication.kubernetes.io/pod-uid': ['5b7a9c44-6c1d-4f8e-bb0e-8a6f1f0c9e21'],
    },
  },
  sourceIPs: ['10.244.1.17'],
  userAgent: 'cart/v2.4.1 (linux/amd64) kubernetes/$Format',
  objectRef: {
    resource: 'configmaps',
    namespace: 'shop',
    name: 'cart-settings',
    apiVersion: 'v1',
  },
  responseStatus: { metadata: {}, code: 200 },
  requestReceivedTimestamp: '2026-11-20T10:00:00.000000Z',
  stageTimestamp: '2026-11-20T10:00:00.004211Z',
  annotations: {
    'authorization.k8s.io/decision': 'allow',
    'authorization.k8s.io/reason':
      'RBAC: allowed by RoleBinding "cart/shop" of Role "cart" to ServiceAccount "cart/shop"',
  },
};

/** `patch` over `base`: maps are merged key by key, `null` takes a key away, all else replaces. */
export function merge(base: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? merge(isObject(below) ? below : {}, value) : value;
  }
  return merged;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
