import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert } from '../../src/types.ts';
import { SATRAP } from './run.ts';

/** A satrap that runs until it is told to end; it is killed when it goes out of scope. */
export interface Background extends AsyncDisposable {
  /** What it alerted so far, with JSON output. */
  readonly alerts: readonly Alert[];
  readonly stderr: string;
  signal(name: NodeJS.Signals): void;
  /** Its exit code; `null` where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Stops reading its standard output, as `| head` does. */
  hangUp(): void;
  /** Waits until something holds of it; fails when it ends before. */
  until(holds: (one: Background) => boolean | Promise<boolean>): Promise<void>;
}

const PATIENCE_MS = 30_000;

/** Starts it. */
export function background(
  args: readonly string[],
  env: Record<string, string> = {},
  program: string = SATRAP,
): Background {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const alerts: Alert[] = [];
  let stderr = '';
  let rest = '';
  let over = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) alerts.push(JSON.parse(line) as Alert);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => {
    over = true;
    return code as number | null;
  });
  const self: Background = {
    alerts,
    get stderr() {
      return stderr;
    },
    signal: (name) => void child.kill(name),
    ended,
    hangUp: () => child.stdout.destroy(),
    async until(holds) {
      for (let waited = 0; !(await holds(self)); waited += 20) {
        if (over || waited > PATIENCE_MS) throw new Error(`it never came to that: ${stderr}`);
        await sleep(20);
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
  return self;
}
