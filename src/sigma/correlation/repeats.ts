import type { Micros } from '../../types.ts';
import type { Group } from './groups.ts';
import type { Occurrence } from './occurrences.ts';

/**
 * Whether an event makes no difference to its group but that the newest one is later: all the group has is the same
 * value, of which there is evidence no older than `slack`, and the condition asks for more than one. Of most groups
 * that count values nearly all events are such, and the window, the shelf and the condition are left alone.
 */
export function isRepeat(
  { quiet, newest, shelf }: Group,
  occurrence: Occurrence,
  time: Micros,
  slack: Micros,
): boolean {
  if (quiet !== occurrence || time < newest) return false;
  return slack === Number.POSITIVE_INFINITY || time - slack < shelf.time;
}

/** Brings the window of a group up to its newest event, where repeats were left out of it. */
export function wake(group: Group): void {
  const { quiet, newest, window } = group;
  if (quiet === undefined) return;
  group.quiet = undefined;
  window.insert({ time: newest, value: quiet.value, steps: [] });
}
