import type { Command } from 'commander';
import type { Level } from '../types.ts';
import { addRuleFlags, levelOption, type RuleFlags, repeatable } from './options.ts';

/** What `satrap policy generate` can be told. */
export interface GenerateFlags extends RuleFlags {
  readonly tag: readonly string[];
  readonly level?: Level;
  readonly keepNoise?: boolean;
}

type Done = (code: number) => void;

/** Adds `satrap policy generate | check`. */
export function addPolicy(program: Command, done: Done): void {
  const policy = program
    .command('policy')
    .description('make and check audit policies for kube-apiserver');
  addRuleFlags(
    policy
      .command('generate')
      .description(
        'print the smallest audit policy that feeds the rules, and writes no secrets to the log',
      ),
  )
    .addOption(
      repeatable('--tag <tag>', 'only rules with this tag, such as satrap.b11 or attack.t1552'),
    )
    .addOption(levelOption('--level <level>', 'only rules of this level and above'))
    .option('--keep-noise', 'log what the control plane does all day as well')
    .action(async (flags: GenerateFlags) =>
      done(await (await import('./policy-generate.ts')).generate(flags)),
    );
  addRuleFlags(
    policy
      .command('check')
      .description(
        'say what an audit policy hides, from which rules, and which secrets it writes to the log',
      )
      .argument('<file>', 'an audit policy'),
  ).action(async (file: string, flags: RuleFlags) =>
    done(await (await import('./policy-check.ts')).check(file, flags)),
  );
}
