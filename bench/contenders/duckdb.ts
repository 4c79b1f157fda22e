import { type Contender, linesIn, nodeProgram } from './contender.ts';
import { installed } from './installed.ts';

/** DuckDB's JSON reader with typed columns, on so many threads. */
export function duckdb(threads: 1 | 2): Contender {
  return {
    id: `duckdb-${threads}`,
    name: `DuckDB, ${threads === 1 ? 'one thread' : 'two threads'}`,
    cores: threads,
    async presence() {
      try {
        const { version } = await installed<{ version(): string }>('@duckdb/node-api');
        return { version: `DuckDB ${version()}` };
      } catch {
        return { missing: '`npm ci` in bench/ failed' };
      }
    },
    command: (log) => nodeProgram('duckdb.ts', log, String(threads)),
    hits: linesIn,
  };
}
