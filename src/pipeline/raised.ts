import type { Finding } from '../types.ts';
import type { Found } from './sightings.ts';

/**
 * What single events raised while sightings became due. Those are observed many at a time, and all findings are
 * taken in the order in which they would come event by event.
 */
export interface RaisedFindings {
  /** An event raised a finding when so many sightings were due. */
  add(finding: Finding, due: number): void;
  /** The sightings that were due have been observed. */
  settle(found: readonly Found[]): void;
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
        for (; (raised[next]?.due ?? due + 1) <= due; next++)
          take(raised[next]?.finding as Finding);
      };
      for (const { sighting, findings } of found) {
        takeUntil(sighting);
        for (const finding of findings) take(finding);
      }
      takeUntil(Number.MAX_SAFE_INTEGER - 1);
      raised.length = 0;
    },
  };
}
