import type { Command } from 'commander';
import {
  addReadingFlags,
  addRuleFlags,
  baselineOption,
  type ReadingFlags,
  type RuleFlags,
} from './options.ts';

/** What `satrap baseline learn` can be told. */
export interface LearnFlags extends RuleFlags, ReadingFlags {
  readonly out: string;
  readonly baseline?: string;
}

/** What `satrap baseline export` and `import` can be told. */
export interface TransferFlags extends RuleFlags {
  readonly stateDir?: string;
}

type Done = (code: number) => void;

const EXAMPLES = `
Examples:
  satrap baseline learn /var/log/kubernetes/audit --out learned.jsonl
  satrap analyze suspicious.log --baseline learned.jsonl
  satrap baseline export --state-dir /var/lib/satrap --out learned.jsonl
  satrap baseline import learned.jsonl --state-dir /var/lib/satrap

The file has one JSON object a line and can be read and compared. What a rule learned is used as long as the
rule looks at the same events and fields.
`;

const STATE_DIR =
  'where the state is kept (default: /var/lib/satrap for root, else ~/.local/state/satrap)';

/** Adds `satrap baseline learn | export | import`. */
export function addBaseline(program: Command, done: Done): void {
  const baseline = program
    .command('baseline')
    .description('learn what is usual from old logs, and carry what was learned elsewhere')
    .addHelpText('after', EXAMPLES);
  addLearn(baseline, done);
  addRuleFlags(
    baseline
      .command('export')
      .summary('write what watch or serve has learned to a file')
      .description(
        'Writes what the baselines of a stopped watch or serve know to a file, which only its owner may read.',
      ),
  )
    .option('--state-dir <folder>', STATE_DIR)
    .requiredOption('--out <file>', 'the file to write; one that is there is replaced')
    .action(async (flags: TransferFlags & { readonly out: string }) =>
      done(await (await import('./baseline-transfer.ts')).exportLearned(flags)),
    );
  addRuleFlags(
    baseline
      .command('import')
      .summary('add what was learned elsewhere to what watch or serve knows')
      .description(
        'Adds what a file holds to what the baselines of a stopped watch or serve know: of two times since ' +
          'when something is known, the earlier counts; of two at which it was last seen, the later.',
      )
      .argument('<file>', 'what satrap baseline learn or export wrote'),
  )
    .option('--state-dir <folder>', STATE_DIR)
    .action(async (file: string, flags: TransferFlags) =>
      done(await (await import('./baseline-transfer.ts')).importLearned(file, flags)),
    );
}

function addLearn(baseline: Command, done: Done): void {
  const command = baseline
    .command('learn')
    .summary('read old logs and write what the baselines learned of them')
    .description(
      'Reads audit logs as analyze does and raises no alerts. Writes what baselines learned to a file, which ' +
        'only its owner may read: analyze, watch and serve begin with it where they are given --baseline. ' +
        'The time that the logs span counts as learning.',
    )
    .argument('<paths...>', 'files, folders, globs, or - for standard input');
  addReadingFlags(addRuleFlags(command), 'what is learned is')
    .addOption(baselineOption())
    .requiredOption('--out <file>', 'the file to write; one that is there is replaced')
    .action(async (paths: string[], flags: LearnFlags) =>
      done(await (await import('./learn-run.ts')).runLearn(paths, flags)),
    );
}
