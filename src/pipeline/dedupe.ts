/**
 * Remembers the digests of recent events, so that a retried batch, a compressed copy or a log given
 * twice counts once. Two generations of a fixed size: memory is set at the start and never grows.
 */
export interface Dedupe {
  /** Whether this digest (32 hex digits) was seen among the recent ones; remembers it. */
  seen(digest: string): boolean;
}

const WORDS = 4;

/** At least the latest `events / 2` digests are remembered, at most `events`; 32 bytes each. */
export function createDedupe(events: number): Dedupe {
  const perGeneration = Math.max(1, Math.ceil(events / 2));
  let young = createTable(perGeneration);
  let old = createTable(perGeneration);
  const key = new Uint32Array(WORDS);
  return {
    seen(digest) {
      for (let i = 0; i < WORDS; i++) key[i] = Number.parseInt(digest.slice(i * 8, i * 8 + 8), 16);
      if (young.has(key) || old.has(key)) return true;
      if (young.size === perGeneration) {
        [young, old] = [old, young];
        young.clear();
      }
      young.add(key);
      return false;
    },
  };
}

interface Table {
  readonly size: number;
  has(key: Uint32Array): boolean;
  add(key: Uint32Array): void;
  clear(): void;
}

/** Open addressing at half load; an all-zero slot is free, which no SHA-256 will ever be. */
function createTable(capacity: number): Table {
  const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
  const words = new Uint32Array(slots * WORDS);
  let size = 0;
  const slotOf = (key: Uint32Array): number => {
    for (let slot = (key[0] as number) & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = slot * WORDS;
      if (holds(words, at, key) || isFree(words, at)) return at;
    }
  };
  return {
    get size() {
      return size;
    },
    has: (key) => !isFree(words, slotOf(key)),
    add(key) {
      words.set(key, slotOf(key));
      size++;
    },
    clear() {
      words.fill(0);
      size = 0;
    },
  };
}

function holds(words: Uint32Array, at: number, key: Uint32Array): boolean {
  for (let i = 0; i < WORDS; i++) if (words[at + i] !== key[i]) return false;
  return true;
}

function isFree(words: Uint32Array, at: number): boolean {
  return words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0;
}
