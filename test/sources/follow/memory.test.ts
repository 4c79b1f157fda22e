import { describe, expect, it } from 'vitest';
import { NO_HEAD } from '../../../src/sources/follow/fingerprint.ts';
import { createFileMemory } from '../../../src/sources/follow/memory.ts';
import { newTracked } from '../../../src/sources/follow/tracked.ts';

const newFile = (inode: string) =>
  newTracked({ log: 'x', path: 'x', inode, size: 3, compressed: false }, NO_HEAD);

describe('memory of files', () => {
  it('gives changes though nothing was stored before, each once', () => {
    const memory = createFileMemory();
    memory.restore([]);
    expect(memory.changes()).toEqual([]);
    const [first, second] = [newFile('1:2'), newFile('1:3')];
    memory.add(first);
    memory.add(second);
    memory.settle(first.id, 3, 5);
    const changes = memory.changes();
    expect(changes).toMatchObject([
      { key: second.id, value: { dev: '1', ino: '3', offset: 0, size: 3 } },
      { key: first.id, value: { dev: '1', ino: '2', offset: 3, time: 5 } },
    ]);
    expect(memory.changes()).toEqual([]);
    memory.forget(second);
    expect(memory.changes()).toEqual([{ key: second.id, value: undefined }]);
  });

  it('takes back what it gave', () => {
    const memory = createFileMemory();
    memory.restore([]);
    const file = newFile('1:2');
    memory.add(file);
    memory.settle(file.id, 3, 5);
    const stored = memory
      .changes()
      .flatMap(({ key, value }) => (value === undefined ? [] : { key, value }));
    const again = createFileMemory();
    again.restore(stored);
    expect(again.changes()).toEqual([]);
    expect(again.latest('x')).toBe(5);
    expect([...again.ofLog('x')]).toMatchObject([{ id: file.id, offset: 3, position: 3 }]);
  });
});
