/**
 * Prints the audit ids of ServiceAccounts' lists of Secrets, found by DuckDB:
 *   node bench/contenders/programs/duckdb.ts LOG THREADS
 */
import { text } from './query.ts';

/** The part of the package that is used; it is only there once the benchmark has installed it. */
interface DuckDB {
  readonly DuckDBInstance: {
    create(
      path: string,
      options: Record<string, string>,
    ): Promise<{ connect(): Promise<Connection> }>;
  };
}

interface Connection {
  runAndReadAll(sql: string): Promise<{ getRows(): readonly (readonly string[])[] }>;
}

const [log = '', threads = '1'] = process.argv.slice(2);
const name: string = '@duckdb/node-api';
const { DuckDBInstance } = (await import(name)) as DuckDB;
const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
const found = await connection.runAndReadAll(`
  SELECT "auditID"
  FROM read_json('${log.replaceAll("'", "''")}',
    format = 'newline_delimited',
    columns = {
      "auditID": 'VARCHAR',
      "verb": 'VARCHAR',
      "user": 'STRUCT("username" VARCHAR)',
      "objectRef": 'STRUCT("resource" VARCHAR)'
    })
  WHERE starts_with("user"."username", 'system:serviceaccount:')
    AND "objectRef"."resource" = 'secrets'
    AND "verb" = 'list'`);
process.stdout.write(text(found.getRows().map(([id]) => id)));
