import { appendFileSync, mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readInOrder } from '../../../src/pipeline/merge.ts';
import { limitsOf, type ReadOptions } from '../../../src/pipeline/reading/batch.ts';
import type { watchIdleness } from '../../../src/pipeline/reading/idleness.ts';
import { type ScanThreads, startThreads } from '../../../src/pipeline/reading/threads.ts';
import { fieldPath } from '../../../src/record/field-path.ts';
import { createScanner, scannerPaths } from '../../../src/scanner/index.ts';
import { resolveSources } from '../../../src/sources/index.ts';
import { event, line } from '../../parsers/fixtures.ts';
import { newFolder, streamOf } from '../../sources/fixtures.ts';

const OPTIONS = { maxRecordBytes: 200_000 };
const FIELDS = ['verb', 'user.username'].map(fieldPath);

const started = new Map<string, ScanThreads>();
afterAll(async () => {
  await Promise.all([...started.values()].map((threads) => threads.close()));
});

/** Threads that the tests share. */
function threadsFor(jobs: number, sources: number): ScanThreads {
  const key = `${jobs} for ${sources}`;
  const threads = started.get(key) ?? newThreads(jobs, sources);
  started.set(key, threads);
  return threads;
}

function newThreads(jobs: number, sources: number): ScanThreads {
  const paths = scannerPaths(FIELDS);
  // One more joins them as soon as it can.
  const watch: typeof watchIdleness = (onIdle) => ({ begin: once(onIdle), end: () => undefined });
  const limits = limitsOf(OPTIONS);
  const threads = startThreads({ count: jobs, sources, limits, work: paths, watch });
  threads.attach({ paths });
  return threads;
}

function once(call: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) call();
    isDone = true;
  };
}

/** All that is found in what paths name, told briefly. */
async function read(paths: readonly string[], options: Partial<ReadOptions> = {}) {
  const { sources } = await resolveSources(paths, { stdin: streamOf('') });
  const found: unknown[] = [];
  const failures: string[] = [];
  const sum = { read: 0, bytes: 0 };
  for await (const batch of readInOrder(sources, { ...OPTIONS, ...options })) {
    sum.read += batch.read;
    sum.bytes += batch.bytes;
    failures.push(...batch.failures.map(({ reason }) => reason));
    for (const one of batch.found) {
      if ('reject' in one) found.push(one.reject);
      else {
        const { time, digest, partial } = one.record;
        const user = one.record.field(FIELDS[1] as (typeof FIELDS)[number]);
        found.push({ time, digest, partial, user, offset: one.offset, length: one.length });
      }
    }
  }
  return { found, failures, ...sum };
}

/** The same with parsers alone, with a scanner in segments of several sizes, and with threads. */
async function everyWay(paths: readonly string[]) {
  const plain = await read(paths);
  const ways = [];
  for (const segmentBytes of [700, 5000, 262_144]) {
    ways.push(await read(paths, { scanner: createScanner(FIELDS), segmentBytes }));
  }
  for (const jobs of [1, 3]) {
    const scanner = createScanner(FIELDS);
    const threads = threadsFor(jobs, paths.length);
    ways.push(await read(paths, { scanner, threads, segmentBytes: 3000 }));
  }
  return { plain, ways };
}

const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `${line(from + index)}\n`).join('');
const cut = (text: string) => text.slice(0, Math.floor(text.length * 0.7));
const undated = (id: string) => `${cut(JSON.stringify(event(id, { stageTimestamp: 'x' })))}\n`;

const CRI = '2026-11-20T10:00:00.000000000Z stdout';
const unset = (id: number) =>
  `${line(id, { stageTimestamp: '1970-01-01T00:00:00.000000Z', requestReceivedTimestamp: null })}\n`;
const deep = (levels: number) =>
  line('deep', { requestObject: '@' }).replace('"@"', '['.repeat(levels) + ']'.repeat(levels));

