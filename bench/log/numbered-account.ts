/** What an event says of who sent it, in this order. */
export interface Sender {
  readonly user: object;
  readonly sourceIPs: readonly [string];
  readonly userAgent: string;
}

/**
 * A ServiceAccount by its number, below 10⁷: a pod with one address that runs one program. The JSON text has the
 * same length whatever the number, so that one account can be written over another.
 */
export function numberedSender(number: number): Sender {
  const part = (divisor: number) => 100 + (Math.floor(number / divisor) % 150);
  return {
    user: userOf(number),
    sourceIPs: [`10.${part(22_500)}.${part(150)}.${part(1)}`],
    userAgent: `controller-${String(number % 30).padStart(2, '0')}/v1.34.1 (linux/amd64) kubernetes/7b1d3a2`,
  };
}

function userOf(number: number): object {
  const digits = String(number).padStart(7, '0');
  const namespace = `team-${String(number % 40).padStart(2, '0')}`;
  const uuid = (kind: number) => `0${digits}-${kind}000-4000-8000-00000${digits}`;
  return {
    username: `system:serviceaccount:${namespace}:app-${digits}`,
    uid: uuid(1),
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${uuid(2)}`],
      'authentication.kubernetes.io/node-name': [`worker-${String(number % 25).padStart(2, '0')}`],
      'authentication.kubernetes.io/pod-name': [`app-${digits}-5f6d8b7c9d-x2x4z`],
      'authentication.kubernetes.io/pod-uid': [uuid(3)],
    },
  };
}
