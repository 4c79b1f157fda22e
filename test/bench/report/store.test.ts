import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Results } from '../../../bench/report/results.ts';
import { readResults, writeResults } from '../../../bench/report/store.ts';
import { folderWith } from '../../cli/run.ts';

const RAN = { date: '2026-11-24', commit: 'a', node: 'v', cpu: 'c', cores: 2, memory: 1, scale: 1 };

it('results are kept, none at first', async () => {
  const path = join(await folderWith({}), 'deep', 'results.json');
  const results: Results = { startup: { ran: RAN, rows: [], notes: [] } };
  expect(readResults(path)).toEqual({});
  writeResults(results, path);
  expect(readResults(path)).toEqual(results);
});

it('a file that holds something else is not taken for results', async () => {
  const path = join(await folderWith({ 'other.json': '{"records":1}' }), 'other.json');
  expect(() => readResults(path)).toThrow('holds something else than results; name another file');
});
