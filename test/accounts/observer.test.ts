import { expect, it } from 'vitest';
import { ACCOUNT_FIELDS } from '../../src/accounts/fields.ts';
import { observing } from '../../src/accounts/observer.ts';
import { did } from './fixtures.ts';

it('what observes sees every record and raises nothing', () => {
  const seen: unknown[] = [];
  const engine = observing(ACCOUNT_FIELDS, (record) => seen.push(record));
  const record = did('get pods prod/a');
  engine.inspect([record]);
  expect(seen).toEqual([record]);
  expect([...engine.drain(), ...engine.flush(), ...engine.finish()]).toEqual([]);
});
