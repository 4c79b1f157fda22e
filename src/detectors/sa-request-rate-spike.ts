import { type Bookmark, RecencyMap } from '../collections/recency-map.ts';
import { ChangeLog } from '../state/change-log.ts';
import type { Detector, Finding, Micros, RuleInfo, Sighting } from '../types.ts';
import type { Baseline } from './baseline.ts';
import { type Account, accountsMemory, openAccount } from './rate-account.ts';
import { createRequesters, REQUESTER_PATHS, type Requesters } from './requesters.ts';

/** What a site may set. */
export interface RateSpikeOptions {
  /** How much of an account's history it takes before a spike can be told, in microseconds. */
  readonly learning: Micros;
  /** How many times the usual rate a spike must exceed. */
  readonly factor: number;
  /** How many requests a minute are never a spike. */
  readonly floor: number;
  /** How many accounts are remembered; past it, the one seen least recently is forgotten and counted. */
  readonly accounts: number;
}

const MINUTE: Micros = 60_000_000;

const DEFAULTS: RateSpikeOptions = {
  learning: 60 * MINUTE,
  factor: 10,
  floor: 300,
  accounts: 10_000,
};

/** How many standard deviations above the mean a spike must exceed as well. */
const DEVIATIONS = 6;

/** As many as a finding may show. */
const WITNESSES = 10;

const RULE: RuleInfo = {
  id: '1cff26cb-a313-40e0-a56a-c19b94b274e1',
  name: 'sa_request_rate_spike',
  title: 'ServiceAccount Far Above Its Own Usual Request Rate',
  level: 'medium',
  author: 'satrap contributors',
  description:
    'A ServiceAccount sent far more requests within a minute than it usually does: by default, more than ten times ' +
    'its mean, more than six standard deviations above it, and more than 300. A stolen token is often ' +
    'used this way to take stock of a cluster. Look at what the requests ask for: many verbs and ' +
    'resources that the workload has no need of, denied requests, or an unknown source address or user ' +
    'agent speak for abuse; one request repeated speaks for a broken client. In case of abuse, delete ' +
    'the Pod that the token is bound to (for a token that is not bound, the ServiceAccount or its ' +
    'token Secret), and review what the account may do.',
  status: 'experimental',
  tags: ['attack.discovery', 'attack.t1613'],
  references: ['https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/'],
  falsepositives: [
    'Controllers that start again and list everything they watch',
    'Jobs that do in a minute what they do once in many hours',
    'Clients without back-off that repeat a failing request',
  ],
};

const NOTHING: readonly Finding[] = [];

/**
 * Finds ServiceAccounts far above their own usual rate. Requests are counted in whole minutes of event
 * time; a minute without any counts as zero. A minute is a spike from the request on that exceeds all
 * of mean + 6 standard deviations, `factor` times the mean, and `floor`. After the learning period a
 * minute teaches the baseline at most the limit it was held to: an account that is kept just below its
 * limit needs at least three hours to raise the limit tenfold, and a spike can't do it any faster.
 */
export function createRateSpike(options: Partial<RateSpikeOptions> = {}): Detector<Requesters> {
  const settings = { ...DEFAULTS, ...options };
  const learning = Math.max(1, Math.ceil(settings.learning / MINUTE));
  const accounts = new RecencyMap<Account>();
  const log = new ChangeLog();
  let evicted = 0;

  const accountOf = (name: string, minute: number, bookmark?: Bookmark<Account>): Account => {
    const known = accounts.touch(name, bookmark);
    if (known !== undefined) return known;
    if (accounts.size >= settings.accounts) {
      const oldest = accounts.oldest?.key ?? '';
      accounts.delete(oldest);
      log.note(oldest);
      evicted++;
    }
    const account = openAccount(minute, learning);
    accounts.set(name, account);
    return account;
  };

  const observeOne = (
    name: string,
    sighting: Sighting,
    bookmark?: Bookmark<Account>,
  ): readonly Finding[] => {
    const minute = Math.floor(sighting.time / MINUTE);
    const account = accountOf(name, minute, bookmark);
    log.note(name);
    if (minute < account.minute) return NOTHING;
    if (minute > account.minute) turnTo(minute, account, settings);
    return count(sighting, account) ? [findingOf(name, sighting, account)] : NOTHING;
  };

  return {
    rules: [RULE],
    take: createRequesters(settings.accounts),
    reads: () => REQUESTER_PATHS,
    observe({ accounts: names, first }, sighting) {
      const findings = observeOne(names[0] as string, sighting, first);
      return names.length === 1
        ? findings
        : [...findings, ...observeOne(names[1] as string, sighting)];
    },
    get evicted() {
      return evicted;
    },
    durable: {
      name: RULE.name,
      pack: ({ accounts: names }) => names,
      unpack: (packed) => ({ accounts: packed as readonly string[] }),
      memories: [accountsMemory(accounts, log, { owner: `${RULE.name}/${learning}`, learning })],
    },
  };
}

/** Ends the minute that was counted and begins another. */
function turnTo(minute: number, account: Account, settings: RateSpikeOptions): void {
  const { baseline, requests, limit } = account;
  const idle = minute - account.minute - 1;
  if (requests <= limit || idle > 0) account.spiking = false;
  baseline.learn(Math.min(requests, limit));
  baseline.idle(idle);
  account.minute = minute;
  account.requests = 0;
  account.limit = limitOf(baseline, settings);
  account.witnesses = [];
}

function limitOf(baseline: Baseline, { factor, floor }: RateSpikeOptions): number {
  if (!baseline.learned) return Number.POSITIVE_INFINITY;
  const { mean, deviation } = baseline;
  return Math.max(mean + DEVIATIONS * deviation, factor * mean, floor);
}

/** Counts a request; whether it is the one that makes its minute a spike. */
function count(sighting: Sighting, account: Account): boolean {
  account.requests++;
  if (account.requests === 1) account.firstSeen = sighting.time;
  if (account.spiking) return false;
  // Only those right below the limit can be a finding's last ones.
  if (account.requests > account.limit + 1 - WITNESSES) account.witnesses.push(sighting.witness());
  account.spiking = account.requests > account.limit;
  return account.spiking;
}

function findingOf(name: string, { time }: Sighting, account: Account): Finding {
  const { requests, firstSeen, baseline } = account;
  const witnesses = account.witnesses.slice(-WITNESSES);
  account.witnesses = [];
  return {
    rule: RULE,
    time,
    key: [name],
    count: requests,
    firstSeen,
    lastSeen: time,
    witnesses,
    measured: `${format(requests)} requests in 1m, usually ${format(baseline.mean)}`,
  };
}

let numbers: Intl.NumberFormat | undefined;

/** Made when first needed: the first one of a process takes 20 ms. */
function format(number: number): string {
  numbers ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
  return numbers.format(number);
}
