import { megabytes, ratio } from './format.ts';
import { figuresOf, type PartName, type Results } from './results.ts';
import type { Table } from './table.ts';

/** A figure that was aimed at. */
interface Aim {
  readonly what: string;
  /** As the table shows it, such as `at least 15`. */
  readonly wanted: string;
  /** What was measured; NaN or `undefined` when something that it needs is not there. */
  measured(results: Results): number | undefined;
  isReached(measured: number): boolean;
  show(measured: number): string;
}

/** How many times as quick one row of a part is as another. */
function quicker(part: PartName, id: string, other: string) {
  return (results: Results) =>
    (figuresOf(results, part, other)?.wall ?? Number.NaN) /
    (figuresOf(results, part, id)?.wall ?? Number.NaN);
}

function atLeast(what: string, least: number, measured: Aim['measured']): Aim {
  const isReached = (value: number) => value >= least;
  return { what, wanted: `at least ${least}`, measured, isReached, show: ratio };
}

function atMost(what: string, most: number, measured: Aim['measured']): Aim {
  const isReached = (value: number) => value <= most;
  const show = (value: number) => value.toFixed(2);
  return { what, wanted: `at most ${most}`, measured, isReached, show };
}

/** What satrap is to reach, with every bundled rule loaded, on two cores. */
const AIMS: readonly Aim[] = [
  atLeast("one core against jq's single query", 15, quicker('contenders', 'satrap-1', 'jq')),
  atLeast(
    'one core against `JSON.parse` per line, single query',
    4,
    quicker('contenders', 'satrap-1', 'json-parse'),
  ),
  atLeast(
    "two cores against DuckDB's single query on two threads",
    1.3,
    quicker('contenders', 'satrap-2', 'duckdb-2'),
  ),
  atLeast('two cores against one', 1.7, quicker('contenders', 'satrap-2', 'satrap-1')),
  {
    what: 'peak memory, 1 to 8 GB, 10⁴ identities',
    wanted: 'at most 200 MB',
    measured(results) {
      // Where the disk had no room for the largest, nothing is known of it.
      if (figuresOf(results, 'sizes', '8-1') === undefined) return undefined;
      const peaks = results.sizes?.rows.map(({ figures }) => figures?.peak ?? Number.NaN) ?? [];
      return Math.max(...peaks);
    },
    isReached: (peak) => peak <= 200e6,
    show: (peak) => `${megabytes(peak)} MB`,
  },
  {
    what: '`satrap --version`',
    wanted: 'at most 80 ms',
    measured: (results) => figuresOf(results, 'startup', 'version')?.wall,
    isReached: (wall) => wall <= 0.08,
    show: (wall) => `${Math.round(wall * 1000)} ms`,
  },
  atMost('the time of ten times the rules', 2, quicker('rules', 'log-1', 'log-10')),
  atMost('the time of 8 GB, for each GB, against 1 GB', 1.1, (results) => {
    const eight = quicker('sizes', '1-1', '8-1')(results);
    return eight / 8;
  }),
];

/** What was aimed at, and whether it is reached. Parts that were only tried out don't count. */
export function reachOf(all: Results): Table {
  const results: Results = Object.fromEntries(
    Object.entries(all).filter(([, part]) => part.ran.scale === 1),
  );
  const rows = AIMS.map((aim) => {
    const value = aim.measured(results);
    const known = value !== undefined && Number.isFinite(value);
    const verdict = known && aim.isReached(value) ? 'yes' : 'no';
    return [aim.what, aim.wanted, known ? aim.show(value) : '–', known ? verdict : 'not measured'];
  });
  return { head: ['figure', 'wanted', 'measured', 'reached'], rows };
}
