import { LEVELS, type RuleInfo } from '../types.ts';

/** How much a site wants to be told. */
export const PROFILES = ['quiet', 'default', 'everything'] as const;

/** One of the profiles. */
export type Profile = (typeof PROFILES)[number];

/**
 * How often a rule holds for good reasons, as its tag says: next to never; now and then, when people
 * administer or release; or every day. A rule without the tag is a site's own.
 */
const NOISE = ['noise.rare', 'noise.occasional', 'noise.routine'] as const;

type Noise = (typeof NOISE)[number];

/**
 * Whether a profile wants a rule's alerts. `everything`: all. `default`: not what happens every day and what
 * is informational. `quiet`: what is high, or medium and next to never harmless.
 */
export function wants(
  profile: Profile,
  { level, tags }: Pick<RuleInfo, 'level' | 'tags'>,
): boolean {
  if (profile === 'everything') return true;
  const noise = tags.find((tag): tag is Noise => (NOISE as readonly string[]).includes(tag));
  if (profile === 'default')
    return noise === undefined || (noise !== 'noise.routine' && level !== 'informational');
  const gravity = LEVELS.indexOf(level);
  if (noise === 'noise.rare') return gravity >= LEVELS.indexOf('medium');
  return noise !== 'noise.routine' && gravity >= LEVELS.indexOf('high');
}
