import { describe, expect, it } from 'vitest';
import { ownerOf } from '../../../src/sigma/baseline/index.ts';
import type { Entry, Json } from '../../../src/types.ts';
import { SECOND, TEN } from '../../pipeline/fixtures.ts';
import { at, by, findingsAsTheyCome } from '../correlation/builder.ts';
import { baseline, detectorOf, ROOM } from './builder.ts';

const RULE = baseline();
const FIRST = TEN - 500 * SECOND;
const LEARNED: readonly Entry[] = [
  { key: '[["ann"]]', value: [FIRST, TEN - SECOND] },
  { key: '[["ann"],["get"]]', value: TEN - SECOND },
];
const learned = new Map([[ownerOf(RULE), LEARNED]]);

const memoryOf = (detector: ReturnType<typeof detectorOf>) => {
  const [memory] = detector.durable.memories;
  if (memory === undefined) throw new Error('no memory');
  return memory;
};

describe('memory of a baseline', () => {
  it('is named by its rule and what it remembers', () => {
    expect(memoryOf(detectorOf([RULE])).owner).toBe(`baseline/${RULE.info.id}/${RULE.version}`);
  });

  it('writes only what changed: not that what was seen a moment ago was seen again', () => {
    const detector = detectorOf([RULE]);
    const memory = memoryOf(detector);
    memory.restore([]);
    findingsAsTheyCome(detector, [by('ann', 0, 'get')]);
    expect(memory.changes()).toEqual([
      { key: '[["ann"],["get"]]', value: TEN },
      { key: '[["ann"]]', value: [TEN, TEN] },
    ]);
    findingsAsTheyCome(detector, [by('ann', 99, 'get')]);
    expect(memory.changes()).toEqual([]);
    findingsAsTheyCome(detector, [by('ann', 100, 'get'), by('ann', 101, 'get')]);
    expect(memory.changes().map(({ value }) => value)).toEqual([
      TEN + 100 * SECOND,
      [TEN, TEN + 100 * SECOND],
    ]);
  });

  it('forgets on disk what is forgotten', () => {
    const detector = detectorOf([RULE]);
    memoryOf(detector).restore([]);
    findingsAsTheyCome(detector, [by('ann', 0, 'get')]);
    memoryOf(detector).changes();
    findingsAsTheyCome(detector, [by('ben', 5000, 'get')]);
    expect(memoryOf(detector).changes()).toContainEqual({
      key: '[["ann"],["get"]]',
      value: undefined,
    });
  });

  it('keeps apart what looks alike', () => {
    const detector = detectorOf([baseline({ fields: ['objectRef.name'] })]);
    memoryOf(detector).restore([]);
    const names = ['\ud800', '\ud801', 'null', undefined, '"]]'];
    const records = names.map((name) =>
      at(0, 'get', { objectRef: name === undefined ? {} : { name } }),
    );
    findingsAsTheyCome(detector, records);
    const keys = memoryOf(detector)
      .changes()
      .map(({ key }) => key);
    expect(new Set(keys).size).toBe(names.length + 1);
  });

  it('begins with what was learned elsewhere', () => {
    const detector = detectorOf([RULE], ROOM, learned);
    const findings = findingsAsTheyCome(detector, [by('ann', 0, 'get'), by('ann', 1, 'list')]);
    expect(findings.map(({ key }) => key)).toEqual([['ann', 'list']]);
  });

  it('stores what was learned elsewhere, where nothing is stored', () => {
    const memory = memoryOf(detectorOf([RULE], ROOM, learned));
    memory.restore([]);
    expect(memory.changes()).toHaveLength(2);
  });

  it('leaves what was learned elsewhere where something is stored', () => {
    const memory = memoryOf(detectorOf([RULE], ROOM, learned));
    const stored = [{ key: '[["ben"]]', value: [FIRST, TEN] as Json }];
    memory.restore(stored);
    expect(memory.changes()).toEqual([]);
    const detector = detectorOf([RULE], ROOM, learned);
    memoryOf(detector).restore(stored);
    expect(findingsAsTheyCome(detector, [by('ann', 0, 'x'), by('ben', 0, 'x')])).toHaveLength(1);
  });

  it('gives up what no longer fits, on disk too', () => {
    const detector = detectorOf([RULE], { entries: 1, perGroup: 5 });
    memoryOf(detector).restore(LEARNED);
    expect(memoryOf(detector).changes()).toEqual([{ key: '[["ann"],["get"]]', value: undefined }]);
    expect(detector.evicted).toBe(1);
    const crowded = detectorOf([RULE], { entries: 100, perGroup: 1 });
    memoryOf(crowded).restore([...LEARNED, { key: '[["ann"],["list"]]', value: TEN }]);
    expect(memoryOf(crowded).changes()).toEqual([{ key: '[["ann"],["get"]]', value: undefined }]);
  });
});
