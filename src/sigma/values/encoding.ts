import type { Token } from './pattern.ts';

/** The encodings of Sigma's modifiers appendix 2.1.0, "Encoding", and the dashes of `windash`. */

/** UTF-16, little end first. */
export function utf16le(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

/** UTF-16, big end first. */
export function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** UTF-16, little end first, after its byte order mark. */
export function utf16(text: string): Buffer {
  return utf16le(`\uFEFF${text}`);
}

/** Where the part that depends on nothing but the value starts, in characters, by shift in bytes. */
const STARTS = [0, 2, 3] as const;
/** How many characters at the end depend on what follows, by bytes over a multiple of three. */
const ENDS = [0, 3, 2] as const;

/**
 * The part of a value's Base64 that stays the same whatever surrounds it, for each of the three ways
 * in which the value can lie across groups of three bytes.
 */
export function base64Offsets(bytes: Buffer): string[] {
  return STARTS.map((start, shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const end = ENDS[(bytes.length + shift) % 3] as number;
    return encoded.slice(start, encoded.length - end);
  });
}

const DASHES = ['-', '/', '–', '—', '―'] as const;
const DASH = /[-/–—―]/;

/** More than this many variants of one value are refused: five characters to replace. */
export const MOST_VARIANTS = 3125;

/** Every way to write a pattern's dashes, or `undefined` for more than `MOST_VARIANTS`. */
export function dashVariants(pattern: readonly Token[]): Token[][] | undefined {
  let variants: Token[][] = [[]];
  for (const token of pattern) {
    for (const piece of typeof token === 'string' ? pieces(token) : [[token]]) {
      if (variants.length * piece.length > MOST_VARIANTS) return undefined;
      variants = piece.flatMap((end) => variants.map((start) => [...start, end]));
    }
  }
  return variants;
}

/** A text as a list of choices: each dash has five, whatever lies between has one. */
function pieces(text: string): string[][] {
  const parts = text.split(/([-/–—―])/).filter((part) => part !== '');
  return parts.map((part) => (DASH.test(part) && part.length === 1 ? [...DASHES] : [part]));
}
