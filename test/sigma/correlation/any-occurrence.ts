import type { Occurrence } from '../../../src/sigma/correlation/occurrences.ts';
import { notQuiet } from '../../../src/sigma/correlation/quiet.ts';

/** An event of the first rule of a correlation, for the group of an id. */
export function occurrence(id: string, value = '', position = 0): Occurrence {
  const steps = [{ position, witnesses: () => [] }];
  return { ...notQuiet(), of: 0, place: undefined, value, id, key: [id], steps };
}
