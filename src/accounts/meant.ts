import { nearest } from '../text/nearest.ts';
import { identityOf } from './identity.ts';

/**
 * The user of `users` that a mistyped or shortened user name most likely meant; `undefined` where none is near. A
 * ServiceAccount is looked for in its namespace and by its name in others; another user also by the last part of its
 * name: `worker-1` for `system:node:worker-1`, `alice` for `alice@example.com`.
 */
export function meantUser(asked: string, users: readonly string[]): string | undefined {
  const { kind, namespace, name } = identityOf(asked);
  const known = users.map(identityOf);
  const others = known.filter((one) => one.kind !== 'serviceaccount');
  if (kind !== 'serviceaccount') {
    const part = others.find((one) => one.name === asked || one.name.startsWith(`${asked}@`));
    return (
      part?.user ??
      nearest(
        asked,
        others.map(({ user }) => user),
      )
    );
  }
  const accounts = known.filter((one) => one.kind === 'serviceaccount');
  const inside = accounts.filter((one) => one.namespace === namespace);
  const near = nearest(
    name,
    inside.map((one) => one.name),
  );
  const meant =
    inside.find((one) => one.name === near) ?? accounts.find((one) => one.name === name);
  return meant?.user;
}
