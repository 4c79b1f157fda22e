import { describe, expect, it } from 'vitest';
import { timeline as schema } from '../../../src/investigate/report/timeline.ts';
import { withAlerts } from '../../../src/investigate/timeline/alerts.ts';
import { formatTime } from '../../../src/record/time.ts';
import type { Evidence } from '../../../src/types.ts';
import { alert, evidence } from '../../text/fixtures.ts';
import { MINUTE, START, THIEF } from '../acts.ts';
import { step } from '../parts.ts';

const event = (changes: Partial<Evidence> = {}) =>
  evidence({ user: THIEF, time: formatTime(START + MINUTE), credentialId: 'JTI=1', ...changes });

const told = (steps: Parameters<typeof step>[0][], ...alerts: Parameters<typeof alert>[0][]) =>
  withAlerts({ steps: steps.map(step), omitted: 0 }, alerts.map(alert));

describe('withAlerts', () => {
  it('puts an alert to the step that its events are of', () => {
    const found = told([{}, { id: 's2', verb: 'get' }], { events: [event()] });
    schema.parse(found);
    expect(found.steps.map(({ alerts }) => alerts.length)).toEqual([1, 0]);
    expect(found.alerts).toMatchObject([{ rule: 'sa_lists_secrets', level: 'high', count: 1 }]);
  });

  it.each([
    ['another user', { user: 'jane' }],
    ['another time', { time: formatTime(START - MINUTE) }],
    ['another credential', { credentialId: 'JTI=9' }],
    ['another answer', { code: 403 }],
    ['another namespace', { namespace: 'shop' }],
    ['another impersonator', { impersonator: 'jane' }],
  ])('leaves out an alert of %s', (_, changes) => {
    const found = told([{ namespaces: ['prod'] }], { events: [event(changes)] });
    expect(found.alerts).toEqual([]);
  });

  it('knows whoever impersonated somebody', () => {
    const events = [event({ user: 'jane', impersonator: THIEF })];
    expect(told([{ as: 'jane' }], { events }).alerts).toHaveLength(1);
  });

  it("does not tell alerts of the account's own requests alone", () => {
    expect(told([{ whose: 'own' }], { events: [event()] }).alerts).toEqual([]);
    const both = told([{ whose: 'own', last: formatTime(START + MINUTE) }, { id: 's2' }], {
      events: [event()],
    });
    expect(both.alerts).toHaveLength(1);
    expect(both.steps.map(({ alerts }) => alerts.length)).toEqual([1, 1]);
  });

  it('tells alerts in the order in which they began', () => {
    const at = (id: string, minutes: number) => ({
      id,
      events: [event()],
      firstSeen: formatTime(START + minutes * MINUTE),
    });
    expect(told([{}], at('b', 2), at('a', 1)).alerts.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});
