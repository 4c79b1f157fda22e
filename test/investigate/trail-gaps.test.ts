import { describe, expect, it } from 'vitest';
import { callerOf, seriesOf } from '../../src/investigate/trail/caller.ts';
import { createIndex } from '../../src/investigate/trail/log-index.ts';
import { Survey } from '../../src/investigate/trail/survey.ts';
import { Trail } from '../../src/investigate/trail/trail.ts';
import { trailGaps } from '../../src/investigate/trail-gaps.ts';
import { EventRecord } from '../../src/record/event-record.ts';
import { account, event } from './trail-log.ts';

const CALLER = callerOf(new EventRecord(event(0, account('shop:cart'), 'list pods'), 1, false));

/** What is missing of a trail about so many ServiceAccounts. */
function gapsOf(objects: number) {
  const trail = new Trail(createIndex([], seriesOf));
  const user = (n: number) => `system:serviceaccount:shop:cart-${n}`;
  for (let n = 0; n < objects; n++)
    trail.objects.noteCaller({ ...CALLER, user: user(n), pod: null });
  return trailGaps({ trail, survey: new Survey([]), found: true });
}

describe('gaps of the trail', () => {
  it('are told where there is no room for an object', () => {
    expect(gapsOf(50_000)).toEqual([]);
    expect(gapsOf(50_001)).toMatchObject([
      { kind: 'limit', text: 'the trail is about more objects than there is room for' },
    ]);
  });
});
