import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ResolvedSources, resolveSources } from '../../src/sources/index.ts';
import { newFolder, readAll, streamOf } from './fixtures.ts';

const resolve = (...paths: string[]): Promise<ResolvedSources> =>
  resolveSources(paths, { stdin: Readable.from([]) });

/** Files with their own names as contents, packed as their names say. */
function write(folder: string, ...names: string[]): void {
  for (const name of names) {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(
      path,
      name.endsWith('.gz') ? gzipSync(name) : name.endsWith('.zst') ? zstdCompressSync(name) : name,
    );
  }
}

/** What the sources hold, each as the contents of its files in reading order. */
async function contents({ sources }: ResolvedSources): Promise<string[][]> {
  const all: string[][] = [];
  for (const source of sources) {
    const { order, texts } = await readAll(source);
    all.push(order.map((origin) => texts[origin] ?? ''));
  }
  return all;
}

describe('paths', () => {
  it('name files, which are read whatever they are called', async () => {
    const folder = newFolder();
    write(folder, 'a.txt', 'b.log');
    const found = await resolve(join(folder, 'a.txt'), join(folder, 'b.log'));
    expect(await contents(found)).toEqual([['a.txt'], ['b.log']]);
    expect(found.sources.map(({ name, size }) => [name, size])).toEqual([
      [join(folder, 'a.txt'), 5],
      [join(folder, 'b.log'), 5],
    ]);
    expect(found).toMatchObject({ failures: [], notes: [] });
  });

  it('name folders, whose logs are read at any depth and whose other files are told', async () => {
    const folder = newFolder();
    write(
      folder,
      'a.log',
      'n1/b.json',
      'n1/deep/c.jsonl.gz',
      'd.ndjson',
      'notes.txt',
      '1',
      '2',
      '3',
    );
    const found = await resolve(folder);
    expect((await contents(found)).flat().toSorted()).toEqual([
      'a.log',
      'd.ndjson',
      'n1/b.json',
      'n1/deep/c.jsonl.gz',
    ]);
    expect(found.notes).toEqual([
      `${folder}: left out what doesn't look like a log: 1, 2, 3, and 1 more`,
    ]);
  });

  it('are globs when they name no file', async () => {
    const folder = newFolder();
    write(folder, 'n1/audit.log', 'n2/audit.log', 'n3/other.txt', 'odd[1].log');
    expect(await contents(await resolve(join(folder, '*/audit.log')))).toEqual([
      ['n1/audit.log'],
      ['n2/audit.log'],
    ]);
    symlinkSync(folder, join(folder, 'n3', 'loop'));
    expect(await contents(await resolve(join(folder, '**')))).toHaveLength(4);
    expect(await contents(await resolve(join(folder, 'odd[1].log')))).toEqual([['odd[1].log']]);
    expect((await resolve(join(folder, '*.none'))).failures).toEqual([
      { path: join(folder, '*.none'), reason: 'matches no file' },
    ]);
  });

  it('that lead nowhere are failures, and the others are read', async () => {
    const folder = newFolder();
    write(folder, 'a.log', 'empty/readme.txt');
    symlinkSync(join(folder, 'gone'), join(folder, 'broken.log'));
    const found = await resolve(
      join(folder, 'no.log'),
      join(folder, 'a.log'),
      join(folder, 'empty'),
      join(folder, 'broken.log'),
      join(folder, 'a.log', 'b'),
    );
    expect(found.failures).toEqual([
      { path: join(folder, 'no.log'), reason: 'no such file or folder' },
      {
        path: join(folder, 'empty'),
        reason: 'no file in it looks like a log (*.log, *.json, *.jsonl, *.ndjson)',
      },
      { path: join(folder, 'broken.log'), reason: 'no such file or folder' },
      { path: join(folder, 'a.log', 'b'), reason: 'no such file or folder' },
    ]);
    expect(await contents(found)).toEqual([['a.log']]);
  });

  it('that lead to one file lead to it once', async () => {
    const folder = newFolder();
    write(folder, 'a.log', 'n1/b.log');
    symlinkSync(join(folder, 'a.log'), join(folder, 'link.log'));
    linkSync(join(folder, 'a.log'), join(folder, 'hard.log'));
    symlinkSync(folder, join(folder, 'n1', 'loop'));
    const found = await resolve(
      join(folder, 'a.log'),
      join(folder, '*.log'),
      folder,
      join(folder, 'a.log'),
    );
    expect(await contents(found)).toEqual([['a.log'], ['n1/b.log']]);
    expect(found.failures).toEqual([]);
  });

  it('include - for standard input, once and last', async () => {
    const folder = newFolder();
    write(folder, 'a.log');
    const found = await resolveSources(['-', join(folder, 'a.log'), '-'], {
      stdin: streamOf('piped\n'),
    });
    expect(found.sources.map(({ name, size }) => [name, size])).toEqual([
      [join(folder, 'a.log'), 5],
      ['standard input', undefined],
    ]);
    expect(await contents(found)).toEqual([['a.log'], ['piped\n']]);
  });

  it('may be named pipes', async () => {
    const folder = newFolder();
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const found = await resolve(pipe);
    expect(found.sources[0]?.size).toBeUndefined();
    const reading = contents(found);
    await writeFile(pipe, 'through the pipe');
    expect(await reading).toEqual([['through the pipe']]);
  });
});

