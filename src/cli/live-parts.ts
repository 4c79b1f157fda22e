import { join } from 'node:path';
import type { Config } from '../config/index.ts';
import { type DeadLetter, openDeadLetter } from '../pipeline/dead-letter.ts';
import { createDedupe } from '../pipeline/dedupe.ts';
import type { Engine } from '../pipeline/engine.ts';
import { createLive, type Live } from '../pipeline/live.ts';
import type { LiveCounts } from '../pipeline/live-counts.ts';
import { createOutbox, type Outbox } from '../pipeline/outbox.ts';
import { openSink, systemClock } from '../sinks/index.ts';
import { type FollowSource, followFiles } from '../sources/follow/index.ts';
import { type Checkpoint, createCheckpoint } from '../state/checkpoint.ts';
import type { Store } from '../state/store.ts';
import { printable } from '../text/escape.ts';
import type { Reject, Sink } from '../types.ts';
import { say } from './exit.ts';
import { counted } from './progress.ts';

/** All that a live run consists of; its memory is back. */
export interface LiveParts {
  readonly live: Live;
  readonly source: FollowSource;
  readonly outbox: Outbox;
  readonly checkpoint: Checkpoint;
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
  /** Milliseconds without growth after which a rotated file is complete. */
  readonly drainMs: number;
  /** What a log is counted under. */
  sourceOf(log: string): string;
  readonly signal: AbortSignal;
}

/** Dead letters are evidence, but must not fill the disk. */
const DEAD_LETTERS = { maxSize: 100 * 2 ** 20, keep: 3, confirms: true } as const;

/**
 * Puts a live run together. Rejects when a sink or the dead-letter file can't be opened, and with a
 * `StateError` when what was stored can't be taken back. `onGone` is called when whoever read the alerts
 * on standard output has gone, and nobody else gets them.
 */
export async function openLiveParts(plan: LivePlan, onGone: () => void): Promise<LiveParts> {
  const { config, folder, store, engine } = plan;
  const sinks = await openSinks(config, onGone);
  const path = config.deadLetter ?? join(folder, 'dead-letter.jsonl');
  const deadLetter = await openDeadLetter(path, DEAD_LETTERS);
  const bury = burial(deadLetter);
  const source = followFiles(plan.paths, plan);
  const outbox = createOutbox({
    sinks,
    capacity: config.alerts.waiting,
    clock: systemClock,
    told: tellOfSink,
    forgot: tellOfForgotten,
  });
  const dedupe = createDedupe(config.dedupe.events);
  const checkpoint = createCheckpoint(store);
  checkpoint.adopt([source, dedupe.memory, outbox.memory, ...engine.memories]);
  const live = createLive({
    source,
    engine,
    dedupe,
    outbox,
    checkpoint,
    maxRecordBytes: config.input.maxRecordBytes,
    sourceOf: plan.sourceOf,
    bury: (rejects) => bury(rejects, live.counts),
    complain: tellOfInput,
    signal: plan.signal,
  });
  return {
    live,
    source,
    outbox,
    checkpoint,
    deadLetter,
    async close() {
      await Promise.allSettled([...sinks, deadLetter].map((one) => one.close()));
    },
  };
}

async function openSinks(config: Config, onGone: () => void): Promise<Sink[]> {
  if (config.sinks.every((sink) => sink.type === 'stdout')) {
    process.stdout.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') onGone();
    });
  }
  const io = { stdout: process.stdout, env: process.env, clock: systemClock, confirms: true };
  const sinks: Sink[] = [];
  for (const options of config.sinks) sinks.push(await openSink(options, io));
  return sinks;
}

/**
 * Keeps rejects and tells of the first: the dead-letter file and metrics have all. Those that can't be
 * kept are counted: waiting for room would stop detection.
 */
function burial(letter: DeadLetter) {
  let told = false;
  return async (rejects: readonly Reject[], counts: LiveCounts): Promise<void> => {
    const [first] = rejects;
    if (first !== undefined && !told) say(rejectText(first));
    told = true;
    try {
      await letter.write(rejects);
    } catch (error) {
      if (counts.unkept === 0) say(`satrap: rejects can't be kept: ${reasonOf(error)}`);
      counts.unkept += rejects.length;
    }
  };
}

function rejectText({ origin, offset, reason }: Reject): string {
  const place = `${printable(origin)}, byte ${offset}`;
  return `satrap: not every record can be read; the first: ${place}: ${printable(reason)} (the dead-letter file has all)`;
}

function reasonOf(error: unknown): string {
  return printable((error as Error).message);
}

function tellOfSink(sink: string, reason: string | undefined): void {
  if (reason === undefined) say(`satrap: sink ${printable(sink)} delivers again`);
  else say(`satrap: sink ${printable(sink)} failed, trying again: ${printable(reason)}`);
}

function tellOfForgotten(alerts: number): void {
  say(`satrap: ${counted(alerts, 'alert')} waited for sinks that are not configured any more`);
}

function tellOfInput(what: string, reason: string | undefined): void {
  say(`satrap: ${printable(what)}: ${reason === undefined ? 'works again' : printable(reason)}`);
}
