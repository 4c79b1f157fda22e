import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Alert } from '../../../src/types.ts';
import { SATRAP } from '../../cli/run.ts';
import { type Child, watched } from '../cluster/child.ts';

/** A live satrap command, through all its restarts. */
export interface Live extends AsyncDisposable {
  /** Configuration for `analyze`: the same, but for the sinks. */
  readonly analysisConfig: string;
  /** Every alert that was printed so far, repeats included. */
  readonly alerts: readonly Alert[];
  /** What it had to say, for messages of failed tests. */
  readonly complaints: string;
  start(): void;
  /** Ends it as a power failure would. */
  kill(): Promise<void>;
  /** Asks it to end; gives its exit code. */
  stop(): Promise<number | null>;
}

/** How a test wants it configured. */
export interface LiveOptions {
  /** Survives restarts; made where there is none. */
  readonly stateDir: string;
  /** How late events may come, such as `1s`; longer where batches are sent again. */
  readonly lateness: string;
  /** Raise an alert for every event, so that counts tell whether each was seen exactly once. */
  readonly countAll?: boolean;
  /** Beside standard output. */
  readonly sinks?: readonly object[];
}

const COUNT_ALL = resolve(import.meta.dirname, '../rules/every_event.yml');

/** Prepares `satrap COMMAND … -o json`; `start` starts it. */
export async function createLive(args: readonly string[], options: LiveOptions): Promise<Live> {
  const { stateDir, lateness, countAll = false, sinks = [] } = options;
  const config = { correlation: { lateness }, rules: { add: countAll ? [COUNT_ALL] : [] } };
  const folder = dirname(stateDir);
  const path = join(folder, 'satrap.yaml');
  const analysisConfig = join(folder, 'analysis.yaml');
  await mkdir(stateDir, { recursive: true });
  // JSON is YAML.
  await writeFile(path, JSON.stringify({ ...config, sinks: [{ type: 'stdout' }, ...sinks] }));
  await writeFile(analysisConfig, JSON.stringify(config));
  const command = [SATRAP, ...args, '--state-dir', stateDir, '--config', path, '-o', 'json'];

  const alerts: Alert[] = [];
  let complaints = '';
  let running: Child | undefined;
  const end = async (signal: NodeJS.Signals) => {
    const code = await running?.stop(signal);
    running = undefined;
    return code ?? null;
  };
  return {
    analysisConfig,
    alerts,
    get complaints() {
      return complaints.slice(-4000);
    },
    start() {
      const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
      readAlerts(child.stdout, alerts);
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        complaints += text;
      });
      running = watched(child, `satrap ${args[0]}`);
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}

/** Takes in whole lines; what a kill cut off was not delivered. */
function readAlerts(stdout: NodeJS.ReadableStream, alerts: Alert[]): void {
  let rest = '';
  stdout.setEncoding('utf8');
  stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') alerts.push(JSON.parse(line) as Alert);
  });
}
