import type { AuditRecord } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import type { Derivation } from './derivation.ts';
import { textOf } from './json.ts';

const USER = eventPath('user.username');
const PREFIX = 'system:serviceaccount:';

export const SERVICE_ACCOUNT: Derivation = {
  name: 'serviceAccount',
  summary: '`.namespace` and `.name` of the ServiceAccount that sent the request',
  reads: [USER],
  open: true,
  value: (record) => serviceAccount(record),
};

/** A ServiceAccount. */
type Account = Readonly<Record<'namespace' | 'name', string>>;

/** The ServiceAccount that sent a request, by the form of its name, which no other user can have. */
export function serviceAccount(record: AuditRecord): Account | undefined {
  const user = textOf(record.field(USER));
  if (user === undefined || !user.startsWith(PREFIX)) return undefined;
  const [namespace, name, ...rest] = user.slice(PREFIX.length).split(':');
  return namespace && name && rest.length === 0 ? { namespace, name } : undefined;
}
