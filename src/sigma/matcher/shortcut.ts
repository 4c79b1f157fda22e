import { TupleTable } from '../../collections/tuple-table.ts';
import { type Numbers, withRoom } from './numbers.ts';
import type { State, States } from './states.ts';

/** The way through the questions that nearly every record is asked, in one step for all that answer alike. */
export interface Shortcut {
  /**
   * Where a record gets to whose numbers begin at a place among the words of their stream; the first state
   * where one of its values has no number. Throws what an item throws.
   */
  take(at: number): State;
  /** Forgets what is void since numbers were given anew. */
  refresh(): void;
}

/** Several questions may be about one value. */
interface Group {
  readonly place: number;
  readonly ranks: readonly number[];
  /** The outcomes of all its questions, and the number that stands for them; from 1 on. */
  readonly classes: Map<string, number>;
}

/**
 * Bytes of an entry of the table's key, twice for its half load, of what is kept of each way, and of a class: as many
 * as an outcome, for classes must have no more than 16 bits when the room is used up.
 */
const WEIGHTS = { key: 8, way: 16, class: 300 } as const;

/**
 * A shortcut past the leading questions, as long as they are about numbered values. A value stands for the outcomes of
 * all questions about it: some thirty questions become two dozen look-ups that don't wait for one another, and
 * the records of a cluster know a few hundred ways through them.
 */
export function createShortcut(
  numbers: Numbers,
  states: States,
  spend: (bytes: number) => void,
): Shortcut {
  const { places, outcomes, values } = numbers;
  const untold = places.findIndex((place, rank) => place < 0 || numbers.told[rank] !== true);
  const end = untold < 0 ? places.length : untold;
  const groups = groupsOf(places.slice(0, end));
  const placeOf = groups.map(({ place }) => place);
  /** By group and number: the class of the value, 0 where it is to be learnt. */
  const classes = groups.map((): Uint16Array => new Uint16Array(0));
  const table = new TupleTable(groups.length);
  const ends: State[] = [];

  const outcomeOf = (rank: number, number: number): number =>
    outcomes[rank]?.[number] || numbers.learn(rank, number);
  const learn = (index: number, number: number): number => {
    const { ranks, classes: known } = groups[index] as Group;
    const key = ranks.map((rank) => outcomeOf(rank, number)).join();
    const found = known.get(key) ?? known.size + 1;
    if (found > known.size) {
      known.set(key, found);
      spend(WEIGHTS.class);
    }
    const room = withRoom(classes[index] as Uint16Array, number, values.limit);
    room[number] = found;
    classes[index] = room;
    return found;
  };
  const walk = (at: number): State => {
    const { words } = values;
    let state = states.first;
    while (state.rank >= 0 && state.rank < end) {
      const { rank } = state;
      const outcome = outcomeOf(rank, words[at + (places[rank] as number)] as number);
      state = state.next[outcome] ?? states.step(state, outcome);
    }
    return state;
  };
  const keep = (state: State): State => {
    ends[table.add()] = state;
    spend(WEIGHTS.way + WEIGHTS.key * groups.length);
    return state;
  };
  return {
    take(at) {
      const { words } = values;
      const { key } = table;
      for (let index = 0; index < placeOf.length; index++) {
        const number = words[at + (placeOf[index] as number)] as number;
        if (number === 0) return states.first;
        key[index] = classes[index]?.[number] || learn(index, number);
      }
      const known = table.find();
      return known < 0 ? keep(walk(at)) : (ends[known] as State);
    },
    refresh() {
      for (const known of classes) known.fill(0);
    },
  };
}

/** The ranks of questions by the place that they ask. */
function groupsOf(places: readonly number[]): readonly Group[] {
  const groups = new Map<number, number[]>();
  for (const [rank, place] of places.entries()) {
    const ranks = groups.get(place) ?? [];
    groups.set(place, [...ranks, rank]);
  }
  return Array.from(groups, ([place, ranks]) => ({ place, ranks, classes: new Map() }));
}
