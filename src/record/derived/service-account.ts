import type { AuditRecord, Json } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import { ofOneField } from './derivation.ts';
import { textOf } from './json.ts';

const USER = eventPath('user.username');
const PREFIX = 'system:serviceaccount:';

export const SERVICE_ACCOUNT = ofOneField(
  {
    name: 'serviceAccount',
    summary: '`.namespace` and `.name` of the ServiceAccount that sent the request',
    open: true,
  },
  USER,
  accountOf,
);

/** A ServiceAccount. */
type Account = Readonly<Record<'namespace' | 'name', string>>;

/** The ServiceAccount that sent a request, by the form of its name, which no other user can have. */
export function serviceAccount(record: AuditRecord): Account | undefined {
  return accountOf(record.field(USER));
}

function accountOf(value: Json | undefined): Account | undefined {
  const user = textOf(value);
  if (user === undefined || !user.startsWith(PREFIX)) return undefined;
  const [namespace, name, ...rest] = user.slice(PREFIX.length).split(':');
  return namespace && name && rest.length === 0 ? { namespace, name } : undefined;
}
