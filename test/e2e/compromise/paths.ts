/** Where kube-apiserver has things. */

export const RBAC = '/apis/rbac.authorization.k8s.io/v1';
export const AUTHORIZATION = '/apis/authorization.k8s.io/v1';
export const CERTIFICATES = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
export const ADMISSION = '/apis/admissionregistration.k8s.io/v1';

/** Of the core group: `core('shop', 'secrets/db')`. */
export const core = (namespace: string, rest: string): string =>
  `/api/v1/namespaces/${namespace}/${rest}`;

/** Of a named group: `grouped('batch/v1', 'shop', 'cronjobs')`. */
export const grouped = (version: string, namespace: string, rest: string): string =>
  `/apis/${version}/namespaces/${namespace}/${rest}`;

/** `system:serviceaccount:shop:orders` of `shop:orders`. */
export const userOf = (account: string): string => `system:serviceaccount:${account}`;
