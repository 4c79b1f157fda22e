import { meantUser } from '../accounts/meant.ts';
import { FLAGS, type Start } from '../investigate/starts.ts';
import { accountOf, type Caller, userOf } from '../investigate/trail/caller.ts';
import { printable } from '../text/escape.ts';
import { nearest } from '../text/nearest.ts';
import { say } from './exit.ts';

/** Says of each start that isn't in the logs that it is not, and what may have been meant. */
export function tellMissing(missing: readonly Start[], callers: readonly Caller[]): void {
  for (const { kind, value } of missing) {
    if (kind === 'alert') {
      say(
        `satrap: no alert ${value} is raised by these logs with these rules: an id is of one log, so use the files, ` +
          'the configuration, --since and --until of the run that printed it',
      );
      continue;
    }
    const meant = MEANT[kind]?.(value, callers);
    const hint = meant === undefined ? '' : `; did you mean ${printable(meant, 330)}?`;
    say(`satrap: ${FLAGS[kind]} ${printable(value, 330)} is not in these logs${hint}`);
  }
}

type Meant = (value: string, callers: readonly Caller[]) => string | undefined;

/** Ids and addresses that look alike are not the same by a slip. */
const MEANT: Partial<Readonly<Record<Start['kind'], Meant>>> = {
  serviceAccount(value, callers) {
    const [namespace = '', name = ''] = value.split(':');
    const user = meantUser(userOf(namespace, name), usersOf(callers));
    return user?.replace('system:serviceaccount:', '');
  },
  user: (value, callers) => meantUser(value, usersOf(callers)),
  pod: (value, callers) => nearest(value, callers.flatMap(podOf)),
  userAgent: (value, callers) =>
    nearest(
      value,
      callers.flatMap(({ program }) => program ?? []),
    ),
};

function usersOf(callers: readonly Caller[]): string[] {
  return [...new Set(callers.map(({ user }) => user))].filter((user) => user !== '');
}

function podOf({ user, pod }: Caller): string | [] {
  return pod === null ? [] : `${accountOf(user)?.namespace ?? ''}/${pod}`;
}
