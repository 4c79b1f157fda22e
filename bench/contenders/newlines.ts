import { type Contender, node, nodeProgram } from './contender.ts';

/** Reading and looking for newlines, nothing else: no reader of lines in Node is quicker. */
export function newlines(): Contender {
  return {
    id: 'newlines',
    name: 'newline search alone',
    cores: 1,
    presence: node,
    command: (log) => nodeProgram('newlines.ts', log),
  };
}
