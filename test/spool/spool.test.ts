import { mkdir, readdir, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DiskError, openSpool, SpoolFull, type SpoolOptions } from '../../src/spool/index.ts';
import { rotatedAt } from '../../src/spool/names.ts';
import { contents, folder, line, testIo } from './support.ts';

const TIME = Date.UTC(2026, 10, 20, 10);

/** A spool in a folder of its own, with a disk that can break. */
async function setUp(options: Partial<SpoolOptions> = {}) {
  const dir = await folder();
  const path = join(dir.path, 'spool');
  const io = testIo();
  const spool = await openSpool({ folder: path, ...options }, io);
  return {
    path,
    io,
    spool,
    async [Symbol.asyncDispose]() {
      await spool.close();
      await dir[Symbol.asyncDispose]();
    },
  };
}

/** What a spool knows of its disk is measured again after a second; here more than that passes at once. */
function passASecond(): void {
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 1001);
  onTestFinished(() => clock.mockRestore());
}

describe('spool', () => {
  it('keeps its folder and files to their owner', async () => {
    await using test = await setUp();
    await test.spool.append(line('a'));
    expect((await stat(test.path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(test.path, 'audit.log'))).mode & 0o777).toBe(0o600);
  });

  it('resolves only when the bytes are synced', async () => {
    await using test = await setUp();
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    test.io.beforeSync = () => {
      reached.resolve();
      return gate.promise;
    };
    const done = vi.fn<() => void>();
    const appended = test.spool.append(line('a')).then(done);
    await reached.promise;
    await setTimeout(20);
    expect(done).not.toHaveBeenCalled();
    gate.resolve();
    await appended;
    expect(test.io.calls).toEqual(['syncFolder', 'write', 'sync']);
  });

  it('writes and syncs together what comes while it writes', async () => {
    await using test = await setUp();
    await Promise.all(Array.from({ length: 200 }, (_, n) => test.spool.append(line(`${n}`))));
    expect(test.spool.counts).toMatchObject({ appends: 200, rotations: 0 });
    expect(test.spool.counts.syncs).toBeLessThan(10);
    const lines = (await contents(test.path))['audit.log']?.trim().split('\n');
    expect(lines).toEqual(Array.from({ length: 200 }, (_, n) => `${n}`));
  });

  it('writes on where the disk takes a part', async () => {
    await using test = await setUp();
    test.io.most = 3;
    await Promise.all([test.spool.append(line('abcdefg')), test.spool.append(line('hi'))]);
    expect(await contents(test.path)).toEqual({ 'audit.log': 'abcdefg\nhi\n' });
  });

  it('appends after a restart', async () => {
    await using test = await setUp();
    await test.spool.append(line('a'));
    await test.spool.close();
    const again = await openSpool({ folder: test.path });
    await again.append(line('b'));
    await again.close();
    await again.close();
    await expect(again.append(line('c'))).rejects.toThrow('the spool is closed');
    expect(await contents(test.path)).toEqual({ 'audit.log': 'a\nb\n' });
  });

  it('ends the line that a crash cut short, and keeps it', async () => {
    await using dir = await folder();
    await writeFile(join(dir.path, 'audit.log'), 'a\n{"kind":"Ev');
    const spool = await openSpool({ folder: dir.path });
    await spool.append(line('b'));
    await spool.close();
    expect(await contents(dir.path)).toEqual({ 'audit.log': 'a\n{"kind":"Ev\nb\n' });
  });
});

