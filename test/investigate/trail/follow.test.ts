import { describe, expect, it } from 'vitest';
import { PASS_FIELDS } from '../../../src/investigate/trail/fields.ts';
import { followTrail, type Quest } from '../../../src/investigate/trail/follow.ts';
import { type Passes, readOnce } from '../../../src/investigate/trail/pass.ts';
import { Survey } from '../../../src/investigate/trail/survey.ts';
import type { JsonObject } from '../../../src/types.ts';
import { alert, evidence } from '../../text/fixtures.ts';
import { account, elsewhere, event, loose, mint, passesOver, startsOf } from '../trail-log.ts';

const CART = account('shop:cart');
const THIEF = elsewhere(CART);

const events: readonly JsonObject[] = [
  event(0, { user: 'alice', ip: '192.0.2.1', agent: 'kubectl/v1' }, 'list pods'),
  event(1, CART, 'get pods shop/'),
  event(2, { user: 'bob', ip: '192.0.2.2', agent: 'kubectl/v1' }, 'list pods'),
  event(60, THIEF, 'list pods'),
  mint(70, THIEF, 'tools/admin', 'gold'),
  event(80, loose('tools:admin', 'gold', { ip: '203.0.113.9' }), 'list secrets'),
];

const QUEST: Quest = { starts: startsOf({ serviceAccount: 'shop:cart' }), alerts: [], depth: 4 };

/** Follows it when there is room for so many callers beside those that are asked for; tells which passes there were. */
async function follow(room?: number, quest: Quest = QUEST) {
  const names: string[] = [];
  const passes: Passes = {
    ...passesOver(events),
    progress: (what) => void (names.at(-1) === what || names.push(what)),
  };
  const survey = new Survey(quest.starts, new Set(), room);
  await readOnce(passes, {
    name: 'first',
    fields: PASS_FIELDS,
    see: (record) => survey.see(record),
  });
  const { trail } = await followTrail(passes, quest, survey);
  return { names, suspects: [...trail.suspects.keys()].map(({ user }) => user).sort() };
}

describe('a trail', () => {
  it('takes one more pass where nothing leads back', async () => {
    const { names, suspects } = await follow();
    expect(names).toEqual(['first', 'following the trail']);
    expect(suspects).toEqual([
      'system:serviceaccount:shop:cart',
      'system:serviceaccount:tools:admin',
    ]);
  });

  it('looks once more for whom there was no room for', async () => {
    const { names, suspects } = await follow(1);
    expect(names).toEqual([
      'first',
      'following the trail',
      'reading who is there once more',
      'following the trail, pass 2',
    ]);
    expect(suspects).toEqual([
      'system:serviceaccount:shop:cart',
      'system:serviceaccount:tools:admin',
    ]);
  });

  it('starts at the events of an alert though there was no room for who made them', async () => {
    const { user, ip: sourceIP, agent: userAgent, id: credentialId = null } = THIEF;
    const stolen = alert({ events: [evidence({ user, sourceIP, userAgent, credentialId })] });
    const starts = startsOf({ alert: stolen.id });
    const { names, suspects } = await follow(1, { ...QUEST, starts, alerts: [stolen] });
    expect(names.slice(0, 3)).toEqual([
      'first',
      'reading who is there once more',
      'following the trail',
    ]);
    expect(suspects).toEqual([
      'system:serviceaccount:shop:cart',
      'system:serviceaccount:tools:admin',
    ]);
  });
});
