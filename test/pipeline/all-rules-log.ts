import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { eventTime } from '../../src/record/event-record.ts';
import { formatTime, parseTime } from '../../src/record/time.ts';
import { readRuleTests } from '../../src/rule-tests/index.ts';
import { recordsOf } from '../../src/rule-tests/records.ts';
import type { RuleCase, Step } from '../../src/rule-tests/rule-test.ts';
import type { JsonObject, Micros } from '../../src/types.ts';
import { ROOT } from '../rule-tests/bundled.ts';

/** An event and when it was. */
export interface Logged {
  readonly time: Micros;
  readonly event: JsonObject;
}

const TIMES = ['requestReceivedTimestamp', 'stageTimestamp', 'timestamp'] as const;
/** Cases with more events are about numbers, and take long. */
const MOST = 40;
/** From the start of one case to that of the next. */
const PAUSE = 90_000_000;
/** All of them, but the burst that ends token-theft. */
const SAMPLES = [
  'real-cluster/attack.log.gz',
  'token-theft/audit-2026-11-20T12-00-00.000.log.gz',
  'token-theft/audit-2026-11-20T13-00-00.000.log.gz',
  'token-theft/audit.log',
];

/** What makes nearly every rule alert, by time: what has to match in the tests of rules, a case of each, and attacks. */
export async function logForAllRules(): Promise<Logged[]> {
  const { tests } = await readRuleTests([join(ROOT, 'test/rules')]);
  const cases = tests.flatMap((test) =>
    test.cases.filter((one) => one.expect === 'match' && eventsIn(one) <= MOST).slice(0, 1),
  );
  const played = cases.flatMap(({ steps }, index) =>
    [...recordsOf(steps.map((step) => moved(step, index)))].map(({ time, event }) => ({
      time,
      event,
    })),
  );
  return [...played, ...SAMPLES.flatMap(sample)].sort((a, b) => a.time - b.time);
}

function eventsIn({ steps }: RuleCase): number {
  return steps.reduce((sum, { repeat }) => sum + repeat, 0);
}

/** A case's step in its turn, with audit ids that no other case has. */
function moved(step: Step, turn: number): Step {
  const event = { ...step.event };
  for (const name of TIMES) {
    const time = parseTime(event[name]);
    if (time !== undefined) event[name] = formatTime(time + turn * PAUSE);
  }
  if (typeof event.auditID === 'string')
    event.auditID = event.auditID.replace(/^.{8}/, String(turn).padStart(8, '0'));
  return { ...step, event };
}

function sample(name: string): Logged[] {
  const bytes = readFileSync(join(ROOT, 'samples', name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const event = JSON.parse(line) as JsonObject;
      return { time: eventTime(event) ?? 0, event };
    });
}
