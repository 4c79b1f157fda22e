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
    checkpoint.add(first.memory);
    first.change({ key: 'x', value: 1 }, { key: 'y', value: 2 });
    expect(checkpoint.save()).toBeUndefined();
    const second = part('a');
    createCheckpoint(store).add(second.memory);
    expect(second.restored()).toEqual([
      { key: 'x', value: 1 },
      { key: 'y', value: 2 },
    ]);
  });

  it('keeps what could not be written, and writes it with the next', () => {
    const store = memoryStore();
    const one = part('a');
    const checkpoint = createCheckpoint(store);
    checkpoint.add(one.memory);
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
    checkpoint.add(part('new').memory);
    checkpoint.sweep();
    expect(store.load('old')).toEqual([]);
  });
});
