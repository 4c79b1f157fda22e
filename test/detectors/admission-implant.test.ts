import { describe, expect, it } from 'vitest';
import { createAdmissionImplant } from '../../src/detectors/admission-implant.ts';
import { HOUR, record, TEN } from '../pipeline/fixtures.ts';
import { run, stepped } from './stepped.ts';

const configuration = (at: number, step: string) =>
  stepped(record(at, { objectRef: { name: 'implant' } }), step);

const change = (at: number, ...by: readonly string[]) =>
  stepped(
    record(at, {
      annotations: Object.fromEntries(
        by.map((name, index) => [
          `mutation.webhook.admission.k8s.io/round_0_index_${index}`,
          JSON.stringify({ configuration: name, webhook: 'a.example.com', mutated: true }),
        ]),
      ),
    }),
    'step_webhook_changed_object',
  );

const found = (...by: readonly string[]) =>
  run(createAdmissionImplant(), [
    configuration(TEN, 'step_webhook_written'),
    change(TEN + HOUR, ...by),
    configuration(TEN + 23 * HOUR, 'step_webhook_deleted'),
  ]).map(({ key }) => key);

describe('chain_11_admission_implant', () => {
  it('knows a configuration among those that changed an object', () => {
    expect(found('implant')).toEqual([['implant']]);
    expect(found('mesh', 'implant', 'implant')).toEqual([['implant']]);
    expect(found('mesh')).toEqual([]);
  });

  it('takes a day at most', () => {
    const events = [
      configuration(TEN, 'step_webhook_written'),
      change(TEN + HOUR, 'implant'),
      configuration(TEN + 24 * HOUR + 1, 'step_webhook_deleted'),
    ];
    expect(run(createAdmissionImplant(), events)).toEqual([]);
  });
});
