import { describe, expect, it } from 'vitest';
import { mergeLearned } from '../../../src/sigma/baseline/merge.ts';

describe('two that learned', () => {
  it('know together what either knows: the earlier beginning, the later sighting', () => {
    const one = [
      { key: 'history', value: [5, 20] },
      { key: 'seen', value: 20 },
      { key: 'only here', value: 7 },
    ];
    const other = [
      { key: 'seen', value: 12 },
      { key: 'history', value: [3, 12] },
      { key: 'only there', value: [1, 2] },
    ];
    const both = [
      { key: 'only there', value: [1, 2] },
      { key: 'only here', value: 7 },
      { key: 'history', value: [3, 20] },
      { key: 'seen', value: 20 },
    ];
    expect(mergeLearned(one, other)).toEqual(both);
    expect(mergeLearned(both, both)).toEqual(both);
  });
});
