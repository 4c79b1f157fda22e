import { packWitness, unpackWitness } from '../../record/witness-packing.ts';
import type { Json, Memory, Micros } from '../../types.ts';
import type { EvidencePool, Kept } from './evidence-pool.ts';
import { Group } from './group.ts';
import type { Groups } from './groups.ts';
import type { Kind } from './kinds.ts';
import { wake } from './quiet.ts';
import type { Text } from './values.ts';

/** A group as it is stored. */
type Saved = readonly [
  key: readonly Text[],
  newest: Micros,
  held: boolean,
  window: Json,
  shelf: readonly SavedKept[],
];

type SavedKept = readonly [time: Micros, value: string | null, witness: Json];

/** The memory of a correlation's groups. */
export function groupsMemory(
  owner: string,
  { groups, kind, pool }: { groups: Groups; kind: Kind; pool: EvidencePool },
): Memory {
  return {
    owner,
    changes: () => groups.log.drain((id) => save(groups.get(id))),
    restore(entries) {
      groups.log.start();
      for (const { key, value } of entries) {
        const group = load(key, value as unknown as Saved, kind);
        pool.restore(group.shelf, keptIn(value as unknown as Saved));
        groups.adopt(group);
      }
    },
  };
}

function save(group: Group | undefined): Json | undefined {
  if (group === undefined) return undefined;
  wake(group);
  const { key, newest, held, window, shelf } = group;
  const kept = shelf.kept.map(
    ({ time, value, witness }): SavedKept => [time, value ?? null, packWitness(witness)],
  );
  const saved: Saved = [key, newest, held, window.save(), kept];
  return saved;
}

function load(id: string, [key, newest, held, saved]: Saved, kind: Kind): Group {
  const window = kind.open();
  window.load(saved);
  const group = new Group(id, key, window, newest);
  group.held = held;
  return group;
}

function keptIn([, , , , shelf]: Saved): Kept[] {
  return shelf.map(([time, value, witness]) => ({
    time,
    value: value ?? undefined,
    witness: unpackWitness(witness),
  }));
}
