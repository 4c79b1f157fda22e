import { describe, expect, it } from 'vitest';
import { createCheckpoint } from '../../src/state/checkpoint.ts';
import type { Change, Entry, Memory } from '../../src/types.ts';
import { memoryStore } from './memory-store.ts';

function part(owner: string) {
  let changes: Change[] = [];
  let restored: readonly Entry[] = [];
  const memory: Memory = {
    owner,
    changes: () => changes.splice(0),
    restore: (entries) => {
      restored = entries;
    },
  };
  return {
    memory,
    change: (...more: Change[]) => {
      changes = [...changes, ...more];
    },
    restored: () => restored,
  };
}

describe('checkpoint', () => {
  it('gives a part what it had stored', () => {
    const store = memoryStore();
    const first = part('a');
    const checkpoint = createCheckpoint(store);
    checkpoint.adopt([first.memory]);
    first.change({ key: 'x', value: 1 }, { key: 'y', value: 2 });
    expect(checkpoint.save()).toBeUndefined();
    const second = part('a');
    createCheckpoint(store).adopt([second.memory]);
    expect(second.restored()).toEqual([
      { key: 'x', value: 1 },
      { key: 'y', value: 2 },
    ]);
  });

  it('keeps what could not be written, and writes it with the next', () => {
    const store = memoryStore();
    const one = part('a');
    const checkpoint = createCheckpoint(store);
    checkpoint.adopt([one.memory]);
    store.failing = 'the disk is full';
    one.change({ key: 'x', value: 1 }, { key: 'y', value: 1 });
    expect(checkpoint.save()).toBe('the disk is full');
    one.change({ key: 'x', value: undefined });
    expect(checkpoint.save()).toBe('the disk is full');
    store.failing = undefined;
    expect(checkpoint.save()).toBeUndefined();
    expect(store.load('a')).toEqual([{ key: 'y', value: 1 }]);
  });

  it('forgets what parts that are gone had stored', () => {
    const store = memoryStore();
    store.commit(new Map([['old', [{ key: 'x', value: 1 }]]]));
    const checkpoint = createCheckpoint(store);
    checkpoint.adopt([part('new').memory]);
    checkpoint.save();
    expect(store.load('old')).toEqual([]);
  });

  it('keeps no trace of what came and went while nothing could be written', () => {
    const store = memoryStore();
    const one = part('a');
    const checkpoint = createCheckpoint(store);
    checkpoint.adopt([one.memory]);
    one.change({ key: 'stored', value: 1 });
    checkpoint.save();
    store.failing = 'the disk is full';
    checkpoint.save();
    for (let i = 0; i < 100; i++) {
      one.change({ key: `k${i}`, value: i });
      checkpoint.save();
      one.change({ key: `k${i}`, value: undefined });
      checkpoint.save();
    }
    one.change({ key: 'stored', value: undefined });
    const written: number[] = [];
    const { commit } = store;
    store.failing = undefined;
    store.commit = (changes) => {
      written.push(changes.get('a')?.length ?? 0);
      commit.call(store, changes);
    };
    one.change({ key: 'x', value: 1 });
    checkpoint.save();
    expect(written.at(-1)).toBeLessThan(4);
    expect(store.load('a')).toEqual([{ key: 'x', value: 1 }]);
  });

  it('adds none of several parts when one can not take back what it had stored', () => {
    const store = memoryStore();
    const good = part('good');
    const bad = {
      ...part('bad').memory,
      restore: () => {
        throw new TypeError('not iterable');
      },
    };
    const checkpoint = createCheckpoint(store);
    expect(() => checkpoint.adopt([good.memory, bad])).toThrow(
      "the state of bad can't be used (not iterable): start over with --state-reset",
    );
    good.change({ key: 'x', value: 1 });
    checkpoint.save();
    expect(store.load('good')).toEqual([]);
  });
});
