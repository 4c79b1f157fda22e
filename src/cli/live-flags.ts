import type { Command } from 'commander';
import {
  addRuleFlags,
  baselineOption,
  levelOption,
  outputOption,
  profileOption,
  type RuleFlags,
} from './options.ts';

/** What every live command can be told. */
export interface LiveFlags extends RuleFlags {
  readonly output?: 'text' | 'json';
  readonly stateDir?: string;
  readonly stateReset?: boolean;
  readonly metrics?: string;
}

/** Adds the flags that every live command has. */
export function addLiveFlags(command: Command): Command {
  return addRuleFlags(command)
    .addOption(outputOption())
    .addOption(baselineOption())
    .addOption(levelOption('--min-level <level>', 'raise no alerts below this level'))
    .addOption(profileOption())
    .option(
      '--state-dir <folder>',
      'where state, spool and dead letters are kept (default: /var/lib/satrap for root, else ~/.local/state/satrap)',
    )
    .option('--state-reset', 'forget the state, and read and alert as on the first start')
    .option('--metrics <host:port>', 'serve /metrics, /healthz and /readyz there');
}
