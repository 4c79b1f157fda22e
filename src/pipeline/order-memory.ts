import type { Change, Entry, Json, Memory, Micros, Moment } from '../types.ts';
import { compareMoments, type TimeOrder } from './time-order.ts';

/** How what waits is stored; `unpack` gives `undefined` for what nobody waits for any more. */
export interface Packing<T> {
  /** The same item, good until it is packed. */
  keep(item: T): T;
  pack(item: T): Json;
  unpack(packed: Json): T | undefined;
}

/** The memory of an order, and who has to be told of every item that is pushed. */
export interface OrderMemory<T> extends Memory {
  pushed(item: T): void;
}

/** Some items that came between two checkpoints. */
interface Piece {
  readonly key: string;
  /** Once this one is released, all are. */
  readonly last: Moment;
}

const PROGRESS = 'progress';

/**
 * Stores what waits piece by piece: each piece is written once, and removed when the last of its items
 * has been released. What a piece holds beyond that was released when it does not come after the
 * newest that was. Strays from the future have pieces of their own: they would keep all others there.
 */
export function orderMemory<T extends Moment>(
  order: TimeOrder<T>,
  { keep, pack, unpack }: Packing<T>,
  lateness: Micros,
): OrderMemory<T> {
  let fresh: T[] | undefined;
  let pieces: Piece[] = [];
  let count = 0;
  let stored = Number.NEGATIVE_INFINITY;

  const isWaiting = (item: Moment) => {
    const { released } = order.progress;
    return released === undefined || compareMoments(item, released) > 0;
  };
  const toPiece = (items: readonly T[]): Change[] => {
    if (items.length === 0) return [];
    const key = String(count++);
    pieces.push({ key, last: lastOf(items) });
    return [{ key, value: items.map(pack) }];
  };
  const takePieces = (): Change[] => {
    const items = (fresh ?? []).filter(isWaiting);
    fresh = [];
    const isStray = ({ time }: T) => time > order.progress.watermark + lateness;
    return [...toPiece(items.filter((item) => !isStray(item))), ...toPiece(items.filter(isStray))];
  };

  return {
    owner: 'waiting',
    pushed: (item) => fresh?.push(keep(item)),
    changes() {
      const { watermark, released } = order.progress;
      if (watermark === stored && (fresh ?? []).length === 0) return [];
      stored = watermark;
      const gone = pieces.filter(({ last }) => !isWaiting(last));
      pieces = pieces.filter(({ last }) => isWaiting(last));
      return [
        ...gone.map(({ key }) => ({ key, value: undefined })),
        ...takePieces(),
        { key: PROGRESS, value: [watermark, released?.time ?? null, released?.digest ?? null] },
      ];
    },
    restore(entries) {
      fresh = [];
      const progress = progressIn(entries);
      if (progress === undefined) return;
      order.resume(progress, []);
      for (const { key, value } of entries) {
        if (key === PROGRESS) continue;
        count = Math.max(count, Number(key) + 1);
        const items = (value as readonly Json[]).flatMap((packed) => unpack(packed) ?? []);
        const waiting = items.filter(isWaiting);
        order.resume(progress, waiting);
        // A piece of which nothing is left is removed with the next checkpoint.
        pieces.push({ key, last: waiting.length === 0 ? NEVER : lastOf(waiting) });
      }
    },
  };
}

const NEVER: Moment = { time: Number.NEGATIVE_INFINITY, digest: '' };

function lastOf(items: readonly Moment[]): Moment {
  const { time, digest } = items.reduce((a, b) => (compareMoments(a, b) > 0 ? a : b));
  return { time, digest };
}

function progressIn(entries: readonly Entry[]) {
  const value = entries.find(({ key }) => key === PROGRESS)?.value;
  if (value === undefined) return undefined;
  const [watermark, time, digest] = value as readonly [Micros, Micros | null, string | null];
  const released = time === null || digest === null ? undefined : { time, digest };
  return { watermark, released };
}
