import { EventRecord, eventTime } from '../record/event-record.ts';
import { formatTime, parseTime } from '../record/time.ts';
import type { Json, Micros } from '../types.ts';
import type { Step } from './rule-test.ts';

const TIMES = ['requestReceivedTimestamp', 'stageTimestamp', 'timestamp'] as const;

/** A step on its way, with what all its events share. */
interface Run {
  readonly step: Step;
  readonly origin: Micros;
  readonly times: readonly (readonly [name: string, time: Micros])[];
  /** All of the audit id but its last part; `undefined` when the event has none. */
  readonly auditID: string | undefined;
  /** How many events it gave. */
  done: number;
  /** When its next one is. */
  due: Micros;
}

/** Every event of the steps as a record, by time. One at a time: a case may ask for a million. */
export function* recordsOf(steps: readonly Step[]): Generator<EventRecord> {
  const open = steps.map(runOf);
  for (let number = 0; open.length > 0; number++) {
    const run = open.reduce((earliest, other) => (other.due < earliest.due ? other : earliest));
    yield recordOf(run, number);
    run.done++;
    run.due += run.step.every;
    if (run.done === run.step.repeat) open.splice(open.indexOf(run), 1);
  }
}

function runOf(step: Step): Run {
  const { event, at } = step;
  const origin = eventTime(event) ?? 0;
  const times = TIMES.flatMap((name) => {
    const time = parseTime(event[name]);
    return time === undefined ? [] : [[name, time] as const];
  });
  const auditID = typeof event.auditID === 'string' ? event.auditID.slice(0, -12) : undefined;
  return { step, origin, times, auditID, done: 0, due: origin + at };
}

/** The run's event, moved to when it is due, with an audit id of its own. */
function recordOf({ step, origin, times, auditID, due }: Run, number: number): EventRecord {
  const event: Record<string, Json> = { ...step.event };
  for (const [name, time] of times) event[name] = formatTime(time + due - origin);
  if (auditID !== undefined) event.auditID = auditID + String(number).padStart(12, '0');
  return new EventRecord(event, due, false);
}
