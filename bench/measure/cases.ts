import { join } from 'node:path';
import type { Contender } from '../contenders/contender.ts';
import type { Row } from '../report/results.ts';
import { measure } from './process.ts';
import { processors } from './processors.ts';
import { inRounds, type Outcome, type Patience } from './rounds.ts';
import { spreadOf } from './statistics.ts';

/** A row to be, and how it is measured. */
export interface Case {
  readonly row: Row;
  readonly command: readonly string[];
  /** Counts what the query found in the file of its output. */
  readonly hits?: Contender['hits'];
}

/** A contender on a log; a row that says why when it isn't there. */
export async function caseOf(
  contender: Contender,
  log: { readonly path: string; readonly bytes: number },
  id = contender.id,
): Promise<Case> {
  const { name, cores, hits } = contender;
  const presence =
    cores > processors().length
      ? { missing: 'this machine has fewer cores' }
      : await contender.presence();
  const row = { id, name, cores, bytes: log.bytes, ...presence };
  return { row, command: contender.command(log.path), ...(hits && { hits }) };
}

/** Measures them in rounds that alternate; gives their rows in the same order. */
export async function measureAll(
  cases: readonly Case[],
  patience: Patience,
  folder: string,
): Promise<Row[]> {
  const there = cases.filter(({ row }) => row.missing === undefined);
  const output = (one: Case) => join(folder, `output-${cases.indexOf(one)}`);
  const outcomes = await inRounds(
    there.map((one) => ({
      measure: () =>
        measure({ command: one.command, cores: one.row.cores, output: output(one) }, folder),
    })),
    patience,
  );
  return Promise.all(
    cases.map(async (one) => {
      const outcome = outcomes[there.indexOf(one)];
      if (outcome === undefined) return one.row;
      const found = outcome.usages.length === 0 ? undefined : await one.hits?.(output(one));
      return rowOf(one.row, outcome, found);
    }),
  );
}

/** A row with what was measured. */
export function rowOf(row: Row, { usages, failure }: Outcome, hits?: number): Row {
  if (failure !== undefined || usages.length === 0)
    return { ...row, missing: failure ?? 'nothing was measured' };
  const wall = spreadOf(usages.map((usage) => usage.wall));
  return {
    ...row,
    figures: {
      rounds: usages.length,
      wall: round(wall.median),
      low: round(wall.low),
      high: round(wall.high),
      cpu: round(spreadOf(usages.map((usage) => usage.cpu)).median),
      peak: Math.max(...usages.map((usage) => usage.peak)),
      ...(hits !== undefined && { hits }),
    },
  };
}

/** To the millisecond: further digits differ from run to run. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
