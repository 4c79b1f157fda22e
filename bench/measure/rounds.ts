import type { Usage } from './process.ts';

/** How long to go on: whole rounds until `seconds` have passed, but `least` of them and never more than `most`. */
export interface Patience {
  readonly least: number;
  readonly most: number;
  readonly seconds: number;
}

/** Something to measure again and again. */
export interface Measured {
  measure(): Promise<Usage>;
}

/** What came of it: a usage for each round, or why it could not go on. */
export interface Outcome {
  readonly usages: readonly Usage[];
  readonly failure?: string;
}

/**
 * Measures all of them, one after the other, again and again, the order reversed each round: a machine
 * that grows slower or faster does so for all. What fails once is left out from then on.
 */
export async function inRounds(
  all: readonly Measured[],
  { least, most, seconds }: Patience,
): Promise<Outcome[]> {
  const outcomes = all.map(() => ({
    usages: [] as Usage[],
    failure: undefined as string | undefined,
  }));
  const started = performance.now();
  const goesOn = (round: number) =>
    round < least || (round < most && performance.now() - started < seconds * 1000);
  for (let round = 0; goesOn(round); round++) {
    const order = [...all.keys()];
    if (round % 2 === 1) order.reverse();
    for (const i of order) {
      const outcome = outcomes[i];
      if (outcome === undefined || outcome.failure !== undefined) continue;
      try {
        outcome.usages.push(await (all[i] as Measured).measure());
      } catch (error) {
        outcome.failure = (error as Error).message;
      }
    }
  }
  return outcomes.map(({ usages, failure }) => ({
    usages,
    ...(failure !== undefined && { failure }),
  }));
}
