import { quoted } from '../../text/request.ts';
import type { Micros } from '../../types.ts';
import type { Text } from '../correlation/values.ts';
import type { BaselineRule } from '../rule-set.ts';

const SECOND: Micros = 1_000_000;
const UNITS = [
  ['d', 86_400 * SECOND],
  ['h', 3600 * SECOND],
  ['m', 60 * SECOND],
] as const;

/** So many combinations of one event are named. */
const NAMED = 3;

/**
 * What a baseline has to say of an event, as a clause: `never seen in 12d of history: verb list`. Of a
 * history that is older than combinations are remembered, it can only be said that it has been long.
 */
export function remarkText(
  { fields, expiry }: BaselineRule,
  combinations: readonly (readonly Text[])[],
  age: Micros,
): string {
  const since =
    age > expiry ? `not seen for ${roughly(expiry)}` : `never seen in ${roughly(age)} of history`;
  const named = combinations
    .slice(0, NAMED)
    .map((values) =>
      values.map((value, index) => `${fields[index]?.name ?? ''} ${shown(value)}`).join(', '),
    );
  const more = combinations.length - named.length;
  return `${since}: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function shown(value: Text): string {
  return value === null ? '(none)' : quoted(value, 80);
}

/** A stretch of time rounded down to a unit of which there are two at least. */
function roughly(time: Micros): string {
  const [unit, size] = UNITS.find(([, one]) => time >= 2 * one) ?? ['s', SECOND];
  return `${Math.floor(time / size)}${unit}`;
}
