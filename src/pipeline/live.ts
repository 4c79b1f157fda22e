import type { Checkpoint } from '../state/checkpoint.ts';
import { saveRegularly } from '../state/rhythm.ts';
import type { Reject } from '../types.ts';
import type { Engine } from './engine.ts';
import { createLiveCounts, type LiveCounts } from './live-counts.ts';
import { createLiveReader, type LiveReaderOptions } from './live-reader.ts';

/** What a live run needs; everything that can fail to start has started, and has its memory back. */
export interface LiveOptions extends Omit<LiveReaderOptions, 'counts' | 'complain'> {
  readonly engine: Engine;
  readonly checkpoint: Checkpoint;
  /** Keeps what could not be read; never rejects. */
  bury(rejects: readonly Reject[]): Promise<void>;
  /** An input can't be read, or the state not be written; without a reason: it can again. */
  complain(what: string, reason: string | undefined): void;
  readonly signal: AbortSignal;
}

/** The loop that never ends by itself. */
export interface Live {
  /** Resolves when the signal was aborted and all that was read is stored or delivered. */
  run(): Promise<void>;
  /** Goes on with another engine, which gets the memory of this one; gives why it can't, or nothing. */
  replace(engine: Engine): string | undefined;
  /** The engine at work. */
  readonly engine: Engine;
  readonly counts: LiveCounts;
}

/** Milliseconds between two saves. */
const SAVES = { least: 1000, most: 5000 } as const;
/** How long sinks get, at the end, to take what waits; the rest is delivered after the next start. */
const CLOSE_MS = 5000;

/**
 * Bytes of growing files in, alerts out. Whenever the state is saved, offsets, windows and alerts are
 * those of one instant; after a crash, what came later is read again and gives the same alerts.
 */
export function createLive(options: LiveOptions): Live {
  const { source, outbox, checkpoint, complain, signal } = options;
  const counts = createLiveCounts();
  const reader = createLiveReader({ ...options, counts });
  let { engine } = options;
  let burying = false;

  const save = () => {
    // What is not buried yet would be lost if offsets were stored beyond it.
    if (!burying) counts.saved(checkpoint.save(), complain);
  };

  return {
    counts,
    get engine() {
      return engine;
    },
    async run() {
      outbox.start();
      const rhythm = saveRegularly(save, SAVES);
      for await (const block of source.open(signal)) {
        const rejects = reader.take(block, engine);
        if (rejects.length === 0) continue;
        burying = true;
        await options.bury(rejects);
        burying = false;
      }
      rhythm.stop();
      outbox.put(engine.flush());
      save();
      await outbox.close(CLOSE_MS);
      save();
    },
    replace(next) {
      if (burying) return 'rejects are being written, try again';
      const reason = checkpoint.save();
      if (reason !== undefined) return reason;
      try {
        checkpoint.adopt(next.memories);
      } catch (error) {
        return (error as Error).message;
      }
      checkpoint.drop(engine.memories);
      engine = next;
      return undefined;
    },
  };
}
