import { contentId } from './content-id.ts';
import type { Gap } from './report/gap.ts';
import type { Followed } from './trail/follow.ts';

/** How many addresses a gap names. */
const NAMED = 5;

/** What a trail was not followed to, and what it could not tell apart. */
export function trailGaps({ trail, survey }: Followed): Gap[] {
  const shared = [...trail.sharedAddresses].sort();
  const { dropped } = survey.callers;
  return [
    ...(shared.length === 0
      ? []
      : [
          gap(
            `too many identities come from ${listOf(shared)}: those are not followed from there`,
            'whether somebody else who came from there is the thief as well',
            shared.length,
          ),
        ]),
    ...(dropped === 0
      ? []
      : [
          gap(
            'events are of more callers than there is room for',
            'whether one of those came from the same places; identities on the trail are complete',
            dropped,
          ),
        ]),
    ...(trail.objects.full
      ? [
          gap(
            'the trail is about more objects than there is room for',
            'whether others changed, approved or deleted what is not remembered',
            null,
          ),
        ]
      : []),
  ];
}

function gap(text: string, hides: string, count: number | null): Gap {
  const id = contentId('gap', 'limit', text);
  return { id, kind: 'limit', text, hides, from: null, until: null, count };
}

function listOf(addresses: readonly string[]): string {
  const named = addresses.slice(0, NAMED).join(', ');
  const more = addresses.length - NAMED;
  return more > 0 ? `${named} and ${more} more` : named;
}
