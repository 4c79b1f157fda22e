import { join } from 'node:path';
import type { Config } from '../config/index.ts';
import { type DeadLetter, openDeadLetter } from '../pipeline/dead-letter.ts';
import { createDedupe } from '../pipeline/dedupe.ts';
import type { Engine } from '../pipeline/engine.ts';
import { createLive, type Live } from '../pipeline/live.ts';
import { createOutbox, type Outbox } from '../pipeline/outbox.ts';
import { openSink, systemClock } from '../sinks/index.ts';
import { type FollowSource, followFiles } from '../sources/follow/index.ts';
import { createCheckpoint } from '../state/checkpoint.ts';
import type { Store } from '../state/store.ts';
import { printable } from '../text/escape.ts';
import type { Sink } from '../types.ts';
import { say } from './exit.ts';

/** All that a live run consists of; its memory is back. */
export interface LiveParts {
  readonly live: Live;
  readonly source: FollowSource;
  readonly outbox: Outbox;
  readonly deadLetter: DeadLetter;
  close(): Promise<void>;
}

/** What a live run is about. */
export interface LivePlan {
  readonly config: Config;
  /** The folder for state and dead letters. */
  readonly folder: string;
  readonly store: Store;
  readonly engine: Engine;
  /** What to follow. */
  readonly paths: readonly string[];
  readonly from: 'beginning' | 'end';
  readonly signal: AbortSignal;
}

/** Dead letters are evidence, but must not fill the disk. */
const DEAD_LETTERS = { maxSize: 100 * 2 ** 20, keep: 3 } as const;

/**
 * Puts a live run together. Rejects when a sink or the dead-letter file can't be opened. `onGone` is
 * called when whoever read the alerts on standard output has gone, and nobody else gets them.
 */
export async function openLiveParts(plan: LivePlan, onGone: () => void): Promise<LiveParts> {
  const { config, folder, store, engine, signal } = plan;
  const sinks = await openSinks(config, onGone);
  const deadLetter = await openDeadLetter(
    config.deadLetter ?? join(folder, 'dead-letter.jsonl'),
    DEAD_LETTERS,
  );
  const source = followFiles(plan.paths, { from: plan.from });
  const outbox = createOutbox({
    sinks,
    capacity: config.alerts.waiting,
    clock: { ...systemClock, sleep: sleepUntilAborted },
    told: tellOfSink,
  });
  const dedupe = createDedupe(config.dedupe.events);
  const checkpoint = createCheckpoint(store);
  for (const memory of [source, dedupe.memory, outbox.memory, ...engine.memories]) {
    checkpoint.add(memory);
  }
  checkpoint.sweep();
  const live = createLive({
    source,
    engine,
    dedupe,
    outbox,
    checkpoint,
    maxRecordBytes: config.input.maxRecordBytes,
    bury: (rejects) => deadLetter.write(rejects).catch(tellOfDeadLetter),
    complain: tellOfInput,
    signal,
  });
  return {
    live,
    source,
    outbox,
    deadLetter,
    async close() {
      await Promise.allSettled([...sinks, deadLetter].map((one) => one.close()));
    },
  };
}

async function openSinks(config: Config, onGone: () => void): Promise<Sink[]> {
  if (config.sinks.every((sink) => sink.type === 'stdout')) process.stdout.once('error', onGone);
  const io = { stdout: process.stdout, env: process.env, clock: systemClock, confirms: true };
  const sinks: Sink[] = [];
  for (const options of config.sinks) sinks.push(await openSink(options, io));
  return sinks;
}

function sleepUntilAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
}

function tellOfSink(sink: string, reason: string | undefined): void {
  if (reason === undefined) say(`satrap: sink ${printable(sink)} delivers again`);
  else say(`satrap: sink ${printable(sink)} failed, trying again: ${printable(reason)}`);
}

function tellOfDeadLetter(error: unknown): void {
  say(`satrap: rejects could not be kept: ${printable((error as Error).message)}`);
}

function tellOfInput(what: string, reason: string | undefined): void {
  say(`satrap: ${printable(what)}: ${reason === undefined ? 'works again' : printable(reason)}`);
}
