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
