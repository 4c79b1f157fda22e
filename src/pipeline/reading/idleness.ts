import { performance } from 'node:perf_hooks';

/** Watches whether this thread has enough to do. */
export interface Idleness {
  /** Others work for this thread from now on. */
  begin(): void;
  end(): void;
}

/** In milliseconds. */
const WINDOW = 1000;
/** It idles when it works for less than this share of the time: another thread can have the rest. */
const BUSY = 0.6;

/**
 * Calls `onIdle` once, after the first second in which this thread mostly waited for others. `utilization`: the share
 * of the time that it worked since the last call.
 */
export function watchIdleness(onIdle: () => void, utilization = utilizationSince()): Idleness {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const end = () => {
    isOver = true;
    clearInterval(timer);
  };
  return {
    begin() {
      if (timer !== undefined || isOver) return;
      utilization();
      timer = setInterval(() => {
        if (utilization() >= BUSY) return;
        end();
        onIdle();
      }, WINDOW).unref();
    },
    end,
  };
}

function utilizationSince(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