const LOGS: Record<string, string> = {
  lines: lines(60),
  'lines without a last line feed': lines(60).slice(0, -1),
  'a last line that is cut short': cut(lines(30)),
  'lines that are cut short': `${lines(10)}${cut(line(90))}\n${lines(10, 20)}${undated('u')}${lines(10, 40)}`,
  'a start without a time': `${undated('u')}${undated('v')}${lines(20)}`,
  'what is not JSON between lines': `${lines(10)}junk\n\n  \n${lines(10, 20)}\0\0\0${lines(5, 40)}`,
  'a pretty-printed event amid lines': `${lines(10)}${JSON.stringify(event('p'), null, 2)}\n${lines(20, 20)}`,
  'a list': JSON.stringify({
    kind: 'EventList',
    items: Array.from({ length: 20 }, (_, i) => event(i)),
  }),
  'a pretty-printed list': JSON.stringify(
    { items: Array.from({ length: 20 }, (_, i) => event(i)) },
    null,
    1,
  ),
  'a list with a line for each event': `{"items":[\n${Array.from({ length: 20 }, (_, i) => line(i)).join(',\n')}\n]}\n`,
  'lines longer than a segment and its tail': `${lines(5)}${line('long', { note: 'x'.repeat(150_000) })}\n${lines(5, 10)}`,
  'a line above the limit': `${lines(5)}${line('long', { note: 'x'.repeat(300_000) })}\n${lines(5, 10)}`,
  'a container log': lines(40)
    .trimEnd()
    .split('\n')
    .map((one) => `2026-11-20T10:00:00.000000000Z stdout F ${one}\n`)
    .join(''),
  'an event nested deep': `${lines(10)}${deep(20_000)}\n${lines(10, 20)}`,
  'events of a clock that was never set': `${unset(0)}${unset(1)}${lines(20, 20)}${unset(50)}${lines(5, 60)}`,
  'more undated events than are waited for': `${Array.from({ length: 1100 }, (_, i) => undated(`u${i}`)).join('')}${lines(20)}`,
  'a container log with parts': lines(20)
    .trimEnd()
    .split('\n')
    .map((one) => `${CRI} P ${one.slice(0, 99)}\n${CRI} F ${one.slice(99)}\n`)
    .join(''),
  'a byte order mark': `\u{feff}${lines(20)}`,
  CRLF: lines(30).replaceAll('\n', '\r\n'),
};

describe('a file', () => {
  it.each(Object.entries(LOGS))(
    'is read the same in pieces, and by threads: %s',
    async (_, text) => {
      const path = join(newFolder(), 'audit.log');
      writeFileSync(path, text);
      const { plain, ways } = await everyWay([path]);
      expect(plain.found.length).toBeGreaterThan(0);
      for (const way of ways) expect(way.found).toEqual(plain.found);
    },
  );

  it('counts every byte, whoever reads it', async () => {
    const path = join(newFolder(), 'audit.log');
    writeFileSync(path, LOGS.lines as string);
    const { plain, ways } = await everyWay([path]);
    for (const { read: onDisk, bytes } of ways) {
      expect({ onDisk, bytes }).toEqual({ onDisk: plain.read, bytes: plain.bytes });
    }
  });

  it('that is not UTF-8 is read as what it is', async () => {
    const path = join(newFolder(), 'audit.log');
    const odd = Buffer.from(`${line('x', { note: 'b\u{e9}' })}\n`, 'latin1');
    writeFileSync(path, Buffer.concat([Buffer.from(lines(5)), odd, Buffer.from(lines(5, 10))]));
    const { plain, ways } = await everyWay([path]);
    for (const way of ways) expect(way.found).toEqual(plain.found);
  });

  it('that grows or shrinks while it is read is read as far as it goes', async () => {
    const path = join(newFolder(), 'audit.log');
    writeFileSync(path, lines(200));
    const { sources } = await resolveSources([path], { stdin: streamOf('') });
    let events = 0;
    const options = { ...OPTIONS, scanner: createScanner(FIELDS), segmentBytes: 2000 };
    for await (const { found } of readInOrder(sources, options)) {
      if (events === 0) truncateSync(path, lines(100).length);
      if (events === 0) appendFileSync(path, '');
      events += found.length;
    }
    expect(events).toBe(100);
  });

  it.each(['lines', 'a pretty-printed list'])(
    'lets an interrupt through in mid-run: %s',
    async (name) => {
      const path = join(newFolder(), 'audit.log');
      writeFileSync(path, LOGS[name] as string);
      const { sources } = await resolveSources([path], { stdin: streamOf('') });
      const abort = new AbortController();
      setImmediate(() => abort.abort());
      let batches = 0;
      const options = { ...OPTIONS, scanner: createScanner(FIELDS), segmentBytes: 1000 };
      for await (const batch of readInOrder(sources, options)) {
        batches += batch.read > 0 ? 1 : 0;
        if (abort.signal.aborted) break;
      }
      expect(abort.signal.aborted).toBe(true);
      expect(batches).toBeLessThan(5);
    },
  );

  it('is the one that was opened, whatever becomes of its name', async () => {
    const path = join(newFolder(), 'audit.log');
    writeFileSync(path, `${lines(100)}${JSON.stringify(event('p'), null, 1)}\n${lines(100, 200)}`);
    const { sources } = await resolveSources([path], { stdin: streamOf('') });
    const scanner = createScanner(FIELDS);
    const options = { ...OPTIONS, scanner, threads: threadsFor(2, 1), segmentBytes: 2000 };
    let events = 0;
    for await (const { found } of readInOrder(sources, options)) {
      if (events === 0) {
        renameSync(path, `${path}.1`);
        writeFileSync(path, lines(300, 1000));
      }
      events += found.length;
      expect(found.every((one) => 'record' in one && one.offset < 130_000)).toBe(true);
    }
    expect(events).toBe(201);
  });

  it('that is gone is a failure, as it is without a scanner', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'audit.log'), lines(3));
    const { sources } = await resolveSources([folder], { stdin: streamOf('') });
    const files = sources[0]?.files?.map((file) => ({ ...file, path: `${file.path}.gone` }));
    const source = { ...(sources[0] as (typeof sources)[number]), files: files ?? [] };
    const failures: string[] = [];
    const options = { ...OPTIONS, scanner: createScanner(FIELDS) };
    for await (const batch of readInOrder([source], options)) {
      failures.push(...batch.failures.map(({ reason }) => reason));
    }
    expect(failures).toEqual([expect.stringContaining('no such file')]);
  });
});

