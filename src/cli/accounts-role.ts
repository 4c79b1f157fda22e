import type { Accounts } from '../accounts/accounts.ts';
import { grantedTo, type Rbac } from '../accounts/granted.ts';
import { grantedText } from '../accounts/granted-text.ts';
import { identityOf, titleOf } from '../accounts/identity.ts';
import { meantUser } from '../accounts/meant.ts';
import { neededRoles } from '../accounts/role.ts';
import { roleHeading } from '../accounts/role-heading.ts';
import { rolesReport } from '../accounts/role-report.ts';
import { roleYaml } from '../accounts/role-yaml.ts';
import type { Uses } from '../accounts/uses.ts';
import { jsonLine, printable } from '../text/escape.ts';
import type { AccountsFlags } from './accounts.ts';
import { say } from './exit.ts';

/** Beside an account's uses. */
export interface RoleContext {
  readonly accounts: Accounts;
  readonly rbac: Rbac | undefined;
  readonly notes: readonly string[];
  readonly flags: AccountsFlags;
  /** Where both make sense. */
  readonly json: boolean;
}

/**
 * Prints what an account needs: YAML, or JSON where that was asked for; with roles and bindings given, what of
 * them was never used. `false` when the account isn't in the logs, which is told.
 */
export function printRole(
  uses: Uses,
  { accounts, rbac, notes, flags, json }: RoleContext,
): boolean {
  const identity = identityOf(uses.user);
  const account = accounts.get(uses.user);
  if (account === undefined) {
    sayUnknown(uses.user, accounts);
    return false;
  }
  const { names = 20, namespaces = 20, defaultRights: defaults = false } = flags;
  const needed = neededRoles(uses, { names, namespaces, defaults });
  const granted = rbac && grantedTo(rbac, identity, uses.groups);
  const addresses = account.addresses.sorted().map(([address]) => address);
  const { report, grantings } = rolesReport(uses, needed, { granted, notes });
  if (report.granted !== null && !json) {
    process.stdout.write(grantedText(report, report.granted));
  } else if (report.granted !== null || flags.output === 'json') {
    process.stdout.write(`${jsonLine(report)}\n`);
  } else process.stdout.write(roleYaml(grantings, roleHeading(report, addresses)));
  return true;
}

function sayUnknown(user: string, accounts: Accounts): void {
  const title = printable(titleOf(identityOf(user)), 330);
  const meant = meantUser(
    user,
    accounts.all().map(({ identity }) => identity.user),
  );
  const hint =
    meant === undefined ? '' : `; did you mean ${printable(titleOf(identityOf(meant)))}?`;
  say(`satrap: ${title} made no request in these logs${hint}`);
}
