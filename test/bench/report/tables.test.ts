import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../bench/measure/cases.ts';
import { reachOf } from '../../../bench/report/reach.ts';
import type { Figures, Part, Ran, Results, Row } from '../../../bench/report/results.ts';
import { markdown, plain } from '../../../bench/report/table.ts';
import { remarksOf, tableOf } from '../../../bench/report/tables.ts';

const RAN: Ran = {
  date: '2026-11-24',
  commit: 'abc1234',
  node: 'v24.16.0',
  cpu: 'A Processor',
  cores: 2,
  memory: 16e9,
  scale: 1,
};

const figures = (wall: number, peak = 100e6): Figures => ({
  rounds: 3,
  wall,
  low: wall * 0.9,
  high: wall * 1.1,
  cpu: wall,
  peak,
});

const row = (id: string, wall: number | undefined, more: Partial<Row> = {}): Row => ({
  id,
  name: id,
  cores: 1,
  bytes: 1e9,
  ...(wall === undefined ? { missing: 'it is not installed' } : { figures: figures(wall) }),
  ...more,
});

const part = (...rows: Row[]): Part => ({ ran: RAN, rows, notes: [] });

const RESULTS: Results = {
  contenders: part(
    row('satrap-1', 1),
    row('satrap-2', 0.5, { cores: 2 }),
    row('jq', 20),
    row('json-parse', 3.9),
    row('gojq', undefined),
  ),
  sizes: part(
    row('1-1', 1, { at: 1 }),
    row('8-1', 8.4, { at: 8, bytes: 8e9, figures: figures(8.4, 250e6) }),
  ),
};

describe('a table of results', () => {
  it('shows speed, memory and the ratio within the part', () => {
    const { head, rows } = tableOf('contenders', RESULTS.contenders as Part);
    expect(head).toEqual([
      'what',
      'cores',
      'seconds',
      'from–to',
      'MB/s',
      'CPU seconds',
      'peak MB',
      'times jq',
    ]);
    expect(rows[0]).toEqual(['satrap-1', '1', '1.00', '0.90–1.10', '1,000', '1.00', '100', '20']);
    expect(rows[2]?.at(-1)).toBe('1.0');
  });

  it('says what was not there, and below it why', () => {
    const contenders = RESULTS.contenders as Part;
    expect(tableOf('contenders', contenders).rows[4]?.slice(0, 3)).toEqual([
      'gojq',
      'not there',
      '–',
    ]);
    expect(remarksOf(contenders)).toEqual(['Not there: gojq: it is not installed.']);
  });

  it('has no ratio to what was not there', () => {
    const { rows } = tableOf('contenders', part(row('satrap-1', 1), row('jq', undefined)));
    expect(rows[0]?.at(-1)).toBe('–');
  });

  it('is Markdown, or aligned for a terminal', () => {
    const table = {
      head: ['what', 's'],
      rows: [
        ['`a`', '1.00'],
        ['bcdef', '20'],
      ],
    };
    expect(markdown(table)).toBe('| what | s |\n|---|--:|\n| `a` | 1.00 |\n| bcdef | 20 |');
    expect(plain(table)).toBe('what      s\na      1.00\nbcdef    20');
  });
});

describe('what is reached', () => {
  const verdicts = new Map(reachOf(RESULTS).rows.map(([what, , ...rest]) => [what, rest]));

  it('compares with what was wanted', () => {
    expect(verdicts.get("one core against jq's single query")).toEqual(['20', 'yes']);
    expect(verdicts.get('one core against `JSON.parse` per line, single query')).toEqual([
      '3.9',
      'no',
    ]);
    expect(verdicts.get('two cores against one')).toEqual(['2.0', 'yes']);
  });

  it('takes the most memory of any size, and time for each byte', () => {
    expect(verdicts.get('peak memory, 1 to 8 GB, 10⁴ identities')).toEqual(['250 MB', 'no']);
    expect(verdicts.get('the time of 8 GB, for each GB, against 1 GB')).toEqual(['1.05', 'yes']);
  });

  it('says so when a part was not measured', () => {
    expect(verdicts.get('`satrap --version`')).toEqual(['–', 'not measured']);
    expect(reachOf({}).rows.every((cells) => cells.at(-1) === 'not measured')).toBe(true);
  });
});

describe('a part that was tried out on small logs', () => {
  const contenders = { ...(RESULTS.contenders as Part), ran: { ...RAN, scale: 0.1 } };

  it('says so, and reaches nothing', () => {
    expect(remarksOf(contenders)[0]).toMatch(/^Tried out, not measured: logs were 0.1 times/);
    expect(reachOf({ contenders }).rows.every(([, , measured]) => measured === '–')).toBe(true);
  });
});

describe('a row', () => {
  it('takes the middle of time and the most of memory', () => {
    const usages = [3, 1, 2].map((n) => ({ wall: n, cpu: 2 * n, peak: n * 1e6 }));
    expect(rowOf(row('a', 1), { usages }, 4).figures).toEqual({
      rounds: 3,
      wall: 2,
      low: 1,
      high: 3,
      cpu: 4,
      peak: 3e6,
      hits: 4,
    });
  });

  it('that failed in some round has no figures', () => {
    const failed = rowOf(row('a', undefined), { usages: [], failure: 'took more than 900 s' });
    expect(failed.figures).toBeUndefined();
    expect(failed.missing).toBe('took more than 900 s');
  });
});
