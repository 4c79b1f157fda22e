import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  futimesSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';

/** How rotated files are called: `numbers` shifts them all, `stamps` gives each a name for good. */
export type Naming = 'numbers' | 'stamps';

const PACK = /[.](gz|zst)$/;

/** A program that writes a log, and what rotates it: every line that was written is known. */
export class Writer {
  readonly path: string;
  /** All whole lines, by the content that they were written to. */
  readonly written: string[] = [];
  readonly #folder: string;
  readonly #naming: Naming;
  readonly #now: () => number;
  readonly #flags: 'a' | 'w';
  #fd: number;
  #late: number | undefined;
  #content = 0;
  #line = 0;
  #rest: { fd: number; text: string } | undefined;
  #lateSince = 0;
  #stamp = 0;

  /** With `holes` it goes on writing where it was, also when its log was truncated. */
  constructor(folder: string, naming: Naming, now: () => number, holes = false) {
    this.#flags = holes ? 'w' : 'a';
    this.#folder = folder;
    this.#naming = naming;
    this.#now = now;
    this.path = join(folder, 'audit.log');
    this.#fd = openSync(this.path, this.#flags);
  }

  /** Writes whole lines, each padded to so many bytes. */
  lines(count: number, padding: number, fd = this.#fd): void {
    this.#finish(fd);
    for (let index = 0; index < count; index++) this.#put(fd, `${this.#newLine(fd, padding)}\n`);
  }

  /** Writes the first half of a line; the rest comes with what is written next. */
  half(padding: number, at: number): void {
    if (this.#rest !== undefined) this.#finish(this.#rest.fd);
    const line = this.#newLine(this.#fd, padding);
    const cut = Math.max(1, Math.min(line.length, at));
    this.#put(this.#fd, line.slice(0, cut));
    this.#rest = { fd: this.#fd, text: `${line.slice(cut)}\n` };
  }

  /** Renames the log and begins another; the old one can still be written to. */
  rotate(): void {
    this.endLate();
    renameSync(this.path, this.#free());
    this.#late = this.#fd;
    this.#lateSince = this.#now();
    this.#content++;
    this.#fd = openSync(this.path, this.#flags);
  }

  /** Writes to the log that was renamed last, for some seconds. */
  late(count: number): void {
    if (this.#now() - this.#lateSince > 20_000) this.endLate();
    if (this.#late !== undefined) this.lines(count, 200, this.#late);
  }

  /** The log that was renamed last is closed. */
  endLate(): void {
    if (this.#late === undefined) return;
    this.#finish(this.#late);
    closeSync(this.#late);
    this.#late = undefined;
  }

  /** Copies the log and empties it; `between` is called when both are there. */
  copyTruncate(pack = false, between = () => {}): void {
    this.endLate();
    this.#finish(this.#fd);
    const path = this.#free();
    copyFileSync(this.path, path);
    between();
    ftruncateSync(this.#fd);
    this.#content++;
    if (!pack) return;
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    rmSync(path);
  }

  /** Compresses the oldest plain rotation, or goes on with it: both are there between two calls. */
  compress(kind: 'gz' | 'zst', partly: boolean): void {
    this.endLate();
    const path = this.rotations().find((name) => !PACK.test(name) && statSync(name).size > 0);
    if (path === undefined) return;
    const packed = ['gz', 'zst'].map((end) => `${path}.${end}`).find(existsSync);
    if (packed !== undefined && !partly) {
      writeFileSync(packed, compressed(packed, readFileSync(path)));
      return rmSync(path);
    }
    const bytes = compressed(kind, readFileSync(path));
    writeFileSync(
      packed ?? `${path}.${kind}`,
      partly ? bytes.subarray(0, bytes.length / 2) : bytes,
    );
  }

  /** Rotated files, the oldest first. */
  rotations(): string[] {
    const names = readdirSync(this.#folder).filter((name) => name !== 'audit.log');
    const age = (name: string) =>
      Number(/(\d+)(?:[.]log)?(?:[.]\w+)?$/.exec(name.replace(PACK, ''))?.[1]);
    const sign = this.#naming === 'numbers' ? -1 : 1;
    return names
      .toSorted((a, b) => sign * (age(a) - age(b)))
      .map((name) => join(this.#folder, name));
  }

  /** Deletes a rotation, with what it was compressed to so far. */
  remove(path: string): void {
    for (const end of ['', '.gz', '.zst']) rmSync(path + end, { force: true });
  }

  close(): void {
    this.endLate();
    this.#finish(this.#fd);
    closeSync(this.#fd);
  }

  #free(): string {
    if (this.#naming === 'stamps') {
      const second = String(10_000 + this.#stamp++);
      return join(
        this.#folder,
        `audit-2026-11-20T1${second[0]}-${second.slice(1, 3)}-${second.slice(3)}.000.log`,
      );
    }
    for (const path of this.rotations()) {
      const [, before, number, packed = ''] = /^(.*[.])(\d+)([.]\w+)?$/.exec(path) as string[];
      renameSync(path, `${before}${Number(number) + 1}${packed}`);
    }
    return `${this.path}.1`;
  }

  #newLine(fd: number, padding: number): string {
    const content = fd === this.#late ? this.#content - 1 : this.#content;
    const id = `${content}-${this.#line++}`;
    const line = `{"kind":"Event","apiVersion":"audit.k8s.io/v1","id":"${id}","x":"${'x'.repeat(padding)}"}`;
    this.written.push(line);
    return line;
  }

  #finish(fd: number): void {
    const rest = this.#rest;
    if (rest === undefined || rest.fd !== fd) return;
    this.#rest = undefined;
    this.#put(fd, rest.text);
  }

  #put(fd: number, text: string): void {
    writeSync(fd, text);
    futimesSync(fd, this.#now() / 1000, this.#now() / 1000);
  }
}

function compressed(name: string, bytes: Buffer): Buffer {
  return name.endsWith('zst') ? zstdCompressSync(bytes) : gzipSync(bytes);
}
