import type { Config } from '../config/index.ts';
import { type DeadLetter, openDeadLetter } from '../pipeline/dead-letter.ts';
import { createSink, systemClock } from '../sinks/index.ts';
import { type Alert, LEVELS, type Level, type Reject, type Sink } from '../types.ts';

/** Where a run's alerts and rejects go. */
export interface Delivery {
  /** To every sink; rejects when one has failed for good, after the others were served. */
  deliver(alerts: readonly Alert[]): Promise<void>;
  /** To the dead-letter file, where one was asked for. */
  bury(rejects: readonly Reject[]): Promise<void>;
  /** The highest level delivered so far. */
  highest(): Level | undefined;
  close(): Promise<void>;
}

/** What a delivery tells of. */
export interface DeliveryEvents {
  /** Something is about to be written to the terminal. */
  beforeOutput(): void;
  /** Whoever read the alerts has gone (`satrap … | head`), and nobody else gets them. */
  onGone(): void;
}

/** Opens the configured sinks and the dead-letter file; rejects when one can't be opened. */
export async function openDelivery(config: Config, events: DeliveryEvents): Promise<Delivery> {
  if (config.sinks.every((sink) => sink.type === 'stdout')) {
    process.stdout.once('error', events.onGone);
  }
  const io = { stdout: process.stdout, env: process.env, clock: systemClock };
  const sinks: Sink[] = [];
  for (const options of config.sinks) sinks.push(await createSink(options, io));
  const deadLetter = await openRejects(config.deadLetter);
  let highest = -1;
  return {
    async deliver(alerts) {
      events.beforeOutput();
      for (const alert of alerts) highest = Math.max(highest, LEVELS.indexOf(alert.level));
      await all(sinks.map((sink) => sink.write(alerts)));
    },
    bury: async (rejects) => deadLetter?.write(rejects),
    highest: () => LEVELS[highest],
    close: () => all([...sinks, ...(deadLetter ? [deadLetter] : [])].map((one) => one.close())),
  };
}

async function openRejects(path: string | undefined): Promise<DeadLetter | undefined> {
  if (path === undefined) return undefined;
  const named = (error: unknown) => {
    throw new Error(`dead-letter file ${path}: ${(error as Error).message}`, { cause: error });
  };
  const letter = await openDeadLetter(path).catch(named);
  return {
    write: (rejects) => letter.write(rejects).catch(named),
    close: () => letter.close().catch(named),
  };
}

/** Waits for every one; then rejects with the first reason, so that one sink can't silence another. */
async function all(promises: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
