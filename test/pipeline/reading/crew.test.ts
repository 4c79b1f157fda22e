import { describe, expect, it, vi } from 'vitest';
import { createCrew } from '../../../src/pipeline/reading/crew.ts';
import type { ThreadReader } from '../../../src/pipeline/reading/listener.ts';
import type { Thread } from '../../../src/pipeline/reading/thread.ts';

/** A crew whose threads do nothing, and what it was told. */
function crewOf(count: number, starts: (index: number) => Promise<boolean> = async () => true) {
  const threads: Thread[] = [];
  const attached: Thread[] = [];
  const closed: Thread[] = [];
  const start = (): Thread => {
    const thread: Thread = {
      loaded: Promise.resolve(),
      started: starts(threads.length),
      attach: () => void attached.push(thread),
      segment: vi.fn<Thread['segment']>(),
      file: vi.fn<Thread['file']>(),
      close: async () => void closed.push(thread),
    };
    threads.push(thread);
    return thread;
  };
  let onIdle = () => {};
  const idleness = { begin: vi.fn<() => void>(), end: vi.fn<() => void>() };
  const crew = createCrew(count, start, (told) => {
    onIdle = told;
    return idleness;
  });
  const turns = (turnCount: number) =>
    Array.from({ length: turnCount }, () => threads.indexOf(crew.next()));
  return { crew, threads, attached, closed, idleness, idle: () => onIdle(), turns };
}

const READER: ThreadReader = { paths: { wanted: [], evidence: [] } };

describe('a crew', () => {
  it('takes turns', () => {
    const { crew, turns } = crewOf(2);
    expect(crew.size).toBe(2);
    expect(turns(5)).toEqual([0, 1, 0, 1, 0]);
  });

  it('is joined by a thread that knows who reads, once that has started', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const { crew, threads, attached, idle, turns } = crewOf(1, (index) =>
      index === 0 ? Promise.resolve(true) : promise,
    );
    crew.attach(READER);
    idle();
    expect(attached).toEqual(threads);
    expect(turns(2)).toEqual([0, 0]);
    resolve(true);
    await promise;
    await Promise.resolve();
    expect(crew.size).toBe(2);
    expect(turns(2)).toEqual([0, 1]);
  });

  it('does without a thread that fails to start', async () => {
    const { crew, idle, turns } = crewOf(1, async (index) => index === 0);
    idle();
    await new Promise(setImmediate);
    expect(turns(3)).toEqual([0, 0, 0]);
    expect(crew.size).toBe(1);
  });

  it('closes all that were started, and looks no longer whether one is missing', async () => {
    const { crew, threads, closed, idleness, idle } = crewOf(2);
    crew.begin();
    expect(idleness.begin).toHaveBeenCalledOnce();
    idle();
    await crew.close();
    expect(closed).toEqual(threads);
    expect(closed).toHaveLength(3);
    expect(idleness.end).toHaveBeenCalledOnce();
  });
});
