import type { Config } from '../config/index.ts';
import type { SweepCounts } from '../metrics/webhook-metrics.ts';
import { systemClock } from '../sinks/index.ts';
import { type Sweep, sweepSpool } from '../spool/index.ts';
import { printable } from '../text/escape.ts';
import { say } from './exit.ts';
import type { LiveParts } from './live-parts.ts';

const PAUSE_MS = 5000;

/** Compresses and prunes the spool's segments that were read, as long as the program runs. */
export function startSweeps(
  folder: string,
  { spool: { retainSize, retainAge } }: Config,
  parts: LiveParts,
): { readonly counts: SweepCounts; stop(): void } {
  const stopping = new AbortController();
  const counts = {
    compressedFiles: 0,
    prunedFiles: 0,
    prunedBytes: 0,
    failures: 0,
    unfinishedBytes: 0,
  };
  const stored = storedSegments(parts);
  let told = '';

  const sweep = async () => {
    const swept = await sweepSpool(folder, {
      finished: stored(),
      retainBytes: retainSize,
      retainAge: retainAge / 1000,
      now: Date.now(),
      signal: stopping.signal,
    });
    add(swept, counts);
    tell(swept.failures[0]);
  };
  const tell = (reason: string | undefined) => {
    if (reason !== undefined && reason !== told) say(`satrap: spool: ${printable(reason)}`);
    told = reason ?? '';
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      await sweep().catch((error: Error) => tell(error.message));
      await systemClock.sleep(PAUSE_MS, stopping.signal);
    }
  };
  void run();
  return { counts, stop: () => stopping.abort() };
}

/**
 * Which segments may go: what they held is stored, and would be there after a power cut too. While nothing
 * can be stored, those of the last time that it could: a full disk is when there must be room.
 */
function storedSegments({ live, source, checkpoint }: LiveParts): () => ReadonlySet<string> {
  const look = () => ({ saves: live.counts.saves.done, finished: new Set(source.finished()) });
  let stored: ReadonlySet<string> = new Set();
  let before = look();
  return () => {
    if (live.counts.saves.done === before.saves) return stored;
    try {
      checkpoint.sync();
    } catch {
      // The save that can't be made durable is told of when it fails itself.
      return stored;
    }
    stored = before.finished;
    before = look();
    return stored;
  };
}

function add({ compressed, pruned, failures, unfinishedBytes }: Sweep, counts: SweepCounts): void {
  counts.compressedFiles += compressed.files;
  counts.prunedFiles += pruned.files;
  counts.prunedBytes += pruned.bytes;
  counts.failures += failures.length;
  counts.unfinishedBytes = unfinishedBytes;
}
