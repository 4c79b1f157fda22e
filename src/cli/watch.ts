import { type Command, Option } from 'commander';
import { addLiveFlags, type LiveFlags } from './live-flags.ts';

/** What `satrap watch` can be told. */
export interface WatchFlags extends LiveFlags {
  readonly from: 'beginning' | 'end';
}

const EXAMPLES = `
Examples:
  satrap watch /var/log/kubernetes/audit
  satrap watch /var/log/kubernetes/audit/audit.log -o json | my-pager
  satrap watch '/var/log/pods/kube-system_kube-apiserver-*/*/*.log'

A restart goes on where the last run ended, through rotation and compression in between. SIGHUP reads the
rules anew; SIGTERM ends it.
`;

/** Adds `satrap watch`. */
export function addWatch(program: Command, done: (code: number) => void): void {
  const command = program
    .command('watch')
    .summary('follow audit logs on a control-plane node, and alert at once')
    .description(
      'Follows audit logs through every rotation, runs detection rules, and delivers alerts as events ' +
        'are written. What it knows survives a restart: no line is lost, none counts twice.',
    )
    .argument('<paths...>', 'files, folders or globs')
    .addHelpText('after', EXAMPLES);
  addLiveFlags(command)
    .addOption(
      new Option('--from <place>', 'where to begin on the very first start')
        .choices(['beginning', 'end'])
        .default('beginning'),
    )
    .action(async (paths: string[], flags: WatchFlags) => {
      const { runWatch } = await import('./watch-run.ts');
      done(await runWatch(paths, flags));
    });
}
