import type { Credentials } from '../../cluster/pki.ts';
import { userOf } from '../paths.ts';
import type { Mask } from '../scene.ts';

/** Where the attacker calls from, and with what. */

const SCRIPT = { from: '127.0.0.66', userAgent: 'python-requests/2.32.3' };
const TOOL = { from: '127.0.0.77', userAgent: 'kubectl/v1.34.0 (linux/amd64) kubernetes/abcdef0' };

export const ADDRESSES = ['127.0.0.66', '127.0.0.77', '127.0.0.88', '127.0.0.99'];

export const thief = (token: string): Mask => ({
  user: userOf('shop:orders'),
  who: { ...SCRIPT, token },
});

export const runner = (token: string): Mask => ({
  user: userOf('ops:runner'),
  who: { ...TOOL, token },
});

export const billing = (token: string): Mask => {
  const user = userOf('payments:billing');
  return {
    user,
    impersonator: userOf('ops:runner'),
    who: { ...TOOL, token, impersonate: user },
  };
};

export const backup = (token: string): Mask => ({
  user: userOf('kube-system:backup'),
  who: { from: '127.0.0.88', userAgent: 'Go-http-client/2.0', token },
});

export const vault = (token: string): Mask => ({
  user: userOf('shop:vault'),
  who: { ...TOOL, userAgent: 'curl/8.14.1', token },
});

/** The user that the certificate is for. */
export const ADMIN = 'ops-admin@example.com';

export const admin = (credentials: Credentials): Mask => ({
  user: ADMIN,
  who: { from: '127.0.0.99', userAgent: TOOL.userAgent, credentials },
});

/** With the stolen token, when that lets nobody in any more. */
export const nobody = (token: string): Mask => ({ user: null, who: { ...SCRIPT, token } });

/** The pod that is made to get at its account's token. */
export const SHELL = {
  namespace: 'shop',
  name: 'debug-shell',
  account: 'vault',
  node: 'worker-2',
} as const;
