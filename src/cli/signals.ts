/** A run that the person at the terminal, or the system, may end early. */
export interface Interrupt {
  /** Aborted by the first SIGINT or SIGTERM, or by `stop`: finish what was read. */
  readonly signal: AbortSignal;
  /** Whether a signal came. */
  readonly interrupted: boolean;
  stop(): void;
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The first signal asks the run to finish with what it has; the second ends the process at once. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let interrupted = false;
  const onSignal = (name: NodeJS.Signals) => {
    if (interrupted) process.exit(name === 'SIGINT' ? 130 : 143);
    interrupted = true;
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    get interrupted() {
      return interrupted;
    },
    stop: () => controller.abort(),
    dispose() {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

/** A program that can be asked to read its configuration anew. */
export interface Hangup {
  /** What SIGHUP does from now on; at once when one came before. */
  answer(work: () => void): void;
  dispose(): void;
}

/** Listens for SIGHUP, which would end the process otherwise, also while it is starting. */
export function onHangup(): Hangup {
  let asked = false;
  let work: (() => void) | undefined;
  const onSignal = () => {
    asked = true;
    work?.();
  };
  process.on('SIGHUP', onSignal);
  return {
    answer(next) {
      work = next;
      if (asked) next();
    },
    dispose: () => void process.off('SIGHUP', onSignal),
  };
}
