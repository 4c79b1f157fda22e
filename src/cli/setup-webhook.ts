import { type Command, InvalidArgumentError } from 'commander';
import type { Host } from '../setup/hosts.ts';
import { EXIT, printProblems, say, UsageError } from './exit.ts';

/** What `satrap setup webhook` can be told. */
export interface SetupWebhookFlags {
  readonly host: readonly string[];
  readonly out: string;
  readonly port?: number;
  readonly days: number;
  readonly embed?: boolean;
  readonly kubeconfigDir?: string;
  readonly renew?: boolean;
}

const EXAMPLES = `
Examples:
  satrap setup webhook --host 10.96.0.50,satrap.example.com --out webhook
  satrap setup webhook --renew --out webhook
`;

const PORT = 8443;
const NODE_FOLDER = '/etc/kubernetes/satrap';

/** Adds `satrap setup webhook`. */
export function addSetup(program: Command, done: (code: number) => void): void {
  const setup = program.command('setup').description('prepare a cluster to send its audit events');
  setup
    .command('webhook')
    .summary('write certificates, kubeconfig and kube-apiserver flags for satrap serve')
    .description(
      'Writes what satrap serve and kube-apiserver need to trust each other: a certificate authority, ' +
        'a server and a client certificate, the kubeconfig for --audit-webhook-config-file, an audit ' +
        'policy and the flags, with the next steps in README.txt.',
    )
    .option(
      '--host <names>',
      'names and addresses of satrap serve, by comma; kube-apiserver connects to the first',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .requiredOption('--out <folder>', 'where to write; made for its owner only')
    .option('--port <number>', `port of satrap serve (default: ${PORT})`, wholeNumber(1, 65_535))
    .option(
      '--days <number>',
      'how long the server and client certificates are valid',
      wholeNumber(1, 3650),
      825,
    )
    .option('--embed', 'put the certificates into the kubeconfig instead of beside it')
    .option(
      '--kubeconfig-dir <folder>',
      `where the files will be on the control-plane nodes (default: ${NODE_FOLDER})`,
    )
    .option('--renew', 'new server and client certificates from the authority in --out')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: SetupWebhookFlags) => {
      await run(flags);
      done(EXIT.done);
    });
}

async function run(flags: SetupWebhookFlags): Promise<void> {
  const { SetupError } = await import('../setup/error.ts');
  const hosts = await readHosts(flags);
  try {
    await (flags.renew ? renew(flags, hosts) : create(flags, hosts));
  } catch (error) {
    if (error instanceof SetupError) throw new UsageError(error.message, error.problems);
    throw error;
  }
}

async function create(flags: SetupWebhookFlags, hosts: readonly Host[]): Promise<void> {
  const { out, days, embed = false, port = PORT, kubeconfigDir = NODE_FOLDER } = flags;
  const [first] = hosts;
  if (first === undefined) {
    throw new UsageError('--host is missing: name what kube-apiserver shall connect to');
  }
  if (!/^\/[\w./-]+$/.test(kubeconfigDir)) {
    throw new UsageError(`--kubeconfig-dir must be an absolute path, such as ${NODE_FOLDER}`);
  }
  const { setUpWebhook } = await import('../setup/webhook.ts');
  const { hostNote, inUrl } = await import('../setup/hosts.ts');
  const { webhookReadme } = await import('../setup/readme.ts');
  const nodeFolder = kubeconfigDir.replace(/\/+$/, '');
  const setup = { folder: out, hosts, port, days, embed, nodeFolder, now: new Date() };
  const files = await setUpWebhook(setup);
  const note = hostNote(first);
  if (note !== undefined) {
    printProblems([{ severity: 'warning', file: '--host', line: 0, column: 0, message: note }]);
  }
  say(`wrote ${files.join(', ')} to ${out}\n`);
  process.stdout.write(webhookReadme({ host: inUrl(first), port, embed, nodeFolder, days }));
}

async function renew(flags: SetupWebhookFlags, hosts: readonly Host[]): Promise<void> {
  const { out, days } = flags;
  const idle = (['port', 'embed', 'kubeconfigDir'] as const).find(
    (name) => flags[name] !== undefined,
  );
  if (idle !== undefined) {
    const flag = idle === 'kubeconfigDir' ? 'kubeconfig-dir' : idle;
    throw new UsageError(
      `--${flag} doesn't go with --renew, which keeps it as it is: leave it out`,
    );
  }
  const { renewWebhook } = await import('../setup/webhook.ts');
  const files = await renewWebhook({ folder: out, hosts, days, now: new Date() });
  say(
    `renewed ${files.join(', ')} in ${out}; give both sides the new ones, as README.txt there says`,
  );
}

async function readHosts(flags: SetupWebhookFlags): Promise<readonly Host[]> {
  const { parseHosts } = await import('../setup/hosts.ts');
  const { hosts, problems } = parseHosts(flags.host);
  if (problems.length > 0) throw new UsageError('--host is not usable', problems);
  return hosts;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
  };
}
