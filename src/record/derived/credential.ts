import type { AuditRecord } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import type { Derivation } from './derivation.ts';
import { textOf } from './json.ts';
import { sourceIP } from './origin.ts';
import { serviceAccount } from './service-account.ts';

const USER = eventPath('user.username');
const CREDENTIAL = eventPath('user.extra.authentication.kubernetes.io/credential-id');
const POD = eventPath('user.extra.authentication.kubernetes.io/pod-name');

export const CREDENTIAL_KEY: Derivation = {
  name: 'credential',
  summary:
    'what the caller holds: its credential-id (Kubernetes 1.30 and newer), else the pod of its token, as ' +
    '`pod:NAMESPACE/NAME`, else `USER@ADDRESS`',
  reads: [CREDENTIAL, POD, USER, eventPath('sourceIPs')],
  value: credential,
};

function credential(record: AuditRecord): string | undefined {
  const id = textOf(record.field(CREDENTIAL));
  if (id !== undefined) return id;
  const pod = textOf(record.field(POD));
  const account = pod === undefined ? undefined : serviceAccount(record);
  if (account !== undefined) return `pod:${account.namespace}/${pod}`;
  const user = textOf(record.field(USER));
  return user === undefined ? undefined : `${user}@${sourceIP(record) ?? ''}`;
}
