import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DiskError, type SweepOptions, sweepSpool } from '../../src/spool/index.ts';
import { rotatedName } from '../../src/spool/names.ts';
import { contents, folder, testIo } from './support.ts';

const NOW = Date.UTC(2026, 10, 20, 10);
const HOUR = 3_600_000;
const TEXT = '{"kind":"Event"}\n'.repeat(1000);

/** File names as a folder lists them. */
const inOrder = (names: readonly (string | undefined)[]) =>
  names.map(String).sort((a, b) => (a < b ? -1 : 1));

/** A folder with segments that were rotated so many hours ago, and the current one. */
async function setUp(hours: readonly number[]) {
  const dir = await folder();
  const path = (name: string) => join(dir.path, name);
  const names = hours.map((ago) => rotatedName(NOW - ago * HOUR));
  for (const [index, name] of names.entries()) {
    await writeFile(path(name), TEXT);
    const modified = (NOW - (hours[index] as number) * HOUR) / 1000;
    await utimes(path(name), modified, modified);
  }
  await writeFile(path('audit.log'), 'now\n');
  const io = testIo();
  io.left = { free: 1e12, size: 1e12 };
  const sweep = (finished: readonly string[], options: Partial<SweepOptions> = {}) => {
    const all = {
      finished: new Set(finished.map(path)),
      retainBytes: 1e9,
      retainAge: 100 * HOUR,
      now: NOW,
      ...options,
    };
    return sweepSpool(dir.path, all, io);
  };
  const list = async () => Object.keys(await contents(dir.path));
  return { names, path, io, sweep, list, [Symbol.asyncDispose]: dir[Symbol.asyncDispose] };
}

