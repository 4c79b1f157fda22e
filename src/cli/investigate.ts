import { type Command, InvalidArgumentError, type Option } from 'commander';
import { readStart, type Start } from '../investigate/starts.ts';
import {
  addReadingFlags,
  addRuleFlags,
  baselineOption,
  outputOption,
  type ReadingFlags,
  type RuleFlags,
  repeatable,
} from './options.ts';

/** What `satrap investigate` can be told. */
export interface InvestigateFlags extends RuleFlags, ReadingFlags {
  readonly serviceAccount: readonly Start[];
  readonly credential: readonly Start[];
  readonly pod: readonly Start[];
  readonly sourceIp: readonly Start[];
  readonly user: readonly Start[];
  readonly userAgent: readonly Start[];
  readonly alert: readonly Start[];
  readonly depth: number;
  readonly output?: 'text' | 'json';
  readonly html?: string;
  readonly all?: boolean;
}

const EXAMPLES = `
At least one of the flags that say where to start is needed; each may be given several times.

Examples:
  satrap investigate /var/log/kubernetes/audit --service-account payments:checkout
  satrap investigate audit.log --credential JTI=0560605d-d33c-4b0c-8b68-2dd32c2bcdf2 --html report.html
  satrap investigate 'node-*/audit*.log.gz' --source-ip 198.51.100.23 --since 2026-11-20
  satrap investigate audit.log --alert 3f0c8a6b5d1e -o json
`;

/** Adds `satrap investigate`. */
export function addInvestigate(program: Command, done: (code: number) => void): void {
  const command = program
    .command('investigate')
    .summary('follow a stolen credential through audit logs and tell its story')
    .description(
      'Follows a ServiceAccount, a credential, a pod, an address, a user or an alert through Kubernetes audit ' +
        'logs, and whoever is reached from there, and reports what was done, what may have been taken, what was ' +
        'left behind and what to do. Logs are read several times; standard input is kept in a temporary file ' +
        'until then.',
    )
    .argument('[paths...]', 'files, folders, globs, or - for standard input')
    .addHelpText('after', EXAMPLES)
    .addOption(startOption('--service-account <ns:name>', 'a ServiceAccount', 'serviceAccount'))
    .addOption(
      startOption(
        '--credential <id>',
        'a token (JTI=…) or certificate (X509SHA256=…)',
        'credential',
      ),
    )
    .addOption(startOption('--pod <ns/name>', 'the token of a pod', 'pod'))
    .addOption(startOption('--source-ip <address>', 'whoever comes from an address', 'sourceIP'))
    .addOption(startOption('--user <name>', 'a user, or a node: system:node:NAME', 'user'))
    .addOption(startOption('--user-agent <agent>', 'a program, or a whole user agent', 'userAgent'))
    .addOption(
      startOption(
        '--alert <id>',
        'whoever raised an alert of satrap analyze: 6 or more first digits of its id',
        'alert',
      ),
    )
    .option('--depth <links>', 'how many links are followed from there', parseDepth, DEPTH);
  addReadingFlags(addRuleFlags(command), 'the report is', 'no progress')
    .addOption(baselineOption())
    .addOption(outputOption())
    .option('--html <file>', 'write the report as one self-contained page, too')
    .option('--all', "text: list everything, the account's own requests too")
    .action(async (paths: string[], flags: InvestigateFlags) => {
      const { runInvestigate } = await import('./investigate-run.ts');
      done(await runInvestigate(paths, flags));
    });
}

const DEPTH = 4;

function parseDepth(text: string): number {
  const depth = Number(text);
  if (!/^\d{1,2}$/.test(text) || depth > 16)
    throw new InvalidArgumentError('Write a number from 0 to 16.');
  return depth;
}

const FORMS: Readonly<Record<Start['kind'], string>> = {
  serviceAccount: 'NAMESPACE:NAME',
  credential: 'JTI=… or X509SHA256=…, as in an event’s user.extra',
  pod: 'NAMESPACE/NAME',
  sourceIP: 'an address, such as 198.51.100.23',
  user: 'a user name',
  userAgent: 'a user agent',
  alert: 'the id of an alert, as satrap analyze prints it, or 6 or more first digits of it',
};

function startOption(flags: string, description: string, kind: Start['kind']): Option {
  return repeatable(flags, `start from ${description}`).argParser(
    (text: string, all: readonly Start[]) => {
      const start = readStart(kind, text);
      if (start === undefined) throw new InvalidArgumentError(`Write ${FORMS[kind]}.`);
      return [...all, start];
    },
  );
}
