import type { Start } from '../starts.ts';
import { accountOf, type Caller, credentialOf } from './caller.ts';

/** Whether a start means a caller; an alert's are found by its events. */
export function startsAt({ kind, value }: Start, caller: Caller): boolean {
  return TESTS[kind](caller, value);
}

const TESTS: Readonly<Record<Start['kind'], (caller: Caller, value: string) => boolean>> = {
  serviceAccount: ({ user }, value) => user === `system:serviceaccount:${value}`,
  user: ({ user }, value) => user === value,
  credential: (caller, value) => credentialOf(caller) === value,
  pod: ({ user, pod }, value) =>
    pod !== null && `${accountOf(user)?.namespace ?? ''}/${pod}` === value,
  sourceIP: ({ address }, value) => address === value,
  userAgent: ({ agent, program }, value) =>
    agent !== null && (agent === value || program === value || beginsWith(agent, value)),
  alert: () => false,
};

function beginsWith(agent: string, value: string): boolean {
  return agent.startsWith(value) && /^[/\s]/.test(agent.slice(value.length));
}
