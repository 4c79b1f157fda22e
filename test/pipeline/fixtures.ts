import { EventRecord, eventTime } from '../../src/record/event-record.ts';
import { witnessOf } from '../../src/record/evidence.ts';
import { formatTime } from '../../src/record/time.ts';
import type { DetectionRule } from '../../src/sigma/rule-set.ts';
import type { AuditRecord, JsonObject, Micros, RuleInfo, Sighting } from '../../src/types.ts';

/** 2026-11-20T10:00:00Z. */
export const TEN: Micros = 1_795_168_800_000_000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;

/** A list of secrets by a ServiceAccount at a time, with what a test changes. */
export function record(time: Micros, changes: JsonObject = {}): AuditRecord {
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `id-${time}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/prod/secrets',
    verb: 'list',
    user: { username: 'system:serviceaccount:prod:app' },
    sourceIPs: ['10.0.0.7'],
    objectRef: { resource: 'secrets', namespace: 'prod', apiVersion: 'v1' },
    responseStatus: { code: 200 },
    stageTimestamp: formatTime(time),
    ...changes,
  };
  return new EventRecord(event, eventTime(event) ?? 0, false);
}

/** A record on its way back to a detector. */
export function sightingOf(one: AuditRecord): Sighting {
  return { time: one.time, witness: () => witnessOf(one) };
}

/** All that an order gives. */
export function all<T>(next: () => T | undefined): T[] {
  const items: T[] = [];
  for (let item = next(); item !== undefined; item = next()) items.push(item);
  return items;
}

/** A rule for tests. */
export function info(name: string, changes: Partial<RuleInfo> = {}): RuleInfo {
  return {
    id: `00000000-0000-4000-8000-${name.padStart(12, '0').slice(-12)}`,
    name,
    title: name,
    level: 'medium',
    author: 'a tester',
    description: '',
    status: 'test',
    tags: [],
    references: [],
    falsepositives: [],
    ...changes,
  };
}

/** A detection that matches what `matches` says. */
export function detection(
  name: string,
  matches: (record: AuditRecord) => boolean,
  changes: Partial<RuleInfo> = {},
): DetectionRule {
  return {
    kind: 'detection',
    info: info(name, changes),
    alerts: true,
    place: { file: 'test.yml', line: 1 },
    version: name,
    matches,
    explain: (one) => ({ text: name, held: matches(one), parts: [] }),
  };
}
