import type { Random } from '../random.ts';

/** Twice the escapes of a real manifest, and what looks like an audit event but is none. */
const LOOKALIKE = JSON.stringify({
  verb: 'list',
  user: { username: 'system:serviceaccount:team-1:app-1' },
  objectRef: { resource: 'secrets' },
});

/** An object as an API server logs it, of about so many bytes: deep, with long strings, escapes and letters beyond ASCII. */
export function bodyOf(bytes: number, random: Random): object {
  const container = () => ({
    name: `container-${random(1e6)}`,
    image: `registry.example/team-${random(40)}/app@sha256:${digits(64, random)}`,
    env: [
      { name: `TOKEN_${random(1e6)}`, value: digits(96, random) },
      {
        name: 'TEMPLATE',
        value: `{"verb":"list"}\n\tpath: "C:\\${random(1e6)}" # día ${random(9)}`,
      },
    ],
    resources: { limits: { cpu: `${random(2000)}m`, memory: `${random(4096)}Mi` } },
  });
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': LOOKALIKE },
      managedFields: [
        { manager: 'kubelet', operation: 'Update', fieldsV1: { 'f:status': { 'f:phase': {} } } },
      ],
    },
    spec: { containers: Array.from({ length: Math.max(1, Math.round(bytes / 430)) }, container) },
    user: { username: 'system:serviceaccount:team-2:app-2' },
    verb: 'list',
  };
}

function digits(count: number, random: Random): string {
  let text = '';
  while (text.length < count)
    text += random(2 ** 24)
      .toString(16)
      .padStart(6, '0');
  return text.slice(0, count);
}
