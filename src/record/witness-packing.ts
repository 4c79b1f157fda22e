import type { Json, Witness } from '../types.ts';

/** A witness as JSON. */
export function packWitness({ time, digest, partial, packed }: Witness): Json {
  return [time, digest, partial, packed];
}

/** From JSON. */
export function unpackWitness(value: Json): Witness {
  const [time, digest, partial, packed] = value as readonly [number, string, boolean, string];
  return { time, digest, partial, packed };
}
