/** A digest of 128 bits as four words. */
export type DigestKey = Uint32Array<ArrayBuffer>;

/** A set of digests with a fixed room; 32 bytes each. */
export interface DigestTable {
  readonly size: number;
  has(key: DigestKey): boolean;
  /** Adds one that is not there; there must be room. */
  add(key: DigestKey): void;
  clear(): void;
}

const WORDS = 4;

/** Room for the words of a digest. */
export function emptyKey(): DigestKey {
  return new Uint32Array(WORDS);
}

/** Reads a digest of 32 hex digits into words, each with its first byte lowest. */
export function readKey(digest: string, into: DigestKey): void {
  Buffer.from(into.buffer).write(digest, 'hex');
}

/** The 32 hex digits of a digest. */
export function writeKey(key: DigestKey): string {
  return Buffer.from(key.buffer).toString('hex');
}

/** Open addressing at half load; an all-zero slot is free, which no digest ever is. */
export function createTable(capacity: number): DigestTable {
  const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
  const words = new Uint32Array(slots * WORDS);
  let size = 0;
  const slotOf = (key: DigestKey): number => {
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

function holds(words: Uint32Array, at: number, key: DigestKey): boolean {
  for (let i = 0; i < WORDS; i++) if (words[at + i] !== key[i]) return false;
  return true;
}

function isFree(words: Uint32Array, at: number): boolean {
  return words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0;
}
