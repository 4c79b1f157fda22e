import type { Finding } from '../types.ts';
import type { FoundIn } from './sightings.ts';

/**
 * What single events raised while sightings became due. Those are observed many at a time, and all findings are
 * taken in the order in which they would come event by event.
 */
export interface RaisedFindings {
  /** An event raised a finding when so many sightings were due. */
  add(finding: Finding, due: number): void;
  /** The sightings that were due have been observed. */
  settle(found: readonly FoundIn[]): void;
}

/** Nothing raised yet; `take` gets all findings. */
export function createRaised(take: (finding: Finding) => void): RaisedFindings {
  const raised: { readonly finding: Finding; readonly due: number }[] = [];
  return {
    add(finding, due) {
      raised.push({ finding, due });
    },
    settle(found) {
      let next = 0;
      const takeUntil = (due: number) => {
        for (let one = raised[next]; one !== undefined && one.due <= due; one = raised[next]) {
          next++;
          take(one.finding);
        }
      };
      for (const { sighting, findings } of found) {
        takeUntil(sighting);
        for (const finding of findings) take(finding);
      }
      takeUntil(Number.POSITIVE_INFINITY);
      raised.length = 0;
    },
  };
}
