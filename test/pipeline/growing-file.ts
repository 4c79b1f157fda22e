import type { Change, LiveBlock, LiveSource } from '../../src/types.ts';

/** One file as a live source, under a test's control. */
export interface GrowingFile extends LiveSource {
  readonly settled: number;
  append(bytes: Buffer): void;
  /** Aborts the run when everything was read. */
  stopAtEnd(stop: AbortController): void;
  /** Gives so many blocks and then nothing more; `before` is told how many were given. */
  hangAfter(blocks: number, before: (given: number) => void): void;
  readonly hung: Promise<void>;
  goOn(): void;
}

/** A file with some bytes, read in blocks of a size. */
export function growingFile(start: Buffer, blockBytes: number): GrowingFile {
  let bytes = start;
  let settled = 0;
  let settledTime = 0;
  let stored = 0;
  let stop: AbortController | undefined;
  let limit = Number.POSITIVE_INFINITY;
  let before: (given: number) => void = () => {};
  let goOn = () => {};
  let isHung = () => {};
  const hung = new Promise<void>((resolve) => {
    isHung = resolve;
  });
  const resumed = new Promise<void>((resolve) => {
    goOn = resolve;
  });

  async function* read(): AsyncGenerator<LiveBlock, void, undefined> {
    let at = settled;
    for (let given = 0; at < bytes.length; given++) {
      before(given);
      if (given === limit) {
        isHung();
        await resumed;
      }
      const block = bytes.subarray(at, at + blockBytes);
      const place = { file: 'f', log: 'audit.log', origin: 'audit.log' };
      yield { kind: 'bytes', ...place, offset: at, time: settledTime, bytes: block };
      at += block.length;
    }
    before(Number.POSITIVE_INFINITY);
    if (stop === undefined) {
      isHung();
      await resumed;
    }
    stop?.abort();
  }

  return {
    owner: 'files',
    open: read,
    settle(_, offset, time) {
      settled = offset;
      settledTime = time;
    },
    changes(): Change[] {
      if (settled === stored) return [];
      stored = settled;
      return [{ key: 'f', value: [settled, settledTime] }];
    },
    restore(entries) {
      [settled, settledTime] = (entries[0]?.value ?? [0, 0]) as readonly [number, number] as [
        number,
        number,
      ];
    },
    get settled() {
      return settled;
    },
    append(more) {
      bytes = Buffer.concat([bytes, more]);
    },
    stopAtEnd(controller) {
      stop = controller;
    },
    hangAfter(blocks, told) {
      limit = blocks;
      before = told;
    },
    hung,
    goOn: () => goOn(),
  };
}
