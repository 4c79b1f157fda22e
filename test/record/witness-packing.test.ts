import { expect, it } from 'vitest';
import { witnessOf } from '../../src/record/evidence.ts';
import { packWitness, unpackWitness } from '../../src/record/witness-packing.ts';
import type { Json } from '../../src/types.ts';
import { record, TEN } from '../pipeline/fixtures.ts';

it('a witness is the same after it was stored', () => {
  const witness = witnessOf(record(TEN, { userAgent: '\u0000\u202e"\\ \ud800' }));
  const stored = JSON.parse(JSON.stringify(packWitness(witness))) as Json;
  expect(unpackWitness(stored)).toEqual(witness);
});