describe('a compressed file', () => {
  it.each(Object.entries(LOGS))('is read the same by threads: %s', async (_, text) => {
    const path = join(newFolder(), 'audit.log.gz');
    writeFileSync(path, gzipSync(text));
    const { plain, ways } = await everyWay([path]);
    for (const way of ways) expect(way.found).toEqual(plain.found);
  });
});

describe('a rotated set, partly compressed', () => {
  function rotated(): string {
    const folder = join(newFolder(), 'log');
    mkdirSync(folder);
    const put = (name: string, bytes: Uint8Array | string) =>
      writeFileSync(join(folder, name), bytes);
    put('audit-2026-11-20T08-00-00.000.log.gz', gzipSync(lines(50)));
    put('audit-2026-11-20T09-00-00.000.log.gz', gzipSync(lines(50, 100)));
    put('audit-2026-11-20T10-00-00.000.log.zst', zstdCompressSync(lines(50, 200)));
    put('audit-2026-11-20T11-00-00.000.log', lines(50, 300));
    put('audit.log', lines(50, 400));
    return folder;
  }

  it('is read in order, whoever reads it', async () => {
    const { plain, ways } = await everyWay([rotated()]);
    expect(plain.found).toHaveLength(250);
    for (const way of ways) expect(way.found).toEqual(plain.found);
  });

  it('with damage gives what comes before it, and says so', async () => {
    const folder = rotated();
    const path = join(folder, 'audit-2026-11-20T08-00-00.000.log.gz');
    const whole = gzipSync(lines(5000));
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    const { plain, ways } = await everyWay([folder]);
    expect(plain.failures).toHaveLength(1);
    for (const way of ways) {
      expect(way.found).toEqual(plain.found);
      expect(way.failures).toEqual(plain.failures);
    }
  });

  it('beside others is merged by event time', async () => {
    const [one, other] = [rotated(), rotated()];
    const { plain, ways } = await everyWay([one, other, rotated()]);
    expect(plain.found).toHaveLength(750);
    for (const way of ways) expect(way.found).toEqual(plain.found);
  });
});

describe('threads', () => {
  it('stop in the middle when nobody reads on', async () => {
    const path = join(newFolder(), 'audit.log');
    writeFileSync(path, lines(500));
    const { sources } = await resolveSources([path], { stdin: streamOf('') });
    const threads = newThreads(2, 1);
    const options = { ...OPTIONS, scanner: createScanner(FIELDS), threads, segmentBytes: 1000 };
    let batches = 0;
    for await (const { found } of readInOrder(sources, options)) {
      if (found.length > 0 && ++batches === 3) break;
    }
    await threads.close();
    expect(batches).toBe(3);
  });
});
