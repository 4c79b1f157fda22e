import { Accounts } from '../accounts/accounts.ts';
import { callOf } from '../accounts/call.ts';
import { isPartial } from '../accounts/concerns.ts';
import { ACCOUNT_FIELDS, GROUPS } from '../accounts/fields.ts';
import { readRbac } from '../accounts/granted.ts';
import { type Inventory, readInventory } from '../accounts/inventory.ts';
import { observing } from '../accounts/observer.ts';
import { Once } from '../accounts/once.ts';
import { accountsReport } from '../accounts/report.ts';
import { accountsText } from '../accounts/text.ts';
import { Uses } from '../accounts/uses.ts';
import { counted } from '../accounts/wording.ts';
import type { Totals } from '../pipeline/totals.ts';
import { jsonLine } from '../text/escape.ts';
import type { AccountsFlags } from './accounts.ts';
import { readKubectl } from './accounts-files.ts';
import { EXIT, say, UsageError } from './exit.ts';
import { readThrough } from './read-through.ts';
import { setUpConfig } from './setup.ts';
import { readingText } from './summary.ts';

const GET_ACCOUNTS = 'kubectl get sa -A -o json > sa.json';
const GET_RBAC =
  'kubectl get roles,rolebindings,clusterroles,clusterrolebindings -A -o json > rbac.json';

/** `satrap accounts`: gives the exit code. */
export async function runAccounts(paths: readonly string[], flags: AccountsFlags): Promise<number> {
  checkTogether(flags);
  const { inventory: file, granted } = flags;
  const inventory =
    file === undefined ? undefined : await readKubectl(file, GET_ACCOUNTS, readInventory);
  const rbac = granted === undefined ? undefined : await readKubectl(granted, GET_RBAC, readRbac);
  const uses =
    flags.role === undefined ? undefined : new Uses(flags.role, { others: flags.impersonated });
  const accounts = new Accounts();
  const once = new Once((call) => {
    accounts.add(call);
    uses?.add(call);
  });
  const fields = uses === undefined ? ACCOUNT_FIELDS : [...ACCOUNT_FIELDS, GROUPS];
  const engine = observing(fields, (record) => {
    const call = callOf(record);
    const rights = uses?.read(record, call);
    once.take(rights === undefined ? call : { ...call, rights }, record);
  });
  const config = await setUpConfig(flags.config, {});
  const looking = { config, engine, summary: readingText };
  const { totals, interrupted } = await readThrough(paths, flags, looking);
  once.end();
  const notes = notesOn(totals, once.forced, interrupted);
  if (uses === undefined) printAccounts(accounts, { totals, inventory, notes, flags });
  else {
    const { printRole } = await import('./accounts-role.ts');
    if (!printRole(uses, { accounts, rbac, notes, flags, json: isJson(flags) })) return EXIT.usage;
  }
  if (interrupted) return EXIT.interrupted;
  return totals.failures > 0 ? EXIT.input : EXIT.done;
}

/** A `UsageError` where flags are given that say nothing together. */
function checkTogether(flags: AccountsFlags): void {
  const { role, granted, inventory, names, namespaces, defaultRights, impersonated } = flags;
  if (role !== undefined) {
    if (inventory === undefined) return;
    throw new UsageError('--inventory and --role are two questions: ask one at a time');
  }
  if (granted !== undefined) {
    throw new UsageError('--granted needs --role: whose rights are they to be compared with?');
  }
  const ofRoles = {
    '--names': names !== undefined,
    '--namespaces': namespaces !== undefined,
    '--default-rights': defaultRights === true,
    '--no-impersonated': !impersonated,
  };
  const [alone] = Object.entries(ofRoles).find(([, isGiven]) => isGiven) ?? [];
  if (alone !== undefined)
    throw new UsageError(`${alone} needs --role: whose role is it to shape?`);
}

function printAccounts(
  accounts: Accounts,
  {
    totals,
    inventory,
    notes,
    flags,
  }: {
    readonly totals: Totals;
    readonly inventory: Inventory | undefined;
    readonly notes: readonly string[];
    readonly flags: AccountsFlags;
  },
): void {
  const { firstEvent: from, lastEvent: to } = totals;
  const report = accountsReport(accounts, { from, to, inventory, notes });
  if (report.accounts.length === 0) say('satrap: there is no request in these logs');
  if (isPartial(report.accounts)) {
    say(
      'satrap: most ServiceAccounts that were used are not in the inventory; it may be of one namespace only: ' +
        'was it made with -A?',
    );
  }
  process.stdout.write(isJson(flags) ? `${jsonLine(report)}\n` : accountsText(report));
}

/** Whether JSON was asked for, or nothing and nobody looks. */
function isJson({ output }: Pick<AccountsFlags, 'output'>): boolean {
  return (output ?? (process.stdout.isTTY === true ? 'text' : 'json')) === 'json';
}

/** What the numbers leave out. */
function notesOn(totals: Totals, forced: number, interrupted: boolean): string[] {
  const { partial, rejects, failures } = totals;
  return [
    ...(interrupted ? ['The run was interrupted: what came behind is missing.'] : []),
    ...(failures > 0 ? ['An input could not be read, or not to its end.'] : []),
    ...(rejects > 0 ? [`${counted(rejects, 'record')} could not be read.`] : []),
    ...(partial > 0
      ? [`${counted(partial, 'event')} cut short: some of the fields may be missing.`]
      : []),
    ...(forced > 0
      ? [`${counted(forced, 'request')} counted before the end, as too many were under way.`]
      : []),
  ];
}
