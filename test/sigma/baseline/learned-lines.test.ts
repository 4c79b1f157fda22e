import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownerOf } from '../../../src/sigma/baseline/index.ts';
import { createLearnedReader, learnedLines } from '../../../src/sigma/baseline/learned-lines.ts';
import { combinationIdOf, groupIdOf } from '../../../src/sigma/baseline/sought.ts';
import type { Entry } from '../../../src/types.ts';
import { HOUR, SECOND, TEN } from '../../pipeline/fixtures.ts';
import { baseline } from './builder.ts';

const RULE = baseline({ name: 'who', fields: ['verb', 'stage'] });
const OTHER = baseline({ name: 'all', groupBy: [], fields: ['verb'] });
const LIMITS = { entries: 100, latest: TEN + HOUR };

const ENTRIES: readonly Entry[] = [
  { key: groupIdOf(['ann']), value: [TEN, TEN + SECOND] },
  { key: combinationIdOf(['ann'], ['get', null]), value: TEN },
  { key: groupIdOf([null]), value: [TEN, TEN] },
  { key: combinationIdOf(['ann'], ['\u202e"\n', 'x']), value: TEN + SECOND },
];
const LINES = [...learnedLines([RULE, OTHER], new Map([[ownerOf(RULE), ENTRIES]]))];

/** What a file with these lines comes to. */
function read(lines: readonly string[], rules = [RULE, OTHER], limits = LIMITS) {
  const reader = createLearnedReader(rules, limits);
  const problems = lines.map((line) => reader.take(line));
  const { unused } = reader;
  return { problems: problems.filter((one) => one !== undefined), unused, ...learnedBy(reader) };
}

function learnedBy(reader: ReturnType<typeof createLearnedReader>) {
  const learned = reader.learned();
  return { learned, own: learned.get(ownerOf(RULE)) };
}

const head = LINES[0] as string;
const entry = (changes: object) =>
  JSON.stringify({
    rule: 'who',
    group: ['ann'],
    first: '2026-11-20T10:00:00Z',
    last: '2026-11-20T10:00:00Z',
    ...changes,
  });

describe('lines of what baselines learned', () => {
  it('can be read by people', () => {
    expect(LINES.map((line) => line.replaceAll(/"(id|version)":"(\\.|[^"])*",/g, ''))).toEqual([
      '{"satrap":"baselines","format":1,"rules":[{"name":"all","group-by":[],"fields":["verb"]},{"name":"who","group-by":["user.username"],"fields":["verb","stage"]}]}',
      '{"rule":"who","group":["ann"],"first":"2026-11-20T10:00:00.000000Z","last":"2026-11-20T10:00:01.000000Z"}',
      '{"rule":"who","group":["ann"],"seen":["get",null],"last":"2026-11-20T10:00:00.000000Z"}',
      '{"rule":"who","group":["ann"],"seen":["\\u202e\\"\\n","x"],"last":"2026-11-20T10:00:01.000000Z"}',
      '{"rule":"who","group":[null],"first":"2026-11-20T10:00:00.000000Z","last":"2026-11-20T10:00:00.000000Z"}',
    ]);
  });

  it('are the same in whatever order it was learned', () => {
    const turned = new Map([[ownerOf(RULE), ENTRIES.toReversed()]]);
    expect([...learnedLines([OTHER, RULE], turned)]).toEqual(LINES);
  });

  it('come back as they were, in order of time', () => {
    const { problems, unused, learned, own } = read(LINES);
    expect([problems, unused]).toEqual([[], []]);
    expect([...learned.keys()]).toEqual([ownerOf(RULE)]);
    expect(new Map(own?.map(({ key, value }) => [key, value]))).toEqual(
      new Map(ENTRIES.map(({ key, value }) => [key, value])),
    );
    const times = own?.map(({ value }) => (Array.isArray(value) ? value[1] : value) as number);
    expect(times).toEqual(times?.toSorted((a, b) => a - b));
  });

  it('are of no use to a rule that has changed, nor to one that is gone', () => {
    const changed = baseline({ name: 'who', fields: ['stage'] });
    expect(read(LINES, [changed])).toMatchObject({
      problems: [],
      unused: [
        { name: 'all', changed: false },
        { name: 'who', changed: true },
      ],
    });
    expect(read(LINES, [changed]).learned.size).toBe(0);
  });

  it('are of use to a rule that has another name now', () => {
    const renamed = { ...RULE, info: { ...RULE.info, name: 'new' } };
    expect(read(LINES, [renamed]).own).toHaveLength(4);
  });

  it.each([
    ['x', 'this is no JSON'],
    ['[]', 'no header'],
    ['{"satrap":"baselines"}', 'no header'],
    ['{"satrap":"baselines","format":2,"rules":[]}', 'format 2; this satrap reads format 1'],
    ['{"satrap":"baselines","format":1,"rules":[{}]}', 'has no name'],
    [
      '{"satrap":"baselines","format":1,"rules":[{"name":"a"},{"name":"a"}]}',
      'two rules have the name `a`',
    ],
  ])('begin with a header, not with %s', (line, problem) => {
    expect(read([line]).problems).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    [{ rule: 7 }, 'there is no `rule`'],
    [{ rule: 'nosuch' }, 'the header has no rule "nosuch"'],
    [{ group: 'ann' }, '`group` must be a list of 1'],
    [{ group: ['ann', 'ben'] }, '`group` must be a list of 1'],
    [{ group: [{}] }, '`group` must be a list of 1'],
    [{ group: ['x'.repeat(257)] }, '`group` must be a list of 1'],
    [{ last: 'now' }, '`last` must be a time'],
    [{ last: '2036-11-20T10:00:00Z' }, '`last` must be a time'],
    [{ first: '2026-11-20T10:00:01Z' }, 'not after `last`'],
    [{ first: 1795168800 }, '`first` must be a time'],
    [{ seen: ['get'] }, '`seen` must be a list of 2'],
    [{ seen: ['get', 1] }, '`seen` must be a list of 2'],
    [{ seen: ['get', 'x'] }, 'must come before'],
  ])('are refused where something is wrong: %j', (changes, problem) => {
    const { problems, own = [] } = read([head, entry(changes)]);
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(own).toEqual([]);
  });

  it('are not taken beyond a bound', () => {
    const { problems, own } = read(LINES, [RULE], { ...LIMITS, entries: 3 });
    expect(problems).toEqual(['more than 3 entries: raise `baseline.entries` to take them all']);
    expect(own).toHaveLength(3);
  });

  it('may hold anything, and nothing throws', () => {
    const key = fc.constantFrom('rule', 'group', 'seen', 'first', 'last', '__proto__', 'satrap');
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('who', ['ann'], ['get', null]));
    const line = fc.dictionary(key, value).map((one) => JSON.stringify(one));
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string(), fc.json())), (lines) => {
        expect(read(lines).learned.size).toBe(0);
        expect(read([head, ...lines]).learned.size).toBeLessThanOrEqual(1);
      }),
    );
  });
});
