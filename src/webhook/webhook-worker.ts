import { parentPort } from 'node:worker_threads';
import { openSpool, type Spool } from '../spool/index.ts';
import { type CallPort, joinCalls } from './calls.ts';
import { within } from './patience.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import type { ProgramCalls, ThreadCounts, ThreadOptions } from './thread-calls.ts';

/** What the thread offers. */
export type WorkerCalls = {
  /** Opens the spool and starts the receiver; gives where it listens. */
  start(options: ThreadOptions): Promise<Receiver['address']>;
  counts(nothing: undefined): ThreadCounts;
  reload(nothing: undefined): Promise<void>;
  /** Milliseconds until what is left is cut. Gives the last counts; the thread then ends. */
  stop(deadline: number): Promise<ThreadCounts>;
};

/** Milliseconds between two reports of the counts. */
const REPORT = 250;
/** Milliseconds that a probe and a scrape wait for a busy program. */
const PATIENCE = { ready: 2000, metrics: 8000 };

interface Running {
  readonly spool: Spool;
  readonly receiver: Receiver;
}

/** What runs in the thread: a spool, and the receiver that fills it. */
function serveThread(port: CallPort & { close(): void }): void {
  let running: Running | undefined;
  let reports: NodeJS.Timeout | undefined;

  const need = (): Running => {
    if (running === undefined) throw new Error('the receiver is not running');
    return running;
  };
  const counts = (): ThreadCounts => {
    const { receiver, spool } = need();
    return { receiver: receiver.counts, spool: spool.counts };
  };

  const calls: WorkerCalls = {
    async start(options) {
      running = await start(options, call);
      reports = setInterval(() => void call('counts', counts()).catch(ignore), REPORT);
      return running.receiver.address;
    },
    counts,
    reload: () => need().receiver.reload(),
    async stop(deadline) {
      const { receiver, spool } = need();
      await receiver.stop(deadline);
      await spool.close();
      clearInterval(reports);
      // What is under way on the port goes out first.
      setImmediate(() => port.close());
      return counts();
    },
  };
  const call = joinCalls<ProgramCalls>(port, calls);
}

/** A callback that throws is the program's trouble. */
function ignore(): void {}

async function start(
  options: ThreadOptions,
  call: ReturnType<typeof joinCalls<ProgramCalls>>,
): Promise<Running> {
  const spool = await openSpool(options.spool);
  try {
    const receiver = await startReceiver(options.receiver, spool, {
      metrics: () => within(PATIENCE.metrics, call('metrics', undefined)),
      ready: () =>
        within(PATIENCE.ready, call('ready', undefined)).catch((error: Error) => error.message),
      bury: (rejects) => call('bury', rejects),
      complain: (reason) => void call('complain', reason).catch(ignore),
    });
    return { spool, receiver };
  } catch (error) {
    await spool.close();
    throw error;
  }
}

if (parentPort !== null) serveThread(parentPort);
