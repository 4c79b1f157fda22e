import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastWill } from './last-will.ts';

/** A program that runs until it is stopped. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves with the exit code, or `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Sends a signal (SIGTERM unless told) and waits for the end; kills it after 20 seconds. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a program; all it prints goes to `logPath`. */
export function startChild(
  command: string,
  args: readonly string[],
  { name, logPath }: { name: string; logPath: string },
): Child {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logPath, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return watched(child, name, () => log.end());
}

/** Makes a child process end with this one, and gives the handle to end it before. */
export function watched(child: ChildProcess, name: string, onEnd: () => void = () => {}): Child {
  const callOff = lastWill('kill -9 "$1"', String(child.pid));
  const ended = new Promise<number | null>((done) => {
    child.on('error', () => {
      callOff();
      done(null);
    });
    child.on('close', (code) => {
      callOff();
      onEnd();
      done(code);
    });
  });
  return {
    name,
    pid: child.pid ?? 0,
    ended,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
  };
}

/** Waits until a child answers; rejects with the end of its log when it dies before, or in a minute. */
export async function untilReady(
  child: Child,
  logPath: string,
  isReady: () => Promise<boolean>,
): Promise<void> {
  let dead = false;
  void child.ended.then(() => {
    dead = true;
  });
  const deadline = Date.now() + 60_000;
  while (!(await isReady().catch(() => false))) {
    if (dead || Date.now() > deadline) {
      const log = await readFile(logPath, 'utf8').catch(() => '');
      throw new Error(`${child.name} ${dead ? 'ended' : 'does not answer'}:\n${log.slice(-4000)}`);
    }
    await sleep(100);
  }
}
