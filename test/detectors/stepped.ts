import { createTimeOrder } from '../../src/pipeline/time-order.ts';
import type { AuditRecord, Detector, Finding, Matched } from '../../src/types.ts';
import { all, info, MINUTE, sightingOf } from '../pipeline/fixtures.ts';

/** A record with the steps that it is. */
export interface Stepped {
  readonly record: AuditRecord;
  readonly matched: readonly Matched[];
}

/** The record as one that the rules of these names match. */
export function stepped(record: AuditRecord, ...names: readonly string[]): Stepped {
  return { record, matched: names.map((name) => ({ info: info(name) })) };
}

/** What a detector finds in records that come in any order within ten minutes. */
export function run<T>(detector: Detector<T>, records: readonly Stepped[]): Finding[] {
  const order = createTimeOrder<AuditRecord>({ lateness: 10 * MINUTE, capacity: 1_000_000 });
  const steps = new Map(records.map(({ record, matched }) => [record, matched]));
  const see = (record: AuditRecord): readonly Finding[] => {
    const taken = detector.take(record, steps.get(record) ?? []);
    return taken === undefined ? [] : detector.observe(taken, sightingOf(record));
  };
  const findings: Finding[] = [];
  for (const { record } of records) {
    order.push(record);
    for (const due of all(order.release)) findings.push(...see(due));
  }
  for (const due of all(order.flush)) findings.push(...see(due));
  return findings;
}

/** All that a detector remembers, as a restart would give it to the next. */
export function handOver(from: Detector, to: Detector): void {
  for (const [index, memory] of from.durable.memories.entries()) {
    const entries = memory
      .changes()
      .flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value }]));
    to.durable.memories[index]?.restore(JSON.parse(JSON.stringify(entries)) as typeof entries);
  }
}
