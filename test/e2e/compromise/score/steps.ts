import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Step } from '../../../../src/investigate/report/timeline.ts';
import type { LoggedCall, TrueStep, Truth } from '../truth.ts';
import { attackOf, callerOf } from './attack.ts';
import { type Section, section } from './section.ts';

/** Whether the timeline shows each call of each step, and nothing as the attacker's that isn't. */
export function scoreSteps(report: Report, truth: Truth): Section {
  const attack = attackOf(report, truth);
  const steps = report.timeline.steps.filter(({ whose }) => whose === 'suspect');
  const shown = (call: LoggedCall, of: TrueStep) =>
    steps.some((step) => attack.ids(step.proof).has(call.auditID) || fits(step, of, call)) ||
    isRefused(report, call);
  const truths = truth.steps.map((step) => {
    const missing = step.calls.filter((call) => !shown(call, step));
    const text = `${step.id}: ${missing.map(inWords).join(', ')}`;
    return { text, ok: missing.length === 0 };
  });
  const claims = steps.map((step) => {
    const strangers = attack.strangers(step.proof);
    const most = countOf(step, truth);
    const counts = step.count > most ? [`counts ${step.count} where there are ${most}`] : [];
    return {
      text: `${step.text} [${[...strangers, ...counts].join('; ')}]`,
      ok: strangers.length + counts.length === 0,
    };
  });
  return section('steps', truths, claims);
}

/** Whether each step is found in a phase that it may be told in. */
export function scorePhases(report: Report, truth: Truth): Section {
  const attack = attackOf(report, truth);
  const truths = truth.steps
    .filter(({ user }) => user !== null)
    .map((step) => {
      const phases = report.timeline.steps
        .filter((one) =>
          step.calls.some(
            (call) => attack.ids(one.proof).has(call.auditID) || fits(one, step, call),
          ),
        )
        .map(({ phase }) => phase);
      const text = `${step.id}: ${[...new Set(phases)].join(', ')}, not ${step.phases.join(' or ')}`;
      return {
        text,
        ok: phases.some((phase) => (step.phases as readonly string[]).includes(phase)),
      };
    });
  return section('phases', truths, []);
}

/** Whether a report's step speaks of such a call at its time. */
function fits(step: Step, of: TrueStep, call: LoggedCall): boolean {
  return (
    step.identity === callerOf(of) &&
    step.as === (of.impersonator === null ? null : of.user) &&
    step.verb === call.verb &&
    step.resource === call.resource &&
    step.subresource === call.subresource &&
    step.outcome === (of.allowed ? 'allowed' : 'denied') &&
    (call.namespace === null || step.namespaces.includes(call.namespace)) &&
    isNamed(step, call.name) &&
    step.first <= call.last &&
    step.last >= call.first
  );
}

/** Where a log has no names, as of creations without a body, none is asked for. */
function isNamed({ names, more }: Step, name: string | null): boolean {
  return name === null || names.length === 0 || more > 0 || names.includes(name);
}

/** How many events of the attacker's a step of a report may count. */
function countOf(step: Step, truth: Truth): number {
  return truth.steps
    .flatMap((of) => of.calls.filter((call) => fits(step, of, call)))
    .reduce((sum, { events }) => sum + events, 0);
}

/** A 401 names nobody: it may stand beside the credential that it fits instead. */
function isRefused(report: Report, call: LoggedCall): boolean {
  return (
    call.code === 401 &&
    report.credentials.some(
      ({ whose, refused }) =>
        whose === 'suspect' &&
        refused !== null &&
        refused.first <= call.last &&
        refused.last >= call.first,
    )
  );
}

const inWords = ({ verb, resource, subresource, namespace, name, code }: LoggedCall) =>
  `${verb} ${[resource, subresource].filter(Boolean).join('/')} ${namespace ?? ''}/${name ?? ''} ${code}`;
