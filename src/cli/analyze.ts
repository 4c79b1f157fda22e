import type { Command } from 'commander';
import type { Profile } from '../config/profile.ts';
import type { Level } from '../types.ts';
import { loadEarly } from './early-thread.ts';
import {
  addReadingFlags,
  addRuleFlags,
  baselineOption,
  levelOption,
  outputOption,
  profileOption,
  type ReadingFlags,
  type RuleFlags,
} from './options.ts';

/** What `satrap analyze` can be told. */
export interface AnalyzeFlags extends RuleFlags, ReadingFlags {
  readonly output?: 'text' | 'json';
  readonly minLevel?: Level;
  readonly profile?: Profile;
  readonly failOn?: Level;
  readonly deadLetter?: string;
  readonly summary?: string;
}

const EXAMPLES = `
Examples:
  satrap analyze /var/log/kubernetes/audit
  satrap analyze 'node-*/audit*.log.gz' --since 2026-11-20 --fail-on high
  kubectl logs -n kube-system kube-apiserver-node1 | satrap analyze -
`;

/** Adds `satrap analyze`. */
export function addAnalyze(program: Command, done: (code: number) => void): void {
  const command = program
    .command('analyze')
    .summary('read audit logs, run rules, print alerts')
    .description(
      'Reads Kubernetes audit logs, runs detection rules and delivers alerts. Rotated sets are read ' +
        'oldest first; the logs of several nodes are merged by event time.',
    )
    .argument('[paths...]', 'files, folders, globs, or - for standard input')
    .addHelpText('after', EXAMPLES);
  addReadingFlags(addRuleFlags(command), 'the alerts are')
    .addOption(outputOption())
    .addOption(levelOption('--min-level <level>', 'raise no alerts below this level'))
    .addOption(profileOption())
    .addOption(
      levelOption('--fail-on <level>', 'exit with 1 when an alert has this level or a higher one'),
    )
    .addOption(baselineOption())
    .option('--dead-letter <file>', 'append what could not be read, with origin, offset and reason')
    .option('--summary <file>', 'write the totals as JSON')
    .action(async (paths: string[], flags: AnalyzeFlags) => {
      const early = await loadEarly(paths, flags.jobs);
      try {
        const { runAnalyze } = await import('./analyze-run.ts');
        done(await runAnalyze(paths, flags, early));
      } finally {
        await early?.worker.terminate();
      }
    });
}
