import { evidenceIn, witnessOf } from '../record/evidence.ts';
import type { AuditRecord, Evidence, Witness } from '../types.ts';

/** How many events are kept while nobody knows yet which of them prove something. */
const MOST = 20_000;

/** The events that claims may name. Those that had no room are read once more in the end, if they are named. */
export class EvidenceStore {
  readonly #kept = new Map<string, Pick<Witness, 'time' | 'packed'>>();
  readonly #most: number;
  #wanted: ReadonlySet<string> | undefined;

  /** `most`: how many are kept before it is known which are wanted. */
  constructor(most: number = MOST) {
    this.#most = most;
  }

  /** An event that was given to the parts of a report. */
  keep(record: AuditRecord): void {
    if (this.#kept.size >= this.#most) return;
    const { time, packed, digest } = witnessOf(record);
    this.#kept.set(digest, { time, packed });
  }

  /** The ids of those that are not here. */
  missing(ids: ReadonlySet<string>): ReadonlySet<string> {
    return new Set([...ids].filter((id) => !this.#kept.has(id)));
  }

  /** Only these are kept from now on. */
  want(ids: ReadonlySet<string>): void {
    this.#wanted = ids;
  }

  /** Any event of another pass. */
  see(record: AuditRecord): void {
    if (this.#wanted?.has(record.digest) !== true) return;
    const { time, packed, digest } = witnessOf(record);
    this.#kept.set(digest, { time, packed });
  }

  /** The evidence of these. */
  tell(ids: ReadonlySet<string>): Record<string, Evidence> {
    const found = [...ids].sort().flatMap((id): [string, Evidence][] => {
      const kept = this.#kept.get(id);
      return kept === undefined ? [] : [[id, evidenceIn(kept as Witness)]];
    });
    return Object.fromEntries(found);
  }
}

/** The ids of all events that a report's claims name, wherever they stand in it. */
export function provingIds(report: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof report !== 'object' || report === null) return found;
  if (Array.isArray(report)) for (const one of report) provingIds(one, found);
  else {
    const { proof, ...others } = report as { proof?: { events: readonly string[] } | null };
    for (const id of proof?.events ?? []) found.add(id);
    for (const one of Object.values(others)) provingIds(one, found);
  }
  return found;
}
