import { describe, expect, it } from 'vitest';
import { VERDICTS } from '../../../src/investigate/report/verdict.ts';
import type { Case } from '../../../src/investigate/verdict/reason.ts';
import { sentenceOf } from '../../../src/investigate/verdict/sentence.ts';
import { THIEF } from '../acts.ts';
import { left, node, origin, taken } from '../parts.ts';

const NOTHING: Case = {
  read: 'all',
  subject: {
    found: true,
    asked: [{ kind: 'serviceAccount', value: 'prod:payment' }],
    identities: [THIEF],
  },
  credentials: [],
  origins: [],
  timeline: { steps: [], omitted: 0, alerts: [] },
  taken: [],
  leftBehind: [],
  identities: { nodes: [node()], edges: [], limited: false },
};

const SOMETHING: Case = {
  ...NOTHING,
  subject: { ...NOTHING.subject, identities: [THIEF, 'bob'] },
  origins: [origin()],
  taken: [taken()],
};

const all = (known: Case) => VERDICTS.map((verdict) => sentenceOf(verdict, known));

describe('the sentence of a verdict', () => {
  it('has a verb where no deed is named', () => {
    expect(all(NOTHING)).toEqual([
      'Nothing in this log speaks against ServiceAccount prod/payment.',
      'What was done as ServiceAccount prod/payment is worth a look.',
      'What was done as ServiceAccount prod/payment asks for an explanation.',
      'ServiceAccount prod/payment was used by somebody else.',
    ]);
  });

  it('names places and times without deeds, and what is still there', () => {
    const known = { ...NOTHING, origins: [origin()], leftBehind: [left({ danger: 'code' })] };
    const still = '1 object that it made or changed is still there, as far as the log tells.';
    expect(all(known)).toEqual([
      'Nothing in this log speaks against ServiceAccount prod/payment.',
      'What was done as ServiceAccount prod/payment from 203.0.113.7 since 2026-11-20 10:00:00 is worth a look.',
      `What was done as ServiceAccount prod/payment from 203.0.113.7 since 2026-11-20 10:00:00 asks for an explanation. ${still}`,
      `ServiceAccount prod/payment was used by somebody else from 203.0.113.7 since 2026-11-20 10:00:00. ${still}`,
    ]);
  });

  it('names who it was, from where, and deeds', () => {
    const who = 'ServiceAccount prod/payment and 1 other identity';
    const where = 'from 203.0.113.7 since 2026-11-20 10:00:00';
    expect(all(SOMETHING)).toEqual([
      `Nothing in this log speaks against ${who}.`,
      `${who} ${where} read 1 Secret: that is worth a look.`,
      `${who} ${where} read 1 Secret: that asks for an explanation.`,
      `${who} were used by somebody else ${where}, who read 1 Secret.`,
    ]);
  });

  it('says that nothing fits', () => {
    const missing = { ...NOTHING, subject: { ...NOTHING.subject, found: false, identities: [] } };
    expect(sentenceOf('nothing found', missing)).toBe('No event in this log fits what was asked.');
  });
});
