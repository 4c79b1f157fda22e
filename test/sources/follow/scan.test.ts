import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type Context, newLog } from '../../../src/sources/follow/log.ts';
import { createFileMemory } from '../../../src/sources/follow/memory.ts';
import { newRound } from '../../../src/sources/follow/round.ts';
import { scanLog } from '../../../src/sources/follow/scan.ts';
import { closeTracked } from '../../../src/sources/follow/tracked.ts';
import { createTroubles } from '../../../src/sources/follow/troubles.ts';
import type { LiveBlock } from '../../../src/types.ts';
import { newFolder } from '../fixtures.ts';

it('a listing during which files were renamed is made again, and nothing is concluded from it', async () => {
  const folder = newFolder();
  const path = join(folder, 'audit.log');
  const content = 'one line of the old file\n'.repeat(100);
  writeFileSync(path, 'new');
  writeFileSync(`${path}.1`, content);
  // As a crash leaves it.
  writeFileSync(`${path}.1.gz`, gzipSync(content).subarray(0, 40));

  const memory = createFileMemory();
  const told: LiveBlock[] = [];
  const tell = (block: LiveBlock) => void told.push(block);
  // Long after, so that the damaged file isn't taken to be being written.
  const now = () => Date.now() + 60_000;
  const troubles = createTroubles(tell, now);
  const settings = { from: 'beginning', drainMs: 60_000 } as const;
  const context: Context = { memory, troubles, settings, now, tell };
  const named = new Map([path, `${path}.1`].map((name) => [name, name]));
  const log = newLog({ key: path, named, places: [{ folder, base: 'audit.log' }] }, false);
  const pathsOf = () => [...memory.files.values()].map((file) => file.path).toSorted();

  await scanLog(log, context, newRound(memory, new Map()));
  expect(pathsOf()).toEqual([path, `${path}.1`]);

  log.named = { ...log.named, named: new Map([[path, path]]) };
  await scanLog(log, context, {
    list: (listed) => {
      renameSync(`${path}.1.gz`, `${path}.2.gz`);
      const names = readdirSync(listed);
      renameSync(`${path}.1`, `${path}.2`);
      return Promise.resolve(names);
    },
    claim: () => true,
  });
  expect(log.stale).toBe(true);
  expect(pathsOf()).toEqual([path, `${path}.1`]);

  await scanLog(log, context, newRound(memory, new Map()));
  expect(log.stale).toBe(false);
  expect(pathsOf()).toEqual([path, `${path}.2`]);
  expect(told).toEqual([]);
  for (const file of memory.files.values()) await closeTracked(file);
});
