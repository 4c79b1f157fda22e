import { eventPaths, fieldPath } from '../record/field-path.ts';
import type { Detector, FieldPath, Finding, Micros, RuleInfo, Sighting } from '../types.ts';
import { createSteps } from './steps.ts';
import { createStories, type StoryLimits } from './stories.ts';

/** A login at an address. */
export interface LoginTaken {
  readonly address: string;
  readonly failed: boolean;
}

const RULE: RuleInfo = {
  id: 'e7099df0-86a4-485c-8b95-54718ab62a89',
  name: 'chain_14_guess_then_in',
  title: 'Login Guessed',
  level: 'high',
  author: 'satrap contributors',
  description:
    'Ten logins or more in a row failed at one address, and then one worked, within a quarter of an hour. ' +
    'Whoever tries credentials one after the other, from a list or a find of old kubeconfigs, may have ' +
    'found one that is good.\n\n' +
    "What to do next: ask the last event's user whether it was them and why they failed before. If it wasn't, " +
    "end the credential (delete the pod or Secret of a token, remove the bindings of a certificate's user), " +
    'block the address, and look at what the credential did since.\n\n' +
    'Counted: answers of 401, and successful requests of people or by tools such as kubectl, by the last source ' +
    'address; each success begins the count anew, so that an address which many share seldom reaches ten. Not ' +
    'counted: anonymous requests, controllers and nodes.',
  status: 'experimental',
  tags: [
    'attack.credential-access',
    'attack.initial-access',
    'attack.t1110',
    'attack.t1078',
    'satrap.chain14',
    'noise.occasional',
  ],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/',
    'https://attack.mitre.org/techniques/T1110/',
  ],
  falsepositives: [
    'A program that repeats requests with an expired login until somebody logs in again at the same place',
  ],
};

const ADDRESS = fieldPath('satrap.sourceIP');
const PATHS: readonly FieldPath[] = eventPaths([ADDRESS]);
const NO_PATHS: readonly FieldPath[] = [];
const NOTHING: readonly Finding[] = [];

const MINUTE: Micros = 60_000_000;

/** How many failures in a row are no accident. */
const FAILURES = 10;

/** A finding shows ten events: so many failures, and the success. */
const SHOWN = 9;

const DEFAULTS: StoryLimits = { span: 15 * MINUTE, most: 10_000 };

/** Finds addresses that fail to log in again and again until it works; a pause as long as the span begins anew. */
export function createGuessThenIn(limits: Partial<StoryLimits> = {}): Detector<LoginTaken> {
  const { span, most } = { ...DEFAULTS, ...limits };
  const stories = createStories(RULE.name, { span, most });
  const stepsOf = createSteps(['step_login_failed', 'step_login_worked']);

  const fail = (address: string, sighting: Sighting): void => {
    const story = stories.get(address, sighting.time);
    const times = [...((story?.facts ?? []) as readonly Micros[]), sighting.time];
    // Only the latest in the time matter, and ten of them are enough to know.
    const recent = times.filter((time) => time >= sighting.time - span).slice(-FAILURES);
    const shown = Math.min(recent.length, SHOWN);
    const witnesses = [...(story?.witnesses ?? []), sighting.witness()].slice(-shown);
    stories.set(address, { since: sighting.time, facts: recent, witnesses });
  };
  const succeed = (address: string, sighting: Sighting): readonly Finding[] => {
    const story = stories.get(address, sighting.time);
    if (story === undefined) return NOTHING;
    stories.delete(address);
    const { time } = sighting;
    const times = (story.facts as readonly Micros[]).filter((each) => each >= time - span);
    if (times.length < FAILURES) return NOTHING;
    const witnesses = [...story.witnesses, sighting.witness()];
    const measured = `${FAILURES} failures or more from ${address}, then a success`;
    const seen = { firstSeen: times[0] as Micros, lastSeen: time, witnesses, measured };
    return [{ rule: RULE, time, key: [address], count: times.length + 1, ...seen }];
  };

  return {
    rules: [RULE],
    take(record, matched) {
      const steps = stepsOf(matched);
      if (steps.length === 0) return undefined;
      const address = record.field(ADDRESS);
      return typeof address === 'string' ? { address, failed: steps[0] === 0 } : undefined;
    },
    reads: (matched) => (stepsOf(matched).length === 0 ? NO_PATHS : PATHS),
    observe({ address, failed }, sighting) {
      if (!failed) return succeed(address, sighting);
      fail(address, sighting);
      return NOTHING;
    },
    get evicted() {
      return stories.evicted;
    },
    durable: {
      name: RULE.name,
      pack: ({ address, failed }) => [address, failed],
      unpack: (packed) => {
        const [address, failed] = packed as readonly [string, boolean];
        return { address, failed };
      },
      memories: [stories.memory],
    },
  };
}
