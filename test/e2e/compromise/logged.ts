import type { JsonObject } from '../../../src/types.ts';
import type { Call, LoggedCall, Truth } from './truth.ts';

/** The truth with what a log says of each call. Throws when one isn't in it. */
export function loggedTruth(truth: Truth<Call>, events: readonly JsonObject[]): Truth {
  const byId = Map.groupBy(events, ({ auditID }) => auditID as string);
  const steps = truth.steps.map((step) => ({
    ...step,
    calls: step.calls.map((call) => {
      const own = byId.get(call.auditID);
      if (own === undefined) throw new Error(`${step.id}: ${call.auditID} is not in the log`);
      return logged(call, own);
    }),
  }));
  return { ...truth, steps };
}

function logged(call: Call, events: readonly JsonObject[]): LoggedCall {
  const times = events.map(({ stageTimestamp }) => stageTimestamp as string).sort();
  const ref = (events[0]?.objectRef ?? {}) as Partial<Record<string, string>>;
  return {
    auditID: call.auditID,
    code: call.code,
    first: times[0] ?? '',
    last: times.at(-1) ?? '',
    verb: events[0]?.verb as string,
    resource: ref.resource ?? null,
    subresource: ref.subresource ?? null,
    namespace: ref.namespace ?? null,
    name: ref.name ?? null,
    events: events.length,
  };
}
