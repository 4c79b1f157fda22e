import type { Micros } from '../../types.ts';
import { emptyShelf, type Shelf } from './evidence-pool.ts';
import type { Occurrence } from './occurrences.ts';
import { NOBODY } from './quiet.ts';
import type { Dated } from './recent-groups.ts';
import type { Text } from './values.ts';
import type { Window } from './window.ts';

/** Where the group of an id is, for as long as it is there: who remembers it keeps nothing else alive. */
export interface Place {
  group: Group | undefined;
}

/** The events of a correlation that share the values of `group-by`. */
export class Group implements Dated {
  readonly id: string;
  readonly key: readonly Text[];
  readonly window: Window;
  readonly shelf: Shelf = emptyShelf();
  readonly place: Place = { group: this };
  placed: Micros;
  /** When the newest event was that the window had a look at. */
  seen: Micros;
  /** What it weighed when it was settled last. */
  weighed = 0;
  /** Whether the condition held after the event that was seen last. */
  held = false;
  /** What events since then may be of, as far as they make no difference; see `isQuiet`. */
  quiet: Occurrence[] = NOBODY;

  /** Before its first event, which is at `time`. */
  constructor(id: string, key: readonly Text[], window: Window, time: Micros) {
    this.id = id;
    this.key = key;
    this.window = window;
    this.placed = time;
    this.seen = time;
  }

  get newest(): Micros {
    let newest = this.seen;
    for (const quiet of this.quiet) newest = Math.max(newest, quiet.newest);
    return newest;
  }
}
