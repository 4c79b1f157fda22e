import { describe, expect, it } from 'vitest';
import { keptBy } from '../../src/collections/kept-by.ts';

describe('kept by object', () => {
  it('is found out once for each object, whatever else is asked for in between', () => {
    const asked: string[] = [];
    const lengthOf = keptBy((key: { readonly name: string }) => {
      asked.push(key.name);
      return key.name === '' ? undefined : key.name.length;
    });
    const [none, some, same] = ['', 'abc', 'abc'].map((name) => ({ name }));
    const keys = [none, some, some, none, same, none].flatMap((key) => key ?? []);
    expect(keys.map(lengthOf)).toEqual([undefined, 3, 3, undefined, 3, undefined]);
    expect(asked).toEqual(['', 'abc', 'abc']);
  });
});
