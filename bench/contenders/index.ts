import type { Contender } from './contender.ts';
import { duckdb } from './duckdb.ts';
import { gojq } from './gojq.ts';
import { jq } from './jq.ts';
import { jsonParse } from './json-parse.ts';
import { newlines } from './newlines.ts';
import { ripgrep } from './ripgrep.ts';
import { satrap } from './satrap.ts';

export { type Contender, type Presence } from './contender.ts';
export { jq, jsonParse, satrap };

/** All of them; satrap's package is given. */
export async function allContenders(root: string): Promise<readonly Contender[]> {
  return [
    await satrap(root, 1),
    await satrap(root, 2),
    jq(),
    gojq(),
    jsonParse(),
    duckdb(1),
    duckdb(2),
    ripgrep(),
    newlines(),
  ];
}
