import { Command, CommanderError } from 'commander';
import { addAccounts } from './accounts.ts';
import { addAnalyze } from './analyze.ts';
import { addBaseline } from './baseline.ts';
import { addConfig } from './config.ts';
import { EXIT, printProblems, say, UsageError } from './exit.ts';
import { addInvestigate } from './investigate.ts';
import { addPolicy } from './policy.ts';
import { addRules } from './rules.ts';
import { addServe } from './serve.ts';
import { addSetup } from './setup-webhook.ts';
import { version } from './version.ts';
import { addWatch } from './watch.ts';

/** Runs one command line; gives the process's exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = createProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error);
  }
}

/** The command tree; `done` is told what a command's exit code shall be. */
export function createProgram(done: (code: number) => void): Command {
  const program = new Command('satrap')
    .description(
      'Streaming analyzer for Kubernetes audit logs: reads audit events, runs Sigma rules, ' +
        'and tells you which ServiceAccount is being abused.',
    )
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError("(run 'satrap --help' for help)")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  addAnalyze(program, done);
  addInvestigate(program, done);
  addWatch(program, done);
  addServe(program, done);
  addRules(program, done);
  addPolicy(program, done);
  addAccounts(program, done);
  addBaseline(program, done);
  addConfig(program, done);
  addSetup(program, done);
  return program;
}

function explainFailure(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  if (error instanceof Error && error.name === 'DeliveryError') {
    say(`satrap: ${error.message}`);
    return EXIT.sink;
  }
  if (error instanceof Error && error.name === 'StateError') {
    say(`satrap: ${error.message}`);
    return EXIT.usage;
  }
  if (error instanceof UsageError) {
    printProblems(error.problems);
    say(`satrap: ${error.message}`);
    return EXIT.usage;
  }
  say(
    `satrap: this is a bug in satrap, please report it: ${(error as Error).stack ?? String(error)}`,
  );
  return EXIT.bug;
}
