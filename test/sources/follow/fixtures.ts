import { appendFileSync, readlinkSync, utimesSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { onTestFinished, vi } from 'vitest';
import {
  type FollowClock,
  type FollowOptions,
  followFiles,
} from '../../../src/sources/follow/index.ts';
import type { Entry, Json, LiveBlock } from '../../../src/types.ts';

/** A clock that stands still until a test moves it; who sleeps on it is idle. */
export interface TestClock extends FollowClock {
  /** Moves it by so many milliseconds; sleepers wake. */
  pass(milliseconds: number): void;
  /** Resolves when somebody sleeps. */
  idle(): Promise<void>;
}

export function newClock(start = Date.now()): TestClock {
  let now = start;
  let sleeper: (() => void) | undefined;
  let idlers: (() => void)[] = [];
  return {
    now: () => now,
    sleep: (_milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        sleeper = () => {
          sleeper = undefined;
          resolve();
        };
        signal.addEventListener('abort', () => sleeper?.());
        for (const idler of idlers) idler();
        idlers = [];
      }),
    pass(milliseconds) {
      now += milliseconds;
      sleeper?.();
    },
    idle: () =>
      sleeper === undefined ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve(),
  };
}

/** A follower, what takes its blocks as a pipeline would, and what is stored of it. */
export interface Reader {
  /** Whole lines, and what was left when a file ended, in the order they came. */
  readonly lines: string[];
  readonly blocks: LiveBlock[];
  readonly failures: { origin: string; reason: string }[];
  readonly source: ReturnType<typeof followFiles>;
  /** Looks at everything once or twice and reads all there is, `milliseconds` later. */
  look(milliseconds?: number): Promise<void>;
  /** Ends the follower; `save` first, or what came since then is lost. */
  stop(): Promise<void>;
  /** Stores what changed; gives all that is stored. */
  save(): readonly Entry[];
}

export interface ReaderOptions extends Partial<FollowOptions> {
  readonly clock?: TestClock;
  readonly stored?: readonly Entry[];
  /** Called when a block was taken in. */
  readonly taken?: () => void;
  /** The event time of a line. */
  readonly timeOf?: (line: string) => number;
}

export function read(paths: string | readonly string[], options: ReaderOptions = {}): Reader {
  const { clock = newClock(), stored = [], timeOf = () => 0, taken, ...others } = options;
  const source = followFiles([paths].flat(), { from: 'beginning', watch: false, ...others, clock });
  source.restore(stored);
  const store = new Map<string, Json>(stored.map(({ key, value }) => [key, value]));
  const abort = new AbortController();
  const reader = {
    lines: [] as string[],
    blocks: [] as LiveBlock[],
    failures: [] as Reader['failures'],
  };
  const held = new Map<string, { offset: number; text: string; time: number }>();
  const running = (async () => {
    for await (const block of source.open(abort.signal)) {
      reader.blocks.push(block);
      if (block.kind === 'failure') {
        reader.failures.push({ origin: block.origin, reason: block.reason });
        continue;
      }
      if (block.kind === 'end') {
        const rest = held.get(block.file);
        held.delete(block.file);
        if (rest === undefined) continue;
        if (rest.text !== '') reader.lines.push(rest.text);
        source.settle(block.file, rest.offset + rest.text.length, rest.time);
        continue;
      }
      const file = held.get(block.file) ?? { offset: block.offset, text: '', time: 0 };
      if (file.offset + file.text.length !== block.offset) {
        throw new Error(
          `gap in ${block.origin}: at ${block.offset}, not at ${file.offset + file.text.length}`,
        );
      }
      const whole = (file.text + Buffer.from(block.bytes).toString('latin1')).split('\n');
      file.text = whole.pop() ?? '';
      for (const line of whole) {
        reader.lines.push(line.replace(/^\0+/, ''));
        file.offset += line.length + 1;
        file.time = Math.max(file.time, timeOf(line));
      }
      held.set(block.file, file);
      source.settle(block.file, file.offset, file.time);
      taken?.();
    }
  })();
  running.catch(() => {});
  const stop = async () => {
    abort.abort();
    clock.pass(0);
    await running;
  };
  onTestFinished(() => stop().catch(() => {}));
  return {
    ...reader,
    source,
    stop,
    async look(milliseconds = 1000) {
      await Promise.race([clock.idle(), running]);
      clock.pass(milliseconds);
      await Promise.race([clock.idle(), running]);
    },
    save() {
      for (const { key, value } of source.changes()) {
        store.delete(key);
        if (value !== undefined) store.set(key, JSON.parse(JSON.stringify(value)) as Json);
      }
      return [...store].map(([key, value]) => ({ key, value }));
    },
  };
}

/** Appends to a file as of the clock's time. */
export function append(path: string, text: string, clock?: TestClock): void {
  appendFileSync(path, text);
  if (clock !== undefined) utimesSync(path, clock.now() / 1000, clock.now() / 1000);
}

/** A file whose disk fails. */
export interface BrokenFile {
  /** How many calls failed so far. */
  failed(): number;
  mend(): void;
}

/** Lets every look at, or every read of, a file fail though it is open, as a bad disk or a lost server does. */
export async function breakFile(
  path: string,
  what: 'stat' | 'read',
  code: string,
): Promise<BrokenFile> {
  const handle = await open(path);
  const methods = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const whole = methods[what] as (...rest: unknown[]) => Promise<unknown>;
  let failed = 0;
  const spy = vi.spyOn(methods, what).mockImplementation(function (
    this: FileHandle,
    ...rest: unknown[]
  ): Promise<never> {
    if (readlinkSync(`/proc/self/fd/${this.fd}`) !== path) {
      return whole.apply(this, rest) as Promise<never>;
    }
    failed++;
    return Promise.reject(Object.assign(new Error(`${code}: it failed`), { code }));
  });
  const mend = () => spy.mockRestore();
  onTestFinished(mend);
  return { failed: () => failed, mend };
}
