import { leastSure, surest } from '../confidence.ts';
import { contentId } from '../content-id.ts';
import type { Confidence } from '../report/common.ts';
import type { Verdict } from '../report/verdict.ts';
import { against } from './against.ts';
import { deeds } from './deeds.ts';
import { possession, possessionOfOthers } from './possession.ts';
import type { Case, Known, Reason } from './reason.ts';
import { sentenceOf } from './sentence.ts';

const MOST_REASONS = 100;

/**
 * How bad it is. `compromised` takes both: a sign that somebody else holds the credential, and deeds; a sign that
 * speaks for itself and a deed that asks for an explanation, or the other way round. One of them alone is
 * `suspicious`, as are two that ask for an explanation; what is merely odd is `unusual`.
 */
export function verdictOf(known: Case): Verdict {
  const held = possession(known);
  const done = isAskedFor(known) && held.length === 0 ? deeds(known).map(milder) : deeds(known);
  const all = [...held, ...possessionOfOthers(known), ...done, ...against(known)];
  const { verdict, confidence } = known.subject.found ? judged(all, known) : notFound(known);
  const told = all
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_REASONS)
    .map(reasonOf);
  return {
    verdict,
    confidence,
    sentence: sentenceOf(verdict, known),
    reasons: [...new Map(told.map((one) => [one.id, one])).values()],
  };
}

function reasonOf({ says, text, confidence, proof }: Reason): Verdict['reasons'][number] {
  return {
    id: contentId('reason', says, text, proof?.events),
    text,
    weighs: says === 'against' ? 'against' : 'for',
    confidence,
    proof,
  };
}

/** Whoever asks about an account says nothing against it; about an address or an alert he does. */
const ACCOUNTS: ReadonlySet<string> = new Set(['serviceAccount', 'user', 'pod']);

function isAskedFor({ subject }: Known): boolean {
  return subject.asked.every(({ kind }) => ACCOUNTS.has(kind));
}

/** What an account does that nobody else is seen to hold may be its work. */
function milder(reason: Reason): Reason {
  return { ...reason, weight: reason.weight === 3 ? 2 : 1 };
}

/** What was not read may have it. */
function notFound({ read }: Case): Judged {
  return { verdict: 'nothing found', confidence: read === 'all' ? 'certain' : 'possible' };
}

type Judged = Pick<Verdict, 'verdict' | 'confidence'>;

/** No surer than requests are told from those of the account itself. */
function judged(all: readonly Reason[], known: Case): Judged {
  const { verdict, confidence } = judge(all, known);
  const held = known.credentials.filter(({ whose }) => whose === 'suspect');
  if (held.length === 0) return { verdict, confidence };
  const told = surest(held.map((one) => one.confidence));
  return { verdict, confidence: leastSure([confidence, told]) };
}

function judge(all: readonly Reason[], known: Case): Judged {
  const held = all.filter(({ says }) => says === 'possession');
  const done = all.filter(({ says }) => says === 'deed');
  const [holding, doing] = [heaviest(held), heaviest(done)];
  if (holding >= 2 && doing >= 2 && holding + doing >= 5) {
    return { verdict: 'compromised', confidence: leastSure([sureOf(held, 2), sureOf(done, 2)]) };
  }
  const asking = [...held, ...done].filter(({ weight }) => weight >= 2);
  if (Math.max(holding, doing) === 3 || asking.length >= 2) {
    return {
      verdict: 'suspicious',
      confidence: surest(asking.map(({ confidence }) => confidence)),
    };
  }
  const odd = [...held, ...done];
  if (odd.length > 0) {
    return { verdict: 'unusual', confidence: surest(odd.map(({ confidence }) => confidence)) };
  }
  return {
    verdict: 'nothing found',
    confidence: leastSure(['likely', notFound(known).confidence]),
  };
}

function heaviest(all: readonly Reason[]): number {
  return Math.max(0, ...all.map(({ weight }) => weight));
}

function sureOf(all: readonly Reason[], least: number): Confidence {
  return surest(all.filter(({ weight }) => weight >= least).map(({ confidence }) => confidence));
}
