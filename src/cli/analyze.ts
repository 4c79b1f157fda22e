import { type Command, InvalidArgumentError } from 'commander';
import type { Profile } from '../config/profile.ts';
import type { Level, Micros } from '../types.ts';
import {
  addRuleFlags,
  levelOption,
  outputOption,
  parseUntil,
  parseWhen,
  profileOption,
  type RuleFlags,
} from './options.ts';

/** What `satrap analyze` can be told. */
export interface AnalyzeFlags extends RuleFlags {
  readonly output?: 'text' | 'json';
  readonly since?: Micros;
  readonly until?: Micros;
  readonly minLevel?: Level;
  readonly profile?: Profile;
  readonly failOn?: Level;
  readonly deadLetter?: string;
  readonly summary?: string;
  readonly jobs?: number;
  readonly quiet?: boolean;
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
  addRuleFlags(command)
    .addOption(outputOption())
    .option('--since <time>', 'leave out events before this time, day, or so long ago', asTime)
    .option('--until <time>', 'leave out events after this time, or after this day', asEnd)
    .addOption(levelOption('--min-level <level>', 'raise no alerts below this level'))
    .addOption(profileOption())
    .addOption(
      levelOption('--fail-on <level>', 'exit with 1 when an alert has this level or a higher one'),
    )
    .option('--dead-letter <file>', 'append what could not be read, with origin, offset and reason')
    .option('--summary <file>', 'write the totals as JSON')
    .option(
      '-j, --jobs <count>',
      'how many threads read and scan; the alerts are the same (default: one for each processor, up to 8)',
      asJobs,
    )
    .option('-q, --quiet', 'no progress and no closing summary')
    .action(async (paths: string[], flags: AnalyzeFlags) => {
      const { runAnalyze } = await import('./analyze-run.ts');
      done(await runAnalyze(paths, flags));
    });
}

function asTime(text: string): Micros {
  return parseWhen(text);
}

function asEnd(text: string): Micros {
  return parseUntil(text);
}

function asJobs(text: string): number {
  const jobs = Number(text);
  if (!/^\d{1,3}$/.test(text) || jobs < 1)
    throw new InvalidArgumentError('Write a number from 1 to 999.');
  return jobs;
}
