import { type Command, InvalidArgumentError } from 'commander';
import { addReadingFlags, outputOption, type ReadingFlags } from './options.ts';

/** What `satrap accounts` can be told. */
export interface AccountsFlags extends ReadingFlags {
  readonly config?: string;
  readonly output?: 'text' | 'json';
  readonly inventory?: string;
  /** The account's user name. */
  readonly role?: string;
  readonly granted?: string;
  readonly names?: number;
  readonly namespaces?: number;
  readonly defaultRights?: boolean;
  readonly impersonated: boolean;
}

const EXAMPLES = `
Examples:
  satrap accounts /var/log/kubernetes/audit --since 90d
  kubectl get sa -A -o json > sa.json
  satrap accounts /var/log/kubernetes/audit --inventory sa.json
  satrap accounts /var/log/kubernetes/audit --role shop:cart > role.yaml
  kubectl get roles,rolebindings,clusterroles,clusterrolebindings -A -o json > rbac.json
  satrap accounts /var/log/kubernetes/audit --role shop:cart --granted rbac.json -o text
`;

/** Adds `satrap accounts`. */
export function addAccounts(program: Command, done: (code: number) => void): void {
  const command = program
    .command('accounts')
    .summary('who used the API, what for, and the smallest role for it')
    .description(
      'Reads Kubernetes audit logs and lists every ServiceAccount, user and node in them: when it was used, what ' +
        'for, from where and with which credentials. With --role, prints the smallest role for one of them.',
    )
    .argument('[paths...]', 'files, folders, globs, or - for standard input')
    .addHelpText('after', EXAMPLES)
    .option(
      '-c, --config <file>',
      'configuration file (default: ./satrap.yaml where there is one)',
    );
  addReadingFlags(command, 'the report is')
    .addOption(outputOption())
    .option('--inventory <file>', 'what `kubectl get sa -A -o json` prints: who was never used')
    .option(
      '--role <ns:name>',
      'print roles and bindings for what this ServiceAccount was allowed; user:NAME for a user',
      parseAccount,
    )
    .option(
      '--granted <file>',
      'with --role: what `kubectl get roles,rolebindings,clusterroles,clusterrolebindings -A -o json` prints; ' +
        'say what of it was never used',
    )
    .option(
      '--names <count>',
      'with --role: roles list at most so many names of a kind (default: 20)',
      parseCount,
    )
    .option(
      '--namespaces <count>',
      'with --role: what was done in more namespaces is granted in all (default: 20)',
      parseCount,
    )
    .option('--default-rights', 'with --role: roles have what Kubernetes grants to everybody, too')
    .option('--no-impersonated', 'with --role: roles leave out what others did in its name')
    .action(async (paths: string[], flags: AccountsFlags) =>
      done(await (await import('./accounts-run.ts')).runAccounts(paths, flags)),
    );
}

/** Gives the user name. */
function parseAccount(text: string): string {
  if (text.startsWith('system:') || text.startsWith('user:')) {
    const user = text.replace(/^user:/, '');
    if (user !== '') return user;
  }
  if (/^[^:]+:[^:]+$/.test(text)) return `system:serviceaccount:${text}`;
  throw new InvalidArgumentError(
    'Write NAMESPACE:NAME of a ServiceAccount, or user:NAME of a user.',
  );
}

function parseCount(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Write a number from 0 to 9999.');
  return Number(text);
}
