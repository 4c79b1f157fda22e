import { formatTime } from '../../record/time.ts';
import type { Micros } from '../../types.ts';
import type { Silence } from '../log-facts.ts';
import type { Credential } from '../report/credential.ts';
import type { Draft, GapsInput } from './index.ts';

/** What the log as a whole can't say. */

const MINUTE: Micros = 60_000_000;

/** A silence is told when it is so many times longer than the usual pause, and longer than a minute. */
const FAR_LONGER = 10;

/** Whoever was there so shortly before the end may have gone on. */
const NEAR: Micros = 15 * MINUTE;

/** A log of so many events has some of each stage, unless they are left out. */
const ENOUGH = 1000;

/** Gaps in time and in stages. */
export function logGaps(input: GapsInput): Draft[] {
  return [
    ...nothing(input),
    ...starts(input),
    ...ends(input),
    ...silences(input),
    ...stages(input),
  ];
}

function nothing({ log }: GapsInput): Draft[] {
  if (log.events > 0) return [];
  const text =
    'no event was read: there is none in the period that was asked about, or none at all';
  const hides = 'all that was done: look for logs that have that period';
  return [{ kind: 'silence', text, hides, from: null, until: null, count: null }];
}

function starts({ credentials, log }: GapsInput): Draft[] {
  const first = log.first;
  const unknown = credentials.filter(isIssuedBefore);
  if (first === null || unknown.length === 0) return [];
  const uses = unknown.map(({ firstUse }) => firstUse ?? formatTime(first)).sort();
  const isInUse = uses.some((use) => use <= formatTime(first + NEAR));
  const start = isInUse
    ? 'the log begins when what was used was in use already'
    : 'the log has no event that says who asked for what was used';
  return [
    {
      kind: 'log starts late',
      text: start,
      hides: isInUse
        ? 'since when it was in the wrong hands, what was done with it before, and who asked for it'
        : 'who asked for it, when, and when it ends: it was issued before the log begins, or that was not logged',
      from: null,
      until: uses[0] ?? null,
      count: unknown.length,
    },
  ];
}

/** Certificates and legacy tokens are as old as they are; others are issued shortly before they are used. */
function isIssuedBefore({ issued, kind, firstUse }: Credential): boolean {
  return issued === null && firstUse !== null && kind !== 'legacy';
}

function ends({ acts, log }: GapsInput): Draft[] {
  const { seen } = acts;
  if (seen === null || log.last === null || log.last - seen.until > NEAR) return [];
  return [
    {
      kind: 'log ends early',
      text: 'the log ends while requests on the trail were still being made',
      hides: 'what was done since: look at later logs as well',
      from: formatTime(seen.until),
      until: null,
      count: null,
    },
  ];
}

function silences({ log }: GapsInput): Draft[] {
  const least = Math.max(log.usualPause * FAR_LONGER, MINUTE);
  const far = log.silences.filter(({ from, until }) => until - from >= least);
  return far
    .sort((a, b) => a.from - b.from)
    .map((silence) => ({
      kind: 'silence' as const,
      text: `the whole log is silent for ${lengthOf(silence)}, far longer than it usually is`,
      hides: 'whatever was done then, unless kube-apiserver stood still',
      from: formatTime(silence.from),
      until: formatTime(silence.until),
      count: null,
    }));
}

/** `2h 5m`, `90s`. */
function lengthOf({ from, until }: Silence): string {
  const minutes = Math.floor((until - from) / MINUTE);
  if (minutes < 2) return `${Math.floor((until - from) / 1_000_000)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes}m`;
  return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
}

const STAGES = [
  [
    'ResponseStarted',
    'refused logins (401), and watches and commands until they end: kube-apiserver logs them at that stage',
  ],
  ['ResponseComplete', 'what came of the requests'],
] as const;

function stages({ log }: GapsInput): Draft[] {
  if (log.events < ENOUGH) return [];
  return STAGES.filter(([stage]) => (log.stages[stage] ?? 0) === 0).map(([stage, hides]) => ({
    kind: 'stages' as const,
    text: `no event of the log is of stage ${stage}`,
    hides,
    from: null,
    until: null,
    count: null,
  }));
}
