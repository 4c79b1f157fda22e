import { expect, it } from 'vitest';
import { alikeGist, isOfAll, kindIn, listIn } from '../../../src/pipeline/reading/alike-gists.ts';

it.each([
  [0, 1, true],
  [4095, 1, false],
  [4095, 150_000, true],
])(
  'the gist of alike records keeps list %i, kind %i and whether all have it',
  (list, kind, all) => {
    const gist = alikeGist(list, kind, all);
    expect([listIn(gist), kindIn(gist), isOfAll(gist)]).toEqual([list, kind, all]);
  },
);

it('the gist of alike records says nothing where the list has too large a number', () => {
  expect(alikeGist(4096, 1, true)).toBe(0);
});
