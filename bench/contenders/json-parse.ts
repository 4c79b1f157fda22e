import { type Contender, linesIn, node, nodeProgram } from './contender.ts';

/** A plain Node program: a newline scan and JSON.parse per line. */
export function jsonParse(): Contender {
  return {
    id: 'json-parse',
    name: '`JSON.parse` per line',
    cores: 1,
    presence: node,
    command: (log) => nodeProgram('json-parse.ts', log),
    hits: linesIn,
  };
}