describe('rotated logs', () => {
  it('are one source, oldest first, the current file last', async () => {
    const folder = newFolder();
    write(
      folder,
      'audit.log',
      'audit-2026-11-20T11-00-00.000.log',
      'audit-2026-11-20T10-00-00.000.log.gz',
      'audit-2026-11-19T23-59-59.999.log.zst',
    );
    write(folder, 'n2/audit.log', 'n2/audit.log.2.gz', 'n2/audit.log.1', 'n2/audit.log.10.gz');
    const found = await resolve(folder);
    expect(await contents(found)).toEqual([
      [
        'audit-2026-11-19T23-59-59.999.log.zst',
        'audit-2026-11-20T10-00-00.000.log.gz',
        'audit-2026-11-20T11-00-00.000.log',
        'audit.log',
      ],
      ['n2/audit.log.10.gz', 'n2/audit.log.2.gz', 'n2/audit.log.1', 'n2/audit.log'],
    ]);
    expect(found.sources[0]?.name).toBe(`${join(folder, 'audit.log')} (4 files)`);
  });

  it('named one by one are put together as well', async () => {
    const folder = newFolder();
    write(folder, 'audit.log', 'audit.log.1');
    expect(
      await contents(await resolve(join(folder, 'audit.log'), join(folder, 'audit.log.1'))),
    ).toEqual([['audit.log.1', 'audit.log']]);
  });

  it('with equal names go by modification', async () => {
    const folder = newFolder();
    write(folder, 'audit.log-20261120', 'audit-20261120.log');
    utimesSync(join(folder, 'audit.log-20261120'), 1000, 1000);
    utimesSync(join(folder, 'audit-20261120.log'), 2000, 2000);
    expect(await contents(await resolve(folder))).toEqual([
      ['audit.log-20261120', 'audit-20261120.log'],
    ]);
  });

  it('are read plain where a compressed copy stands beside, whole or not', async () => {
    const folder = newFolder();
    write(
      folder,
      'audit.log',
      'audit-2026-11-20T10-00-00.000.log',
      'audit.log.1',
      'audit.log.1.gz',
      'audit.log.2.gz',
    );
    writeFileSync(
      join(folder, 'audit-2026-11-20T10-00-00.000.log.gz'),
      gzipSync('half').subarray(0, 12),
    );
    const found = await resolve(folder);
    expect(await contents(found)).toEqual([
      ['audit.log.2.gz', 'audit.log.1', 'audit-2026-11-20T10-00-00.000.log', 'audit.log'],
    ]);
    expect(found.notes).toEqual([
      `${join(folder, 'audit-2026-11-20T10-00-00.000.log.gz')}: left out, audit-2026-11-20T10-00-00.000.log is there uncompressed`,
      `${join(folder, 'audit.log.1.gz')}: left out, audit.log.1 is there uncompressed`,
    ]);
  });

  it('are read as far as they go where only half a compressed file is there', async () => {
    const folder = newFolder();
    write(folder, 'audit.log');
    writeFileSync(join(folder, 'audit.log.1.gz'), gzipSync('line\n'.repeat(9)).subarray(0, -6));
    const { sources } = await resolve(folder);
    expect(await readAll(sources[0]!)).toMatchObject({
      texts: {
        [join(folder, 'audit.log.1.gz')]: 'line\n'.repeat(9),
        [join(folder, 'audit.log')]: 'audit.log',
      },
      failures: [{ origin: join(folder, 'audit.log.1.gz') }],
    });
  });
});

describe('reading a file', () => {
  it('that is gone by then is a failure, and the next one is read', async () => {
    const folder = newFolder();
    write(folder, 'a.log', 'a.log.1', 'a.log.2');
    const { sources } = await resolve(folder);
    rmSync(join(folder, 'a.log.1'));
    expect(await readAll(sources[0]!)).toMatchObject({
      order: ['a.log.2', 'a.log.1', 'a.log'].map((name) => join(folder, name)),
      failures: [{ origin: join(folder, 'a.log.1'), reason: 'no such file or folder' }],
    });
  });

  it('that can’t be read by then is a failure in plain words', async () => {
    const folder = newFolder();
    write(folder, 'a.log');
    const { sources } = await resolve(folder);
    rmSync(join(folder, 'a.log'));
    mkdirSync(join(folder, 'a.log'));
    expect((await readAll(sources[0]!)).failures).toMatchObject([{ reason: 'is a folder' }]);
  });

  it('reads what was compressed under the name of the current log, and what an empty twin would hide', async () => {
    const folder = newFolder();
    const names = [
      'audit.log',
      'audit.log.gz',
      'audit.log.1',
      'audit.log.1.gz',
      'audit.log.2',
      'audit.log.2.gz',
    ];
    for (const name of names)
      await writeFile(join(folder, name), name === 'audit.log.1' ? '' : 'x');
    const { notes } = await resolveSources([folder], { stdin: process.stdin });
    expect(notes).toEqual([expect.stringContaining('audit.log.2.gz')]);
  });

  it('comes in modest blocks and stops when it is told to', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'a.log'), Buffer.alloc(2_000_000));
    const { sources } = await resolve(folder);
    const { read, longest } = await readAll(sources[0]!);
    expect({ read, longest }).toEqual({ read: 2_000_000, longest: 262_144 });
    const abort = new AbortController();
    const blocks: string[] = [];
    for await (const block of sources[0]!.open(abort.signal)) {
      blocks.push(block.kind);
      abort.abort();
    }
    expect(blocks).toEqual(['bytes']);
  });
});
