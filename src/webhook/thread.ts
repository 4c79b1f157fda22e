import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { joinCalls } from './calls.ts';
import type { ReceiverCallbacks } from './options.ts';
import type { Receiver } from './receiver.ts';
import type { ProgramCalls, ThreadCounts, ThreadOptions } from './thread-calls.ts';
import type { WorkerCalls } from './webhook-worker.ts';

/** A receiver with its spool in a thread of its own. */
export interface ReceiverThread extends Pick<Receiver, 'address' | 'reload'> {
  /** As of a quarter of a second ago at most, unless the thread is busy. */
  readonly counts: ThreadCounts;
  /** Asks the thread for its counts now. */
  refresh(): Promise<ThreadCounts>;
  /** As the receiver's; closes the spool and ends the thread. */
  stop(deadline: number): Promise<void>;
  /** Rejects when the thread dies: nothing is received any more, and the program must not go on. */
  readonly failed: Promise<never>;
}

/**
 * Megabytes in which bodies live and die. With Node's 16 the collector takes 1.5 times as long for each
 * body: node --cpu-prof bench/webhook.ts
 */
const YOUNG = 64;

/** The sources run as they are, the built package as JavaScript. */
const CODE = new URL(`./webhook-worker${extname(import.meta.url)}`, import.meta.url);

/**
 * Starts a receiver in a thread of its own, so that a busy program doesn't keep kube-apiserver waiting.
 * Rejects with a message for people when the spool, the options or the address can't be used.
 */
export async function startReceiverThread(
  options: ThreadOptions,
  callbacks: ReceiverCallbacks,
): Promise<ReceiverThread> {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG };
  const worker = new Worker(CODE, { name: 'webhook', resourceLimits });
  let ending = false;
  let counts: ThreadCounts | undefined;
  const own: ProgramCalls = {
    metrics: callbacks.metrics,
    ready: async () => callbacks.ready(),
    bury: callbacks.bury,
    complain: callbacks.complain,
    counts(newest) {
      counts = newest;
    },
  };
  const call = joinCalls<WorkerCalls>(worker, own);
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', (error: Error) => {
      reject(new Error(`the webhook receiver broke down: ${error.message}`, { cause: error }));
    });
    worker.once('exit', (code) => {
      if (!ending) reject(new Error(`the webhook receiver ended with code ${code}`));
    });
  });
  // Who doesn't wait for it yet must not be brought down by it.
  failed.catch(() => {});

  const end = async () => {
    ending = true;
    await worker.terminate();
  };
  try {
    const address = await Promise.race([call('start', options), failed]);
    counts = await Promise.race([call('counts', undefined), failed]);
    return {
      address,
      failed,
      get counts() {
        return counts as ThreadCounts;
      },
      async refresh() {
        counts = await Promise.race([call('counts', undefined), failed]);
        return counts;
      },
      reload: () => Promise.race([call('reload', undefined), failed]),
      async stop(deadline) {
        if (ending) return ended;
        ending = true;
        counts = await Promise.race([call('stop', deadline), ended.then(() => counts)]);
        await ended;
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
