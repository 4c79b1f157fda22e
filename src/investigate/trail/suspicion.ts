import type { Micros } from '../../types.ts';
import { surer, weaker } from '../confidence.ts';
import type { Proofs } from '../proofs.ts';
import type { Confidence } from '../report/common.ts';
import type { IdentityEdge } from '../report/identity.ts';

/** An identity on the trail. */
export interface Identity {
  readonly id: string;
  readonly subject: boolean;
  depth: number;
  /** Since when it is known to the thief; `null` for those that the trail starts from. */
  reached: Micros | null;
  confidence: Confidence;
}

/** How one identity leads to another. */
export interface Edge extends Omit<IdentityEdge, 'id' | 'time' | 'proof' | 'confidence'> {
  readonly time: Micros;
  confidence: Confidence;
  proofs: Proofs;
  /** Only the identity's own workload shows it: worth telling where nothing else does. */
  readonly innocent?: boolean;
}

/** Why a caller is taken for the thief, and from when on. */
export interface Suspicion {
  readonly since: Micros;
  readonly confidence: Confidence;
  readonly why: string;
  /** What led to it: its acts prove that. */
  readonly edge: Edge | undefined;
}

/** A link that was found. */
export interface Reached extends Omit<Edge, 'proofs' | 'time'> {
  /** When; now, unless told. */
  readonly time?: Micros;
  /** How sure it is that the act is the thief's; that of the act at hand, unless told. */
  readonly sure?: Confidence | undefined;
  /** The trail leads from the one that was reached to the one that reached it. */
  readonly back?: boolean;
}

/** What bounds a trail. */
export interface TrailLimits {
  /** How many links from where it starts. */
  readonly depth: number;
  readonly identities: number;
  readonly edges: number;
}

/** Bounds beside the depth. */
export const LIMITS: TrailLimits = { depth: 4, identities: 1000, edges: 3000 };

/** Two suspicions of one caller: since the earlier, for the better reason. */
export function joined(known: Suspicion | undefined, told: Suspicion): Suspicion {
  const confidence = weaker(told.confidence, told.edge?.confidence ?? 'certain');
  if (known === undefined) return { ...told, confidence };
  const isSurer = surer(known.confidence, confidence) !== known.confidence;
  const isAsSure = weaker(known.confidence, confidence) === known.confidence;
  // That it came from the same place says less than how it came to its credential.
  const isTelling = isPlace(known.edge) && told.edge !== undefined && !isPlace(told.edge);
  const isBetter = isSurer || (isAsSure && isTelling);
  if (known.since <= told.since && !isBetter) return known;
  const since = Math.min(known.since, told.since);
  return isBetter
    ? { ...told, confidence, since, edge: told.edge ?? known.edge }
    : { ...known, since };
}

function isPlace(edge: Edge | undefined): boolean {
  return edge?.link === 'same origin';
}
