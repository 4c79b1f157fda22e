import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A thread that loads its code and then waits for its `ThreadSetup`, the first message to it. */
export interface ScanThread {
  readonly worker: Worker;
  /** Once its code is loaded, or it has ended. */
  readonly loaded: Promise<unknown>;
}

/** Begins one; it keeps no process alive. */
export function newScanThread(): ScanThread {
  const code = new URL(`./scan-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(code, {
    name: 'scan',
    // What it makes is short-lived; left alone, V8 would take 30 MB more for it.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
    // It prints nothing; passed on, its streams would take a listener each on those of the process.
    stdout: true,
    stderr: true,
  });
  worker.unref();
  // Whoever sets it up asks whether it failed.
  worker.on('error', () => undefined);
  // Its first message may come before anybody else listens, and is lost then.
  const loaded = new Promise((resolve) => {
    worker.once('message', resolve);
    worker.once('exit', resolve);
  });
  return { worker, loaded };
}
