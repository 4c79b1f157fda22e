import type { Assembler } from 'stream-json/core/assembler.js';
import type { Token } from 'stream-json/core/parser.js';
import { onDemand } from '../on-demand.ts';
import type { JsonObject } from '../types.ts';

const assembling = onDemand('stream-json/core/assembler.js');
const parsing = onDemand('stream-json/core/parser.js');

/** How much text the tokenizer gets at a time; what it finds in a piece with an error in it is lost. */
const PIECE = 256;

/**
 * The object that the start of a JSON text gives: every member that is complete, and of the containers
 * that were still open what they held by then. `undefined` when the text doesn't begin with an object.
 */
export function salvage(text: string): JsonObject | undefined {
  const assembler = new (assembling().Assembler)();
  const tokenize = parsing().jsonParser({ streamValues: false });
  try {
    for (let at = 0; at < text.length; at += PIECE) {
      for (const token of tokensIn(tokenize(text.slice(at, at + PIECE)))) assembler.consume(token);
    }
  } catch {
    // An error is where the text stops being JSON: what came before it stands.
  }
  return close(assembler);
}

function tokensIn(found: unknown): readonly Token[] {
  return typeof found === 'object' && found !== null && 'values' in found
    ? (found.values as Token[])
    : [];
}

/** Ends the containers that are open. Those with nothing in them are left out: nothing is known of them. */
function close(assembler: Assembler): JsonObject | undefined {
  // Only the last of `sourceIPs` can't be chosen by the client, and it hasn't come.
  if (assembler.path[0] === 'sourceIPs') assembler.dropToLevel(1);
  while (assembler.depth > 1 && isEmpty(assembler.current as object)) {
    assembler.dropToLevel(assembler.depth - 1);
  }
  while (!assembler.done) assembler.endObject();
  const { current } = assembler;
  return current === null || typeof current !== 'object' || Array.isArray(current)
    ? undefined
    : (current as JsonObject);
}

function isEmpty(container: object): boolean {
  return Object.keys(container).length === 0;
}
