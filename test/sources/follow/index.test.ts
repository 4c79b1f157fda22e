import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { followFiles } from '../../../src/sources/follow/index.ts';
import type { Entry, JsonObject } from '../../../src/types.ts';
import { newFolder, noise } from '../fixtures.ts';
import { append, breakFile, newClock, read } from './fixtures.ts';

/** Lines whose first bytes tell files from each other, as events do. */
const lines = (name: string, count = 3): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index} ${'-'.repeat(40)}`);
const textOf = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((name) => lines(name)) as [
  string[],
  string[],
  string[],
  string[],
];

/** A log with these lines, in a folder of its own. */
function newLog(all: readonly string[] = A): string {
  const log = join(newFolder(), 'audit.log');
  writeFileSync(log, textOf(all));
  return log;
}

/** How many descriptors this process has for files in a folder. */
function openBelow(folder: string): number {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(`${folder}/`)).length;
}

describe('a followed log', () => {
  it('is read as it grows, half lines too', async () => {
    const log = newLog(['a', 'b']);
    const reader = read(log);
    await reader.look();
    expect(reader.lines).toEqual(['a', 'b']);
    appendFileSync(log, 'c\nd');
    await reader.look(100);
    appendFileSync(log, 'd\n');
    await reader.look(100);
    expect(reader.lines).toEqual(['a', 'b', 'c', 'dd']);
    expect(reader.failures).toEqual([]);
  });

  it('comes in blocks of 64 KiB at most, with their places', async () => {
    const log = join(newFolder(), 'audit.log');
    writeFileSync(log, noise(200_000));
    const reader = read(log);
    await reader.look();
    const blocks = reader.blocks.filter((block) => block.kind === 'bytes');
    expect(blocks.map(({ offset, bytes }) => [offset, bytes.length])).toEqual([
      [0, 65_536],
      [65_536, 65_536],
      [131_072, 65_536],
      [196_608, 3392],
    ]);
    expect(Buffer.concat(blocks.map(({ bytes }) => bytes)).equals(noise(200_000))).toBe(true);
  });

  it('is waited for, which is told once', async () => {
    const folder = newFolder();
    const log = join(folder, 'audit.log');
    const glob = join(folder, '*', 'audit.log');
    const reader = read([log, glob]);
    for (let looks = 0; looks < 4; looks++) await reader.look();
    expect(reader.failures).toEqual([
      { origin: log, reason: 'no such file or folder; it is waited for' },
      { origin: glob, reason: 'matches no file; it is waited for' },
    ]);
    writeFileSync(log, textOf(A));
    await reader.look(100);
    expect(reader.lines).toEqual(A);
    mkdirSync(join(folder, 'n1'));
    writeFileSync(join(folder, 'n1', 'audit.log'), textOf(B));
    await reader.look();
    expect(reader.lines).toEqual([...A, ...B]);
    expect(reader.failures).toHaveLength(2);
  });

  it('is told once when it can not be read, and read when it can', async () => {
    const folder = newFolder();
    const [bad, good] = [join(folder, 'bad.log'), join(folder, 'good.log')];
    symlinkSync(bad, bad);
    writeFileSync(good, textOf(A));
    const reader = read([bad, good]);
    for (let looks = 0; looks < 5; looks++) await reader.look();
    expect(reader.lines).toEqual(A);
    expect(reader.failures).toEqual([
      { origin: bad, reason: 'a loop of symbolic links; it is waited for' },
    ]);
    rmSync(bad);
    writeFileSync(bad, textOf(B));
    await reader.look();
    expect(reader.lines).toEqual([...A, ...B]);
  });

  it('that only others may read is told once, and read when it may be', async () => {
    const [bad, good] = [newLog(), newLog(B)];
    chmodSync(join(bad, '..'), 0o755);
    chmodSync(join(good, '..'), 0o755);
    chmodSync(bad, 0);
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    try {
      const reader = read([bad, good]);
      for (let looks = 0; looks < 4; looks++) await reader.look();
      expect(reader.lines).toEqual(B);
      expect(reader.failures).toEqual([{ origin: bad, reason: 'permission denied' }]);
      if (root) process.seteuid?.(0);
      chmodSync(bad, 0o644);
      await reader.look(30_000);
      await reader.look();
      expect(reader.lines).toEqual([...B, ...A]);
    } finally {
      if (root) process.seteuid?.(0);
    }
  });

  it.each(['stat', 'read'] as const)(
    'that fails at a %s while it is open is told once, and the others go on',
    async (what) => {
      const [bad, good] = [newLog(), newLog(B)];
      const reader = read([bad, good]);
      await reader.look();
      const broken = await breakFile(bad, what, 'ESTALE');
      append(bad, 'more\n');
      for (let looks = 0; looks < 5; looks++) {
        append(good, `${looks}\n`);
        await reader.look();
      }
      expect(reader.lines).toEqual([...A, ...B, '0', '1', '2', '3', '4']);
      expect(reader.failures).toEqual([{ origin: bad, reason: 'ESTALE: it failed' }]);
      // At once, then after 1 s and after 3 s.
      expect(broken.failed()).toBeLessThan(5);
      broken.mend();
      await reader.look(30_000);
      await reader.look();
      expect(reader.lines.at(-1)).toBe('more');
      expect(reader.failures).toHaveLength(1);
    },
  );

  it.each(['stat', 'read'] as const)(
    'that was rotated and fails at a %s ends when it can be read',
    async (what) => {
      const log = newLog();
      const reader = read(log);
      await reader.look();
      renameSync(log, `${log}.1`);
      writeFileSync(log, textOf(B));
      await reader.look();
      const broken = await breakFile(`${log}.1`, what, 'EIO');
      append(`${log}.1`, 'late\n');
      for (let looks = 0; looks < 4; looks++) await reader.look();
      expect(reader.lines).toEqual([...A, ...B]);
      expect(reader.failures).toEqual([{ origin: `${log}.1`, reason: 'EIO: it failed' }]);
      broken.mend();
      await reader.look(30_000);
      await reader.look(70_000);
      await reader.look();
      expect(reader.lines).toEqual([...A, ...B, 'late']);
      expect(reader.blocks.filter(({ kind }) => kind === 'end')).toHaveLength(1);
    },
  );

  it('is no pipe', async () => {
    const pipe = join(newFolder(), 'pipe.log');
    execFileSync('mkfifo', [pipe]);
    const reader = read(pipe);
    for (let looks = 0; looks < 3; looks++) await reader.look();
    expect(reader.failures).toEqual([
      { origin: pipe, reason: 'is no regular file, so it can not be followed; it is waited for' },
    ]);
  });

  it('is read once when it has two names', async () => {
    const log = newLog();
    linkSync(log, `${log}.1`);
    linkSync(log, join(log, '..', 'other.log'));
    const reader = read(join(log, '..'));
    await reader.look();
    append(log, 'more\n');
    await reader.look();
    expect(reader.lines).toEqual([...A, 'more']);
  });
});

describe('at the very first start', () => {
  it('only what was named is read of a log, and rotations that come', async () => {
    const log = newLog(C);
    writeFileSync(`${log}.1`, textOf(B));
    writeFileSync(`${log}.2.gz`, gzipSync(textOf(A)));
    const reader = read(log);
    await reader.look();
    renameSync(`${log}.2.gz`, `${log}.3.gz`);
    writeFileSync(`${log}.2.zst`, zstdCompressSync(textOf(B)));
    rmSync(`${log}.1`);
    renameSync(log, `${log}.1`);
    writeFileSync(log, textOf(D));
    for (let looks = 0; looks < 3; looks++) await reader.look();
    expect(reader.lines).toEqual([...C, ...D]);
    const again = read(log, { stored: reader.save() });
    await again.look();
    expect(again.lines).toEqual([]);
  });

  it('all logs of a folder are read, rotations oldest first', async () => {
    const log = newLog(C);
    writeFileSync(join(log, '..', 'audit-2026-11-20T11-00-00.000.log'), textOf(B));
    writeFileSync(join(log, '..', 'audit-2026-11-20T10-00-00.000.log.gz'), gzipSync(textOf(A)));
    const reader = read(join(log, '..'));
    await reader.look();
    expect(reader.lines).toEqual([...A, ...B, ...C]);
  });

  it('from the end only what comes is read, of logs that are there', async () => {
    const log = newLog(B);
    writeFileSync(`${log}.1`, textOf(A));
    const folder = join(log, '..');
    const reader = read(folder, { from: 'end' });
    await reader.look();
    append(log, textOf(C));
    append(`${log}.1`, 'late\n');
    writeFileSync(join(folder, 'new.log'), textOf(D));
    await reader.look();
    expect(reader.lines.toSorted()).toEqual([...C, ...D, 'late'].toSorted());
    const again = read(folder, { from: 'end', stored: reader.save() });
    append(log, 'more\n');
    await again.look();
    expect(again.lines).toEqual(['more']);
  });
});

describe('rotation by renaming', () => {
  it('is followed, to the last byte of the old file first', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    append(log, textOf(B));
    renameSync(log, `${log}-20261120`);
    writeFileSync(log, textOf(C));
    await reader.look(100);
    expect(reader.lines).toEqual([...A, ...B, ...C]);
  });

  it('several times between two looks leaves out no file', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    for (const [index, name] of ['b', 'c', 'd', 'e', 'f'].entries()) {
      renameSync(log, `${log.slice(0, -4)}-2026-11-20T10-00-0${index}.000.log`);
      writeFileSync(log, textOf(lines(name)));
    }
    await reader.look(100);
    expect(reader.lines).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => lines(name)));
  });

  it('of container runtimes is known', async () => {
    const log = join(newFolder(), '0.log');
    writeFileSync(log, textOf(A));
    const reader = read(log);
    await reader.look();
    for (const hour of ['12', '13']) {
      renameSync(log, `${log}.20261120-${hour}0000`);
      writeFileSync(log, textOf(hour === '12' ? B : C));
    }
    await reader.look(100);
    expect(reader.lines).toEqual([...A, ...B, ...C]);
  });

  it('does not end the old file while it is written to, and then does', async () => {
    const clock = newClock();
    const log = newLog();
    const reader = read(log, { clock });
    await reader.look();
    const fd = openSync(log, 'a');
    renameSync(log, `${log}.1`);
    await reader.look(100);
    writeFileSync(log, textOf(B));
    await reader.look(100);
    writeSync(fd, 'half');
    await reader.look(59_000);
    writeSync(fd, ' and half\nrest');
    await reader.look(59_000);
    await reader.look(59_000);
    expect(reader.blocks.filter(({ kind }) => kind === 'end')).toEqual([]);
    await reader.look(2000);
    closeSync(fd);
    expect(reader.lines).toEqual([...A, ...B, 'half and half', 'rest']);
    expect(reader.blocks.filter(({ kind }) => kind === 'end')).toHaveLength(1);
    append(`${log}.1`, 'very late\n');
    await reader.look();
    expect(reader.lines.at(-1)).toBe('very late');
  });

  it('does not end the old file before there is a new one', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    renameSync(log, `${log}.1`);
    await reader.look(70_000);
    await reader.look(70_000);
    append(`${log}.1`, 'late\n');
    await reader.look();
    expect(reader.lines).toEqual([...A, 'late']);
    expect(reader.blocks.filter(({ kind }) => kind === 'end')).toEqual([]);
  });

  it('keeps no more than a few files open', async () => {
    const clock = newClock();
    const log = newLog();
    const reader = read(join(log, '..'), { clock });
    for (let index = 0; index < 30; index++) {
      await reader.look();
      renameSync(log, `${log.slice(0, -4)}-2026-11-20T10-00-${10 + index}.000.log`);
      append(log, textOf(lines(`${index}`)), clock);
    }
    await reader.look();
    await reader.look();
    expect(reader.lines).toHaveLength(31 * 3);
    expect(openBelow(join(log, '..'))).toBeLessThan(12);
  });

  it('of a link to another file is one', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'pod'));
    const link = join(folder, 'container.log');
    writeFileSync(join(folder, 'pod', '0.log'), textOf(A));
    symlinkSync(join(folder, 'pod', '0.log'), link);
    const reader = read(link);
    await reader.look();
    renameSync(join(folder, 'pod', '0.log'), join(folder, 'pod', '0.log.20261120-120000'));
    writeFileSync(join(folder, 'pod', '0.log'), textOf(B));
    await reader.look(100);
    expect(reader.lines).toEqual([...A, ...B]);
    const stored = reader.save();
    await reader.stop();
    append(join(folder, 'pod', '0.log'), 'last\n');
    writeFileSync(join(folder, 'pod', '1.log'), textOf(C));
    rmSync(link);
    symlinkSync(join(folder, 'pod', '1.log'), link);
    const again = read(link, { stored });
    await again.look();
    await again.look();
    expect(again.lines).toEqual(['last', ...C]);
  });
});

describe('truncation', () => {
  it('starts a file anew', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    truncateSync(log);
    await reader.look(100);
    append(log, 'b\n');
    await reader.look(100);
    expect(reader.lines).toEqual([...A, 'b']);
  });

  it('is seen when the file has grown beyond its old size meanwhile', async () => {
    const log = newLog(A);
    const reader = read(log);
    await reader.look();
    writeFileSync(log, textOf([...B, ...C]));
    await reader.look(100);
    expect(reader.lines).toEqual([...A, ...B, ...C]);
  });

  it.each(['plain', 'gz', 'zst'])(
    'after copying leaves the rest to the copy (%s)',
    async (kind) => {
      const log = newLog();
      const reader = read(log);
      await reader.look();
      append(log, textOf(B));
      const copy = kind === 'plain' ? `${log}.1` : `${log}.1.${kind}`;
      copyFileSync(log, copy);
      if (kind === 'gz') writeFileSync(copy, gzipSync(readFileSync(log)));
      if (kind === 'zst') writeFileSync(copy, zstdCompressSync(readFileSync(log)));
      truncateSync(log);
      append(log, textOf([...C, ...D, ...lines('e', 9)]));
      await reader.look(100);
      expect(reader.lines).toEqual([...A, ...B, ...C, ...D, ...lines('e', 9)]);
    },
  );

  it('may come long after the copy', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    copyFileSync(log, `${log}.1`);
    await reader.look();
    await reader.look();
    expect(reader.lines).toEqual(A);
    append(log, textOf(B));
    append(`${log}.1`, textOf(B));
    truncateSync(log);
    append(log, textOf(C));
    await reader.look(100);
    expect(reader.lines).toEqual([...A, ...B, ...C]);
  });

  it('that takes unread bytes with it is told', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    await reader.stop();
    const stored = reader.save();
    const changed = stored.map(({ key, value }) => ({
      key,
      value: { ...(value as JsonObject), offset: 10 },
    }));
    writeFileSync(log, textOf(B));
    const again = read(log, { stored: changed });
    for (let looks = 0; looks < 4; looks++) await again.look();
    expect(again.lines).toEqual(B);
    expect(again.failures).toEqual([
      { origin: log, reason: `is gone: ${textOf(A).length - 10} bytes of it were not read` },
    ]);
  });

  it('that only cuts the end off lets reading go on there', async () => {
    const log = newLog(lines('a', 100));
    const reader = read(log);
    await reader.look();
    await reader.stop();
    truncateSync(log, 50 * 44 + 40);
    const again = read(log, { stored: reader.save() });
    await again.look();
    append(log, 'rest\n');
    await again.look();
    expect(again.lines).toEqual(['rest']);
  });
});

describe('after a restart', () => {
  it('reading goes on exactly where records were settled', async () => {
    const log = newLog(['a', 'b']);
    const first = read(log);
    await first.look();
    append(log, 'c\nhalf');
    await first.look();
    await first.stop();
    append(log, ' line\n');
    const stored = first.save();
    const second = read(log, { stored });
    await second.look();
    expect(second.lines).toEqual(['half line']);
    expect(second.blocks[0]).toMatchObject({ file: stored[0]?.key, offset: 6 });
  });

  it('what is stored names the file by device, inode and first bytes', async () => {
    const log = newLog();
    const reader = read(log, { timeOf: () => 17 });
    await reader.look();
    expect(reader.source.owner).toBe('files');
    expect(reader.save()).toEqual([
      {
        key: expect.stringMatching(/^\d+:\d+:[0-9a-f]{12}$/) as string,
        value: {
          log,
          path: log,
          dev: expect.stringMatching(/^\d+$/) as string,
          ino: expect.stringMatching(/^\d+$/) as string,
          fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          fingerprintLength: textOf(A).length,
          offset: textOf(A).length,
          time: 17,
          size: textOf(A).length,
          done: false,
        },
      },
    ]);
    expect(reader.source.changes()).toEqual([]);
    await reader.look();
    expect(reader.source.changes()).toEqual([]);
  });

  it.each(['plain', 'gz', 'zst'])(
    'the old file is found (%s), and what came since',
    async (kind) => {
      const log = newLog();
      const reader = read(log);
      await reader.look();
      await reader.stop();
      append(log, textOf(B));
      const rotated = join(log, '..', 'audit-2026-11-20T10-00-00.000.log');
      renameSync(log, rotated);
      if (kind === 'gz') writeFileSync(`${rotated}.gz`, gzipSync(readFileSync(rotated)));
      if (kind === 'zst') writeFileSync(`${rotated}.zst`, zstdCompressSync(readFileSync(rotated)));
      if (kind !== 'plain') rmSync(rotated);
      writeFileSync(join(log, '..', 'audit-2026-11-20T11-00-00.000.log'), textOf(C));
      writeFileSync(log, textOf(D));
      const again = read(log, { stored: reader.save() });
      await again.look();
      expect(again.lines).toEqual([...B, ...C, ...D]);
      await again.look();
      await again.stop();
      const third = read(log, { stored: again.save() });
      await third.look();
      expect(third.lines).toEqual([]);
      expect([...again.failures, ...third.failures]).toEqual([]);
    },
  );

  it('a file that is gone is told once, and its successors are read', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    await reader.stop();
    rmSync(log);
    writeFileSync(`${log}.1`, textOf(B));
    writeFileSync(log, textOf(C));
    const again = read(log, { stored: reader.save() });
    for (let looks = 0; looks < 4; looks++) await again.look();
    expect(again.lines).toEqual([...B, ...C]);
    expect(again.failures).toEqual([
      {
        origin: log,
        reason: `is gone since the last run: what was written to it after byte ${textOf(A).length} was not read`,
      },
    ]);
  });

  it('another file with the same inode is another file', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    await reader.stop();
    // The same inode and more bytes, as when it was freed and used again.
    writeFileSync(log, textOf([...B, ...C]));
    const again = read(log, { stored: reader.save() });
    await again.look();
    expect(again.lines).toEqual([...B, ...C]);
  });

  it('memory that makes no sense is passed over', async () => {
    const log = newLog();
    const reader = read(log, {
      stored: [
        { key: 'x', value: null },
        { key: 'y', value: { log, path: 7 } },
      ],
    });
    await reader.look();
    expect(reader.lines).toEqual(A);
  });
});

describe('compression', () => {
  it('of a file that was read is not read again, nor while both are there', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    renameSync(log, `${log}.1`);
    writeFileSync(log, textOf(B));
    await reader.look();
    const packed = gzipSync(textOf(A));
    writeFileSync(`${log}.1.gz`, packed.subarray(0, 30));
    await reader.look();
    writeFileSync(`${log}.1.gz`, packed);
    await reader.look();
    rmSync(`${log}.1`);
    for (let looks = 0; looks < 3; looks++) await reader.look();
    expect(reader.lines).toEqual([...A, ...B]);
    const again = read(log, { stored: reader.save() });
    await again.look();
    expect(again.lines).toEqual([]);
    expect([...reader.failures, ...again.failures]).toEqual([]);
  });

  it('that is damaged gives its good part, a failure and the end, until it changes', async () => {
    const log = newLog(B);
    const all = lines('z', 4000);
    const packed = gzipSync(textOf(all));
    const archive = `${log}.1.gz`;
    writeFileSync(archive, packed.subarray(0, packed.length - 9));
    utimesSync(archive, 1_700_000_000, 1_700_000_000);
    const reader = read(join(log, '..'));
    for (let looks = 0; looks < 4; looks++) await reader.look();
    expect(reader.lines.length).toBeGreaterThan(3000);
    expect(reader.failures.map(({ origin }) => origin)).toEqual([archive]);
    expect(reader.source.finished()).toEqual([archive]);
    expect(reader.blocks.filter(({ kind }) => kind === 'end')).toHaveLength(1);
    const before = reader.lines.length;
    writeFileSync(archive, packed);
    for (let looks = 0; looks < 2; looks++) await reader.look();
    expect(reader.failures).toHaveLength(1);
    expect(reader.lines.length).toBeGreaterThanOrEqual(before);
    const bytes = reader.blocks.filter(
      (block) => block.kind === 'bytes' && block.origin === archive,
    );
    expect(
      Buffer.concat(bytes.map((block) => (block as { bytes: Uint8Array }).bytes)).toString(),
    ).toBe(textOf(all));
  });
});

describe('deletion', () => {
  it('of an open file takes nothing of it', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    append(log, 'last');
    rmSync(log);
    writeFileSync(log, textOf(B));
    await reader.look(100);
    await reader.look(100);
    expect(reader.lines.toSorted()).toEqual([...A, 'last', ...B].toSorted());
    expect(reader.blocks.filter(({ kind }) => kind === 'end')).toHaveLength(1);
    expect(reader.failures).toEqual([]);
  });

  it('of what was read is forgotten after a while', async () => {
    const log = newLog();
    const reader = read(log);
    await reader.look();
    renameSync(log, `${log}.1`);
    writeFileSync(log, textOf(B));
    await reader.look(70_000);
    await reader.look(70_000);
    expect(reader.save()).toHaveLength(2);
    rmSync(`${log}.1`);
    for (let looks = 0; looks < 4; looks++) await reader.look(70_000);
    expect(reader.save()).toHaveLength(1);
  });

  it('is safe for rotated files that are settled to their end', async () => {
    const log = newLog();
    writeFileSync(`${log}.2.gz`, gzipSync(textOf(C)));
    writeFileSync(`${log}.1`, 'whole\nhalf');
    const reader = read(join(log, '..'));
    await reader.look();
    await reader.look();
    expect(reader.source.finished()).toEqual([`${log}.2.gz`]);
    append(`${log}.1`, '\n');
    await reader.look();
    expect(reader.source.finished()).toEqual([`${log}.2.gz`, `${log}.1`]);
    const again = read(join(log, '..'), { stored: reader.save() });
    await again.look();
    expect(again.source.finished()).toEqual([`${log}.2.gz`, `${log}.1`]);
  });

  it('is safe for what was compressed after it was read, after a restart too', async () => {
    const log = newLog();
    const reader = read(join(log, '..'));
    await reader.look();
    renameSync(log, `${log}.1`);
    writeFileSync(log, textOf(B));
    await reader.look();
    const before = reader.save();
    writeFileSync(`${log}.1.gz`, gzipSync(textOf(A)));
    rmSync(`${log}.1`);
    await reader.look(70_000);
    await reader.look();
    expect(reader.source.finished()).toEqual([`${log}.1.gz`]);
    for (const stored of [before, reader.save()]) {
      const again = read(join(log, '..'), { stored });
      for (let looks = 0; looks < 3; looks++) await again.look();
      expect(again.source.finished()).toEqual([`${log}.1.gz`]);
      expect(again.lines).toEqual([]);
    }
  });

  it('is not safe for a compressed file that is not read to its end, or not known', async () => {
    const log = newLog(B);
    const all = lines('z', 4000);
    const archive = `${log}.1.gz`;
    writeFileSync(archive, gzipSync(textOf(all)));
    let stored: readonly Entry[] = [];
    const reader = read(join(log, '..'), {
      taken: () => {
        if (stored.length === 0) stored = reader.save();
      },
    });
    await reader.look();
    expect(stored).not.toEqual([]);
    for (const known of [stored, []]) {
      const broken = await breakFile(archive, 'read', 'EIO');
      const again = read(join(log, '..'), { stored: known });
      for (let looks = 0; looks < 3; looks++) await again.look();
      expect(again.source.finished()).toEqual([]);
      broken.mend();
      for (let looks = 0; looks < 3; looks++) await again.look(30_000);
      expect(again.lines).toContain(all.at(-1));
      expect(again.source.finished()).toEqual([archive]);
    }
  });
});

describe('several logs', () => {
  it('are read side by side by event time', async () => {
    const folder = newFolder();
    const paths = ['x', 'y'].map((name) => join(folder, `${name}.log`)) as [string, string];
    // One line each 10 time units, x; each 5, y: y is twice as long.
    const write = (path: string, count: number, pace: number) =>
      writeFileSync(
        path,
        textOf(
          Array.from(
            { length: count },
            (_, index) => `${index * pace} ${path} ${'-'.repeat(1000)}`,
          ),
        ),
      );
    write(paths[0], 600, 10);
    write(paths[1], 1200, 5);
    const reader = read(paths, { timeOf: (line) => Number(line.split(' ')[0]) });
    await reader.look();
    let newest = [0, 0];
    let widest = 0;
    for (const line of reader.lines) {
      const [time, path] = line.split(' ');
      newest = newest.map((value, at) => (path === paths[at] ? Number(time) : value));
      widest = Math.max(widest, Math.abs((newest[0] as number) - (newest[1] as number)));
    }
    expect(reader.lines).toHaveLength(1800);
    // A block holds some 63 lines.
    expect(widest).toBeLessThan(700);
    expect(reader.source.lag()).toEqual([
      { log: paths[0], bytes: 0, latest: 5990 },
      { log: paths[1], bytes: 0, latest: 5995 },
    ]);
  });

  it('show how far they are behind', async () => {
    const log = newLog();
    const source = followFiles([log], { from: 'beginning', watch: false });
    const abort = new AbortController();
    const blocks = source.open(abort.signal)[Symbol.asyncIterator]();
    writeFileSync(log, noise(100_000));
    const { value } = (await blocks.next()) as { value: { file: string } };
    expect(source.lag()).toEqual([{ log, bytes: 100_000 - 65_536, latest: 0 }]);
    source.settle(value.file, 10, 5);
    source.settle('nobody', 10, 5);
    expect(source.lag()).toMatchObject([{ latest: 5 }]);
    abort.abort();
    await blocks.return?.();
  });
});

describe('time', () => {
  /** Milliseconds from an append to its block. */
  async function latencies(watch: boolean, count: number): Promise<number[]> {
    const log = newLog();
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const source = followFiles([log], { from: 'end', watch });
    const blocks = source.open(abort.signal)[Symbol.asyncIterator]();
    const found: number[] = [];
    for (let index = 0; index < count; index++) {
      const next = blocks.next();
      await sleep(index === 0 ? 300 : 20);
      const start = performance.now();
      append(log, 'x\n');
      await next;
      found.push(performance.now() - start);
    }
    abort.abort();
    await blocks.next();
    return found.toSorted((a, b) => a - b);
  }

  it('from append to block is short where the system tells of changes', async () => {
    const found = await latencies(true, 9);
    expect(found[4]).toBeLessThan(60);
  });

  it('from append to block is about the time between looks where it does not', async () => {
    const found = await latencies(false, 5);
    expect(found[2]).toBeLessThan(400);
  });

  it('to end after an abort is short, and nothing stays open', async () => {
    const log = newLog();
    const abort = new AbortController();
    const source = followFiles([log], { from: 'beginning', pollMs: 3_600_000, listMs: 3_600_000 });
    const blocks = source.open(abort.signal)[Symbol.asyncIterator]();
    await blocks.next();
    const last = blocks.next();
    await sleep(20);
    abort.abort();
    expect(await last).toMatchObject({ done: true });
    expect(openBelow(join(log, '..'))).toBe(0);
    expect(readdirSync(join(log, '..'))).toEqual(['audit.log']);
  });
});
