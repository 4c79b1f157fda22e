import { RecencyMap } from '../collections/recency-map.ts';
import { packWitness, unpackWitness } from '../record/witness-packing.ts';
import { ChangeLog } from '../state/change-log.ts';
import type { Json, Memory, Micros, Witness } from '../types.ts';

/** What is known so far of a story that is told in several events. */
export interface Story {
  /** From when on its time runs. */
  readonly since: Micros;
  /** What the detector has to know of it. */
  readonly facts: Json;
  /** Its events so far. */
  readonly witnesses: readonly Witness[];
}

/** Stories by key, within bounds, which survive a restart. */
export interface Stories {
  /** The story of a key that is not over at a time. */
  get(key: string, time: Micros): Story | undefined;
  /** What is known of a key now. */
  set(key: string, story: Story): void;
  delete(key: string): void;
  /** How many were given up for want of room. */
  readonly evicted: number;
  readonly memory: Memory;
}

/** What bounds stories. */
export interface StoryLimits {
  /** How long a story may take. */
  readonly span: Micros;
  /** How many are remembered; past it, the one that changed least recently is given up. */
  readonly most: number;
}

/** Longer keys are kept out: no name, address or credential of Kubernetes is. */
const LONGEST = 1024;

/** No stories yet. `owner`: under which name they are stored. */
export function createStories(owner: string, { span, most }: StoryLimits): Stories {
  const stories = new RecencyMap<Story>();
  const log = new ChangeLog();
  let evicted = 0;
  const forget = (key: string) => {
    if (stories.delete(key)) log.note(key);
  };
  const isOver = (story: Story, time: Micros) => story.since < time - span;
  const makeRoom = (time: Micros) => {
    let { oldest } = stories;
    while (oldest !== undefined && isOver(oldest.value, time)) {
      forget(oldest.key);
      ({ oldest } = stories);
    }
    if (oldest === undefined || stories.size < most) return;
    forget(oldest.key);
    evicted++;
  };
  return {
    get(key, time) {
      const story = stories.get(key);
      return story === undefined || isOver(story, time) ? undefined : story;
    },
    set(key, story) {
      if (key.length > LONGEST) return;
      if (stories.get(key) === undefined) makeRoom(story.since);
      stories.set(key, story);
      log.note(key);
    },
    delete: forget,
    get evicted() {
      return evicted;
    },
    memory: {
      owner,
      // As JSON, a key's lone surrogates are told apart on disk as well.
      changes: () =>
        log
          .drain((key) => pack(stories.get(key)))
          .map(({ key, value }) => ({ key: JSON.stringify(key), value })),
      restore(entries) {
        log.start();
        for (const { key, value } of entries) stories.set(JSON.parse(key) as string, unpack(value));
      },
    },
  };
}

function pack(story: Story | undefined): Json | undefined {
  return story && [story.since, story.facts, story.witnesses.map(packWitness)];
}

function unpack(value: Json): Story {
  const [since, facts, witnesses] = value as readonly [Micros, Json, readonly Json[]];
  return { since, facts, witnesses: witnesses.map(unpackWitness) };
}
