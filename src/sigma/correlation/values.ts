import { contentDigest } from '../../record/digest.ts';
import type { Json } from '../../types.ts';

/** A value as correlations compare it: as text, so that `1` and `"1"` are one. `null`: absent. */
export type Text = string | null;

/** Longer texts are kept as a digest, so that keys stay small whatever an event says. */
const LONGEST = 256;
const DIGEST = 'sha256:';

/**
 * The one value that a correlation reads at a path. Of an array it is the last element: of
 * `sourceIPs` the only one that the client can't choose. Longer texts and objects become a digest.
 */
export function textOf(value: Json | undefined): Text {
  if (typeof value === 'string') return shortened(value);
  let one: Json | undefined = value;
  while (Array.isArray(one)) one = one.at(-1) as Json | undefined;
  if (one === undefined || one === null) return null;
  if (typeof one === 'object') return digestOf(one);
  return shortened(String(one));
}

function shortened(text: string): string {
  // A text that looks like a digest is digested too, or it could pass for another's.
  return text.length > LONGEST || text.startsWith(DIGEST) ? digestOf(text) : text;
}

function digestOf(value: Json): string {
  return DIGEST + contentDigest({ value });
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,4})?$/i;

/** So far below the largest double that no sum over a window can overflow. */
const LARGEST = 1e300;

/** The one measured text, when it is there. */
export function single(texts: readonly Text[]): string | undefined {
  return texts[0] ?? undefined;
}

/** The one measured text, when it is a decimal number up to 1e300 either way. */
export function numeric(texts: readonly Text[]): string | undefined {
  const text = single(texts);
  if (text === undefined || !NUMBER.test(text)) return undefined;
  return Math.abs(Number(text)) <= LARGEST ? text : undefined;
}

/** The measured texts as one: equal for equal tuples only. Nothing when all are absent. */
export function tuple(texts: readonly Text[]): string | undefined {
  if (texts.length === 1) return single(texts);
  return texts.every((text) => text === null) ? undefined : JSON.stringify(texts);
}