describe('spool › rotation', () => {
  it('begins a segment before one outgrows its size, and never splits an append', async () => {
    await using test = await setUp({ segmentBytes: 25 });
    test.io.time = TIME;
    for (const text of ['a', 'b', 'c']) await test.spool.append(line(text, 10));
    await test.spool.append(line('long', 100));
    await test.spool.append(line('d', 10));
    expect(
      Object.entries(await contents(test.path)).map(([name, { length }]) => [name, length]),
    ).toEqual([
      ['audit-2026-11-20T10-00-00.000.log', 20],
      ['audit-2026-11-20T10-00-00.001.log', 10],
      ['audit-2026-11-20T10-00-00.002.log', 100],
      ['audit.log', 10],
    ]);
  });

  it('makes the new names durable before it takes more', async () => {
    await using test = await setUp({ segmentBytes: 10 });
    await test.spool.append(line('a', 10));
    test.io.calls.length = 0;
    await test.spool.append(line('b', 10));
    expect(test.io.calls).toEqual(['rename', 'syncFolder', 'write', 'sync']);
  });

  it('names segments in order when the clock is set back, also over a restart', async () => {
    await using test = await setUp({ segmentBytes: 10 });
    test.io.time = TIME + 5000;
    await test.spool.append(line('a', 10));
    await test.spool.append(line('b', 10));
    await test.spool.close();
    const io = testIo();
    io.time = TIME;
    const again = await openSpool({ folder: test.path, segmentBytes: 10 }, io);
    await again.append(line('c', 10));
    await again.append(line('d', 10));
    await again.close();
    const files = await contents(test.path);
    expect(Object.keys(files)).toEqual([
      'audit-2026-11-20T10-00-05.000.log',
      'audit-2026-11-20T10-00-05.001.log',
      'audit-2026-11-20T10-00-05.002.log',
      'audit.log',
    ]);
    expect(Object.values(files).map(([first]) => first)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('ends a segment at its age though nothing comes, but none that is empty', async () => {
    await using test = await setUp({ segmentAge: 1000 });
    test.io.time = Date.now();
    await test.spool.append(line('a'));
    test.io.time += 1000;
    await vi.waitFor(async () => expect(test.spool.counts.rotations).toBe(1), { timeout: 10_000 });
    test.io.time += 5000;
    await setTimeout(250);
    expect(test.spool.counts.rotations).toBe(1);
    expect(Object.values(await contents(test.path))).toEqual(['a\n', '']);
  });

  it('counts a segment’s age from its first bytes', async () => {
    await using test = await setUp({ segmentAge: 1000 });
    test.io.time = Date.now() + 60_000;
    await test.spool.append(line('a'));
    await test.spool.append(line('b'));
    expect(await contents(test.path)).toEqual({ 'audit.log': 'a\nb\n' });
  });

  it('knows how old a segment is that it found', async () => {
    await using dir = await folder();
    await writeFile(join(dir.path, 'audit.log'), 'old\n');
    const io = testIo();
    io.time = Date.now() + 60_000;
    const spool = await openSpool({ folder: dir.path, segmentAge: 30_000 }, io);
    await spool.append(line('new'));
    await spool.close();
    expect(Object.values(await contents(dir.path))).toEqual(['old\n', 'new\n']);
  });
});

describe('spool › when the disk fails', () => {
  it('says so, and glues nothing to what was written in part', async () => {
    await using test = await setUp();
    await test.spool.append(line('whole'));
    test.io.space = 3;
    await expect(test.spool.append(line('torn'))).rejects.toThrow(
      new DiskError('the disk is full'),
    );
    await expect(test.spool.append(line('none'))).rejects.toThrow('the disk is full');
    await expect(test.spool.append(line('none'))).rejects.toThrow('the disk is full');
    test.io.space = 100;
    await test.spool.append(line('after'));
    expect(Object.values(await contents(test.path))).toEqual(['whole\ntor', 'after\n']);
  });

  it('fails all appends that shared the write', async () => {
    await using test = await setUp();
    test.io.space = 5;
    const appends = [1, 2, 3].map((n) => test.spool.append(line(`line ${n}`)));
    const results = await Promise.allSettled(appends);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it.each([
    ['EIO', 'the disk reports an input/output error'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EROFS', 'the file system is read-only'],
    ['E_NEW', 'E_NEW: it failed'],
  ])('trusts no segment after a failed sync (%s)', async (code, reason) => {
    await using test = await setUp();
    await test.spool.append(line('a'));
    test.io.failures.set('datasync', code);
    await expect(test.spool.append(line('b'))).rejects.toThrow(new DiskError(reason));
    await test.spool.append(line('b'));
    expect(Object.values(await contents(test.path))).toEqual(['a\nb\n', 'b\n']);
  });

  it.each(['open', 'rename'] as const)(
    'comes back when a rotation failed at its %s',
    async (what) => {
      await using test = await setUp({ segmentBytes: 10 });
      await test.spool.append(line('a', 10));
      test.io.failures.set(what, 'EMFILE');
      await expect(test.spool.append(line('b', 10))).rejects.toThrow('too many open files');
      await test.spool.append(line('c', 10));
      const kept = Object.values(await contents(test.path)).map(([first]) => first);
      expect(kept).toEqual(['a', 'c']);
    },
  );

  it('ends what it wrote in part when not even a new segment can be begun', async () => {
    await using test = await setUp();
    test.io.space = 3;
    await expect(test.spool.append(line('torn'))).rejects.toThrow('the disk is full');
    test.io.failures.set('rename', 'EIO');
    await expect(test.spool.append(line('b'))).rejects.toThrow('input/output');
    test.io.space = 100;
    await test.spool.append(line('c'));
    expect(await contents(test.path)).toEqual({ 'audit.log': 'tor\nc\n' });
  });

  it('finds a real disk full', async () => {
    await using dir = await folder();
    await symlink('/dev/full', join(dir.path, 'audit.log'));
    const spool = await openSpool({ folder: dir.path });
    await expect(spool.append(line('a'))).rejects.toThrow(new DiskError('the disk is full'));
    await spool.close();
  });

  it('is not opened where it can’t be', async () => {
    await using dir = await folder();
    await mkdir(join(dir.path, 'audit.log'));
    await expect(openSpool({ folder: dir.path })).rejects.toThrow(DiskError);
    await expect(openSpool({ folder: '/dev/null/spool' })).rejects.toThrow(DiskError);
  });
});

describe('spool › when it is full', () => {
  it('takes nothing that would go beyond its bound, what waits included', async () => {
    await using test = await setUp({ maxBytes: 25 });
    const appends = ['a', 'b', 'c'].map((text) => test.spool.append(line(text, 10)));
    const results = await Promise.allSettled(appends);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(test.spool.append(line('d', 10))).rejects.toThrow(
      new SpoolFull('the spool holds 20 of at most 25 bytes'),
    );
    await test.spool.append(line('e', 5));
    expect(test.spool.counts).toMatchObject({ bytes: 25, maxBytes: 25 });
  });

  it('leaves a reserve of the disk to others, and takes more once there is room again', async () => {
    await using dir = await folder();
    const io = testIo();
    io.left = { free: 100, size: 1e9 };
    const spool = await openSpool({ folder: dir.path, reserveBytes: 50 }, io);
    const appends = ['a', 'b', 'c'].map((text) => spool.append(line(text, 20)));
    const results = await Promise.allSettled(appends);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(spool.append(line('d', 20))).rejects.toThrow(
      new SpoolFull('the disk is nearly full: beyond the reserve 10 bytes are free'),
    );
    io.left = { free: 1000, size: 1e9 };
    await expect(spool.append(line('e', 20))).rejects.toThrow(SpoolFull);
    passASecond();
    await spool.append(line('e', 20));
    io.left = { free: 10, size: 1e9 };
    passASecond();
    await expect(spool.append(line('f', 20))).rejects.toThrow(SpoolFull);
    await spool.close();
  });

  it.each([
    ['64 MiB', { free: 2 ** 26 + 10, size: 1e12 }],
    ['a twentieth of a small disk', { free: 60, size: 1000 }],
  ])('leaves %s where nothing is said', async (_, left) => {
    await using dir = await folder();
    const io = testIo();
    io.left = left;
    const spool = await openSpool({ folder: dir.path }, io);
    await spool.append(line('a', 10));
    await expect(spool.append(line('b', 10))).rejects.toThrow('the disk is nearly full');
    await spool.close();
  });

  it('counts what it finds, and sees that others made room', async () => {
    await using dir = await folder();
    const old = join(dir.path, 'audit-2026-11-20T10-00-00.000.log');
    await writeFile(old, line('old', 100));
    const spool = await openSpool({ folder: dir.path, maxBytes: 100 });
    await expect(spool.append(line('a'))).rejects.toThrow(SpoolFull);
    await truncate(old);
    passASecond();
    await spool.append(line('a'));
    await spool.close();
  });
});

describe('names of segments', () => {
  it('are read back', async () => {
    await using test = await setUp({ segmentBytes: 1 });
    test.io.time = TIME + 123;
    await test.spool.append(line('a'));
    await test.spool.append(line('b'));
    const [name = ''] = await readdir(test.path);
    expect(name).toBe('audit-2026-11-20T10-00-00.123.log');
    expect(rotatedAt(name)).toBe(TIME + 123);
    expect(rotatedAt(`${name}.gz`)).toBe(TIME + 123);
    expect(rotatedAt('audit.log')).toBeUndefined();
    expect(rotatedAt('audit-2026-13-20T10-00-00.000.log')).toBeUndefined();
    expect(rotatedAt('other-2026-11-20T10-00-00.123.log')).toBeUndefined();
  });
});
