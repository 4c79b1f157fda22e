import type { Config } from '../config/index.ts';
import type { SweepCounts } from '../metrics/webhook-metrics.ts';
import { systemClock } from '../sinks/index.ts';
import { type Sweep, sweepSpool } from '../spool/index.ts';
import { printable } from '../text/escape.ts';
import { say } from './exit.ts';
import type { LiveParts } from './live-parts.ts';

const PAUSE_MS = 10_000;

/** Compresses and prunes the spool's segments that were read, as long as the program runs. */
export function startSweeps(
  folder: string,
  { spool: { retainSize, retainAge } }: Config,
  { live, source, checkpoint }: LiveParts,
): { readonly counts: SweepCounts; stop(): void } {
  const stopping = new AbortController();
  const counts = {
    compressedFiles: 0,
    prunedFiles: 0,
    prunedBytes: 0,
    failures: 0,
    unfinishedBytes: 0,
  };
  let told = '';

  const sweep = async () => {
    // A segment may go when what it held is stored, and would be there after a power cut too.
    const finished = new Set(source.finished());
    await nextSave(live, stopping.signal);
    checkpoint.sync();
    const swept = await sweepSpool(folder, {
      finished,
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

/** Waits until the state has been saved once more. */
async function nextSave({ counts }: LiveParts['live'], signal: AbortSignal): Promise<void> {
  const { done } = counts.saves;
  while (counts.saves.done === done && !signal.aborted) await systemClock.sleep(500, signal);
}

function add({ compressed, pruned, failures, unfinishedBytes }: Sweep, counts: SweepCounts): void {
  counts.compressedFiles += compressed.files;
  counts.prunedFiles += pruned.files;
  counts.prunedBytes += pruned.bytes;
  counts.failures += failures.length;
  counts.unfinishedBytes = unfinishedBytes;
}
