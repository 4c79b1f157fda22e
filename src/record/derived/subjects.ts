import type { JsonObject } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import type { Derivation } from './derivation.ts';
import { at, listOf, objectOf, orAbsent, textOf } from './json.ts';
import { OBJECT_READS, writtenObject } from './object.ts';

const NAMESPACE = eventPath('objectRef.namespace');

export const SUBJECTS: Derivation = {
  name: 'subjects',
  summary:
    '`.users` and `.groups` that the binding that was written names; ServiceAccounts are users, as ' +
    '`system:serviceaccount:NAMESPACE:NAME`',
  ofBodies: true,
  reads: [...OBJECT_READS, NAMESPACE],
  open: true,
  value(record) {
    const subjects = listOf(at(writtenObject(record), 'subjects')).map(objectOf);
    if (subjects.length === 0) return undefined;
    const own = textOf(record.field(NAMESPACE));
    const users = orAbsent(subjects.flatMap((subject) => userOf(subject, own)));
    const groups = orAbsent(
      subjects.flatMap((subject) => (at(subject, 'kind') === 'Group' ? nameOf(subject) : [])),
    );
    return { ...(users && { users }), ...(groups && { groups }) };
  },
};

function userOf(subject: JsonObject | undefined, own: string | undefined): string[] {
  const kind = at(subject, 'kind');
  if (kind === 'User') return nameOf(subject);
  if (kind !== 'ServiceAccount') return [];
  const namespace = textOf(at(subject, 'namespace')) ?? own ?? '';
  return nameOf(subject).map((name) => `system:serviceaccount:${namespace}:${name}`);
}

function nameOf(subject: JsonObject | undefined): string[] {
  const name = textOf(at(subject, 'name'));
  return name === undefined ? [] : [name];
}
