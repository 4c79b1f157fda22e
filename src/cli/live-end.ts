import type { Live } from '../pipeline/live.ts';
import type { Outbox } from '../pipeline/outbox.ts';
import { EXIT, say } from './exit.ts';
import type { Beside } from './live-command.ts';
import { counted } from './progress.ts';
import type { Interrupt } from './signals.ts';

/** A live run that has begun. */
export interface Begun {
  readonly live: Live;
  readonly outbox: Outbox;
  readonly beside: Beside;
  /** Aborted, it ends the loop. */
  readonly ending: AbortController;
  readonly interrupt: Interrupt;
}

/** Longer than that nothing holds up the end: what was not delivered is stored. */
const DEADLINE_MS = 15_000;

/**
 * Runs the loop until a signal comes, and gives the exit code. Whatever ends it, a failure too, what runs
 * beside it is stopped first, so that nothing is taken that nobody reads.
 */
export async function endWith({ live, outbox, beside, ending, interrupt }: Begun): Promise<number> {
  const { signal } = interrupt;
  const code = () => (interrupt.interrupted ? EXIT.done : EXIT.sink);
  let stopped: Promise<void> | undefined;
  const stop = (exit: () => number) => {
    stopped ??= stopAll(beside, ending, exit);
    return stopped;
  };
  const onAbort = () => void stop(code);
  const loop = live.run();
  // A signal may have come while everything was starting.
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([loop, ...(beside.failed === undefined ? [] : [beside.failed])]);
  } finally {
    await stop(() => EXIT.bug);
    await Promise.allSettled([loop]);
  }
  tellOfWaiting(outbox);
  if (!interrupt.interrupted) say('satrap: the reader of standard output has gone');
  // A reader that takes nothing and does not go must not hold up the end.
  setTimeout(() => process.exit(code()), 1000).unref();
  return code();
}

/** Lets nothing more in, then ends the loop. */
async function stopAll(beside: Beside, ending: AbortController, exit: () => number): Promise<void> {
  setTimeout(() => process.exit(exit()), DEADLINE_MS).unref();
  await beside.stop?.().catch((error: Error) => say(`satrap: ${error.message}`));
  ending.abort();
}

function tellOfWaiting({ counts }: Outbox): void {
  const waiting = counts.reduce((sum, lane) => sum + lane.waiting, 0);
  if (waiting > 0)
    say(`satrap: ${counted(waiting, 'alert')} could not be delivered; the next start tries again`);
}
