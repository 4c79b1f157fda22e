import type { Command } from 'commander';
import { addRuleFlags, outputOption, type RuleFlags, repeatable } from './options.ts';

/** What `satrap rules list` can be told. */
export interface ListFlags extends RuleFlags {
  readonly output?: 'text' | 'json';
}

/** What `satrap rules coverage` can be told. */
export interface CoverageFlags extends ListFlags {
  readonly log: readonly string[];
  readonly policy?: string;
}

type Done = (code: number) => void;

/** Adds `satrap rules list | check | test | explain | coverage`. */
export function addRules(program: Command, done: Done): void {
  const rules = program
    .command('rules')
    .description('list, check, test and explain detection rules, and what they cover');
  addRuleFlags(
    rules.command('list').description('list the rules that raise alerts, and the filters'),
  )
    .addOption(outputOption())
    .action(async (flags: ListFlags) =>
      done(await (await import('./rules-list.ts')).listRules(flags)),
    );
  addRuleFlags(
    rules
      .command('check')
      .description('check rules and filters: errors and doubts with file, line and column')
      .argument(
        '[paths...]',
        'rule files or folders, checked beside the rules that analyze would use',
      ),
  ).action(async (paths: string[], flags: RuleFlags) =>
    done(await (await import('./rules-list.ts')).checkRules(paths, flags)),
  );
  addRuleFlags(
    rules
      .command('test')
      .description('run rule tests: events that must match and events that must not')
      .argument('[paths...]', 'test files or folders (default: the tests of the bundled rules)'),
  ).action(async (paths: string[], flags: RuleFlags) =>
    done(await (await import('./rules-test.ts')).runTests(paths, flags)),
  );
  addRuleFlags(
    rules
      .command('explain')
      .description('show which part of a rule’s condition held for an event, and which did not')
      .argument('<rule>', 'a rule’s name or id')
      .argument('<event-file>', 'a file with one or more events, or -'),
  ).action(async (rule: string, file: string, flags: RuleFlags) =>
    done(await (await import('./explain.ts')).explainEvents(rule, file, flags)),
  );
  addRuleFlags(
    rules
      .command('coverage')
      .description(
        'show what an audit log allows to detect, and which rules do; or what a log or policy hides',
      )
      .addOption(
        repeatable('--log <path>', 'say which rules can’t raise on logs such as these, and why'),
      )
      .option('--policy <file>', 'say which rules can’t raise under this audit policy, and why'),
  )
    .addOption(outputOption())
    .action(async (flags: CoverageFlags) =>
      done(await (await import('./rules-coverage.ts')).showCoverage(flags)),
    );
}
