import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openFileSink } from '../../src/sinks/file.ts';
import type { LineFileOptions } from '../../src/sinks/line-file.ts';
import { type Harness, numbered, sinkContract } from './contract.ts';
import { systemError } from './support.ts';

/** A folder for one test. */
async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'satrap-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const BIG = 1_000_000;
const options = (path: string, changes: Partial<LineFileOptions> = {}): LineFileOptions => ({
  path: join(path, 'alerts.jsonl'),
  maxSize: BIG,
  keep: 3,
  ...changes,
});

/** What alerts a file holds, by the number that `numbered` gave them. */
async function numbersIn(path: string): Promise<number[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => Number((JSON.parse(line) as { id: string }).id));
}

const LINE = Buffer.byteLength(JSON.stringify(numbered(1))) + 1;

sinkContract('file', async (): Promise<Harness> => {
  const { path, [Symbol.asyncDispose]: dispose } = await folder();
  const file = join(path, 'alerts.jsonl');
  const broken = join(path, 'broken');
  await mkdir(broken);
  // Two lines fit; `breakDown` makes the rotation for a third impossible.
  const sink = await openFileSink({ path: file, maxSize: 6 * LINE, keep: 1 });
  return {
    sink,
    delivered: () => readFile(file, 'utf8'),
    async breakDown() {
      await mkdir(`${file}.1/full`, { recursive: true });
      await writeFile(file, 'x'.repeat(6 * LINE));
      await sink.close();
    },
    [Symbol.asyncDispose]: dispose,
  };
});

describe('file sink', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('makes its folders, and keeps file and folders to their owner', async () => {
    await using dir = await folder();
    const file = join(dir.path, 'a', 'b', 'alerts.jsonl');
    const sink = await openFileSink({ path: file, maxSize: BIG, keep: 1 });
    await sink.write([numbered(1)]);
    await sink.close();
    const mode = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await mode(file)).toBe(0o600);
    expect(await mode(join(dir.path, 'a'))).toBe(0o700);
    expect(await mode(join(dir.path, 'a', 'b'))).toBe(0o700);
  });

  it('appends after a restart', async () => {
    await using dir = await folder();
    for (const number of [1, 2]) {
      const sink = await openFileSink(options(dir.path));
      await sink.write([numbered(number)]);
      await sink.close();
    }
    expect(await numbersIn(join(dir.path, 'alerts.jsonl'))).toEqual([1, 2]);
  });

  it('ends the last line of a crash before it appends', async () => {
    await using dir = await folder();
    const { path } = options(dir.path);
    await writeFile(path, '{"id":"1"}\n{"id":"2');
    const sink = await openFileSink(options(dir.path));
    await sink.write([numbered(3)]);
    await sink.close();
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines.slice(0, 2)).toEqual(['{"id":"1"}', '{"id":"2']);
    expect(JSON.parse(lines[2] as string)).toEqual(numbered(3));
  });

  it('begins a new file before one grows too big, and keeps the youngest old ones', async () => {
    await using dir = await folder();
    const sink = await openFileSink(options(dir.path, { maxSize: 2 * LINE, keep: 2 }));
    for (let number = 1; number <= 7; number++) await sink.write([numbered(number)]);
    await sink.close();
    const { path } = options(dir.path);
    expect((await readdir(dir.path)).sort()).toEqual([
      'alerts.jsonl',
      'alerts.jsonl.1',
      'alerts.jsonl.2',
    ]);
    expect(await numbersIn(path)).toEqual([7]);
    expect(await numbersIn(`${path}.1`)).toEqual([5, 6]);
    expect(await numbersIn(`${path}.2`)).toEqual([3, 4]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('rotates within one write as well', async () => {
    await using dir = await folder();
    const sink = await openFileSink(options(dir.path, { maxSize: 2 * LINE, keep: 9 }));
    await sink.write([1, 2, 3, 4, 5].map((number) => numbered(number)));
    await sink.close();
    const { path } = options(dir.path);
    expect(await numbersIn(`${path}.2`)).toEqual([1, 2]);
    expect(await numbersIn(`${path}.1`)).toEqual([3, 4]);
    expect(await numbersIn(path)).toEqual([5]);
  });

  it('gives an alert that is bigger than a file a file of its own', async () => {
    await using dir = await folder();
    const sink = await openFileSink(options(dir.path, { maxSize: LINE - 1 }));
    await sink.write([numbered(1), numbered(2)]);
    await sink.close();
    const { path } = options(dir.path);
    expect(await numbersIn(`${path}.1`)).toEqual([1]);
    expect(await numbersIn(path)).toEqual([2]);
  });

  it('fills the gap that a crash in the middle of a rotation left', async () => {
    await using dir = await folder();
    const { path } = options(dir.path);
    await writeFile(path, 'x'.repeat(BIG));
    await writeFile(`${path}.2`, 'second');
    await writeFile(`${path}.3`, 'third');
    const sink = await openFileSink(options(dir.path));
    await sink.write([numbered(1)]);
    await sink.close();
    expect(await readFile(`${path}.2`, 'utf8')).toBe('second');
    expect(await readFile(`${path}.3`, 'utf8')).toBe('third');
    expect((await stat(`${path}.1`)).size).toBe(BIG + 1);
  });

  it('rejects with the reason, and leaves no half line behind when it is tried again', async () => {
    await using dir = await folder();
    const sink = await openFileSink(options(dir.path));
    await sink.write([numbered(1)]);
    const probe = await open(join(dir.path, 'probe'), 'w');
    const handles = Object.getPrototypeOf(probe) as typeof probe;
    await probe.close();
    vi.spyOn(handles, 'appendFile').mockImplementationOnce(async function (
      this: typeof probe,
      text,
    ) {
      await this.write((text as string).slice(0, 40));
      throw systemError('ENOSPC');
    });
    await expect(sink.write([numbered(2)])).rejects.toThrow('ENOSPC');
    await sink.write([numbered(2)]);
    await sink.close();
    expect(await numbersIn(join(dir.path, 'alerts.jsonl'))).toEqual([1, 2]);
  });

  it('is synced to the disk when it is closed', async () => {
    await using dir = await folder();
    const sink = await openFileSink(options(dir.path));
    await sink.write([numbered(1)]);
    const probe = await open(join(dir.path, 'probe'), 'w');
    const sync = vi.spyOn(Object.getPrototypeOf(probe) as typeof probe, 'sync');
    await probe.close();
    await sink.close();
    expect(sync).toHaveBeenCalledOnce();
  });

  it('rejects at once when the file can not be opened', async () => {
    await using dir = await folder();
    await expect(openFileSink(options(dir.path, { path: dir.path }))).rejects.toThrow('EISDIR');
    await writeFile(join(dir.path, 'file'), '');
    const below = options(dir.path, { path: join(dir.path, 'file', 'alerts.jsonl') });
    await expect(openFileSink(below)).rejects.toThrow(/ENOTDIR|EEXIST/);
  });

  it('leaves the mode of a file that is there as it is', async () => {
    await using dir = await folder();
    const { path } = options(dir.path);
    await writeFile(path, '');
    await chmod(path, 0o640);
    const sink = await openFileSink(options(dir.path));
    await sink.close();
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });
});