describe('sweep of a spool', () => {
  it('compresses what was read to its end, and nothing else', async () => {
    await using test = await setUp([3, 2]);
    const [old = '', young = ''] = test.names;
    const swept = await test.sweep([old, 'audit.log']);
    expect(await test.list()).toEqual(inOrder([`${old}.gz`, young, 'audit.log']));
    const packed = await readFile(test.path(`${old}.gz`));
    expect(gunzipSync(packed).toString()).toBe(TEXT);
    const stats = await stat(test.path(`${old}.gz`));
    expect(stats.mode & 0o777).toBe(0o600);
    expect(stats.mtimeMs).toBe(NOW - 3 * HOUR);
    expect(swept).toEqual({
      compressed: { files: 1, bytes: TEXT.length - packed.length },
      pruned: { files: 0, bytes: 0 },
      totalBytes: packed.length + TEXT.length + 'now\n'.length,
      unfinishedBytes: TEXT.length,
      failures: [],
    });
  });

  it('prunes by age, never what is unfinished', async () => {
    await using test = await setUp([30, 20, 2]);
    const [oldest = '', old = '', young = ''] = test.names;
    const swept = await test.sweep([old, young], { retainAge: 10 * HOUR });
    expect(swept.pruned).toEqual({ files: 1, bytes: TEXT.length });
    expect(await test.list()).toEqual(inOrder([oldest, `${young}.gz`, 'audit.log']));
  });

  it('prunes the oldest until the folder is small enough, compressed ones too', async () => {
    await using test = await setUp([4, 3, 2]);
    await test.sweep(test.names.slice(1));
    const size = (await stat(test.path(`${test.names[1]}.gz`))).size;
    const packed = test.names.slice(1).map((name) => `${name}.gz`);
    const swept = await test.sweep(packed, { retainBytes: TEXT.length + size + 10 });
    expect(swept.pruned).toEqual({ files: 1, bytes: size });
    expect(await test.list()).toEqual(inOrder([test.names[0], `${test.names[2]}.gz`, 'audit.log']));
  });

  it('prunes what it just compressed where that is still too much', async () => {
    await using test = await setUp([4, 3]);
    const [first = '', second = ''] = test.names;
    const swept = await test.sweep([first], { retainBytes: TEXT.length });
    expect(swept).toMatchObject({ compressed: { files: 1 }, pruned: { files: 1 } });
    expect(await test.list()).toEqual(inOrder([second, 'audit.log']));
  });

  it('leaves a compressed one alone that nobody says was read', async () => {
    await using test = await setUp([]);
    const name = `${rotatedName(NOW - 40 * HOUR)}.gz`;
    await writeFile(test.path(name), gzipSync(TEXT));
    const swept = await test.sweep([], { retainAge: 0, retainBytes: 0 });
    expect(swept.unfinishedBytes).toBe(gzipSync(TEXT).length);
    expect(await test.list()).toEqual([name, 'audit.log']);
  });

  it('clears up after a crash in the middle of a sweep', async () => {
    await using test = await setUp([4, 3]);
    const [first = '', second = ''] = test.names;
    await writeFile(test.path(`${first}.gz.tmp`), 'half');
    await writeFile(test.path(`${second}.gz`), gzipSync(TEXT));
    await test.sweep([first, second]);
    expect(await test.list()).toEqual(inOrder([`${first}.gz`, `${second}.gz`, 'audit.log']));
  });

  it('leaves both alone where a segment is read again though it was compressed', async () => {
    await using test = await setUp([40]);
    const [name = ''] = test.names;
    await writeFile(test.path(`${name}.gz`), gzipSync(TEXT));
    await test.sweep([], { retainAge: HOUR, retainBytes: 0 });
    expect(await test.list()).toEqual(inOrder([name, `${name}.gz`, 'audit.log']));
  });

  it('prunes the oldest while the disk is nearly full, until there is room for twice the reserve', async () => {
    await using test = await setUp([5, 4, 3, 2]);
    const packed = test.names.slice(0, 3).map((name) => `${name}.gz`);
    await test.sweep(test.names.slice(0, 3));
    const size = (await stat(test.path(`${test.names[0]}.gz`))).size;
    test.io.left = { free: 100, size: 1e12 };
    const swept = await test.sweep(packed, { reserveBytes: (100 + size + 10) / 2 });
    expect(swept.pruned.files).toBe(2);
    expect(await test.list()).toEqual(inOrder([packed[2], test.names[3], 'audit.log']));
    test.io.left = { free: 100, size: 1000 };
    expect((await test.sweep(packed)).pruned.files).toBe(0);
    test.io.left = { free: 99, size: 1000 };
    expect((await test.sweep(packed)).pruned.files).toBe(1);
    expect(await test.list()).toEqual(inOrder([test.names[3], 'audit.log']));
  });

  it('prunes where nothing can be compressed any more', async () => {
    await using test = await setUp([4, 3, 2]);
    for (const name of test.names) await mkdir(test.path(`${name}.gz.tmp`));
    test.io.left = { free: 0, size: 20 * TEXT.length };
    const swept = await test.sweep(test.names);
    expect(swept.failures.join()).toContain('.gz.tmp');
    expect(swept).toMatchObject({ compressed: { files: 0 }, pruned: { files: 2 } });
  });

  it('says what it can’t do, and does the rest', async () => {
    await using test = await setUp([4, 3]);
    const [first = '', second = ''] = test.names;
    const blocked = test.path(`${first}.gz`);
    // A folder of that name stands in the way.
    await mkdir(`${blocked}.tmp`);
    const swept = await test.sweep([first, second]);
    expect(swept.failures.join()).toContain(`${first}.gz.tmp`);
    expect(swept.compressed.files).toBe(1);
  });

  it('stops at once when it is told to', async () => {
    await using test = await setUp([4]);
    const swept = await test.sweep(test.names, { signal: AbortSignal.abort() });
    expect(swept).toMatchObject({ compressed: { files: 0 }, failures: [] });
    expect(await test.list()).toEqual(inOrder([test.names[0], 'audit.log']));
  });

  it('rejects where there is no folder', async () => {
    const options = { finished: new Set<string>(), retainBytes: 1, retainAge: 1, now: NOW };
    await expect(sweepSpool('/dev/null/spool', options)).rejects.toThrow(DiskError);
  });
});
