import { evidenceIn } from '../record/evidence.ts';
import type { Evidence, Finding } from '../types.ts';

/** The fields of an alert's sentence in which its events may differ. */
export const VARYING = [
  'verb',
  'resource',
  'subresource',
  'namespace',
  'name',
  'path',
  'sourceIP',
  'userAgent',
  'code',
] as const satisfies readonly (keyof Evidence)[];

/** One of the fields in which an alert's events may differ. */
export type Varying = (typeof VARYING)[number];

/** The fields in which the events that a finding shows differ from a given one. */
export function variousIn(finding: Finding, from: Evidence | undefined): readonly Varying[] {
  if (from === undefined) return [];
  const all = finding.witnesses.map(evidenceIn);
  return VARYING.filter((field) => all.some((one) => one[field] !== from[field]));
}
