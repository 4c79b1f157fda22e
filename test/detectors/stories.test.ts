import { describe, expect, it } from 'vitest';
import { createStories, type Story } from '../../src/detectors/stories.ts';
import type { Entry } from '../../src/types.ts';
import { HOUR, record, sightingOf, TEN } from '../pipeline/fixtures.ts';

const story = (since: number): Story => ({
  since,
  facts: [since],
  witnesses: [sightingOf(record(since)).witness()],
});

describe('stories', () => {
  it('are known for as long as they may take, the end included', () => {
    const stories = createStories('s', { span: HOUR, most: 10 });
    stories.set('a', story(TEN));
    expect(stories.get('a', TEN + HOUR)?.since).toBe(TEN);
    expect(stories.get('a', TEN + HOUR + 1)).toBeUndefined();
    expect(stories.get('b', TEN)).toBeUndefined();
  });

  it('make room: those that are over first, then the one that changed least recently, which counts', () => {
    const stories = createStories('s', { span: HOUR, most: 2 });
    stories.set('a', story(TEN));
    stories.set('b', story(TEN + HOUR + 1));
    stories.set('c', story(TEN + HOUR + 2));
    expect(stories.evicted).toBe(0);
    stories.set('b', story(TEN + HOUR + 3));
    stories.set('d', story(TEN + HOUR + 4));
    expect(stories.evicted).toBe(1);
    expect(stories.get('b', TEN + HOUR + 4)).toBeDefined();
    expect(stories.get('c', TEN + HOUR + 4)).toBeUndefined();
  });

  it('are not kept under keys that no name of Kubernetes is as long as', () => {
    const stories = createStories('s', { span: HOUR, most: 10 });
    stories.set('a'.repeat(5000), story(TEN));
    expect(stories.get('a'.repeat(5000), TEN)).toBeUndefined();
  });

  it('survive a restart, keys with lone surrogates too', () => {
    const stories = createStories('s', { span: HOUR, most: 10 });
    stories.memory.restore([]);
    for (const key of ['a', '\ud800', '\udfff']) stories.set(key, story(TEN));
    stories.set('gone', story(TEN));
    stories.delete('gone');
    const written = JSON.parse(JSON.stringify(stories.memory.changes())) as Entry[];
    expect(written.filter(({ value }) => value === undefined).map(({ key }) => key)).toEqual([
      '"gone"',
    ]);
    const again = createStories('s', { span: HOUR, most: 10 });
    again.memory.restore(written.filter(({ value }) => value !== undefined));
    expect(again.get('a', TEN)).toEqual(story(TEN));
    expect(again.get('\ud800', TEN)).toEqual(story(TEN));
    expect(again.get('gone', TEN)).toBeUndefined();
    expect(again.memory.changes()).toEqual([]);
    again.delete('a');
    expect(again.memory.changes()).toEqual([{ key: '"a"', value: undefined }]);
  });
});
