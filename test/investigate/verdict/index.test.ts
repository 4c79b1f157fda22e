import { describe, expect, it } from 'vitest';
import { verdict as schema } from '../../../src/investigate/report/verdict.ts';
import { verdictOf } from '../../../src/investigate/verdict/index.ts';
import type { Case } from '../../../src/investigate/verdict/reason.ts';
import { THIEF } from '../acts.ts';
import { credential, departure, edge, left, node, origin, step, taken } from '../parts.ts';

const DEPLOYER = 'system:serviceaccount:ci:deployer';
const PROOF = { events: ['e1'], count: 1 };

function known(changes: Partial<Case> = {}): Case {
  return {
    read: 'all',
    subject: {
      found: true,
      asked: [{ kind: 'serviceAccount', value: 'prod:payment' }],
      identities: [THIEF],
    },
    credentials: [credential()],
    origins: [],
    timeline: { steps: [], omitted: 0, alerts: [] },
    taken: [],
    leftBehind: [],
    identities: { nodes: [node()], edges: [], limited: false },
    ...changes,
  };
}

function judged(changes: Partial<Case> = {}) {
  const verdict = verdictOf(known(changes));
  schema.parse(verdict);
  expect(new Set(verdict.reasons.map(({ id }) => id)).size).toBe(verdict.reasons.length);
  return verdict;
}

const all = taken({
  scope: 'cluster',
  object: { group: '', resource: 'secrets', namespace: null, name: null },
});
const away = origin({
  departures: [departure()],
  together: [{ origin: 'o2', from: '', until: '', proof: PROOF }],
});
const home = origin({ id: 'o2', address: '10.0.0.1', whose: 'own' });

describe('verdictOf', () => {
  it('finds nothing where nothing was asked for that is in the log', () => {
    const subject = { ...known().subject, found: false };
    expect(judged({ subject })).toMatchObject({
      verdict: 'nothing found',
      sentence: 'No event in this log fits what was asked.',
    });
  });

  it('is sure that nothing is there only of a log that was read to its end', () => {
    const subject = { ...known().subject, found: false };
    expect(judged({ subject })).toMatchObject({ confidence: 'certain' });
    expect(judged({ subject, read: 'part' })).toMatchObject({
      confidence: 'possible',
      sentence: 'No event in what could be read of this log fits what was asked.',
    });
    expect(judged({ subject, read: 'nothing' })).toMatchObject({
      confidence: 'possible',
      sentence: 'No event was read: that says nothing of what was asked.',
    });
    expect(judged()).toMatchObject({ verdict: 'nothing found', confidence: 'likely' });
    expect(judged({ read: 'part' }).confidence).toBe('possible');
  });

  it('finds nothing in ordinary requests from the place of their own', () => {
    const verdict = judged({
      origins: [home],
      timeline: { steps: [step({ whose: 'own' })], omitted: 0, alerts: [] },
    });
    expect(verdict.verdict).toBe('nothing found');
    expect(verdict.sentence).toBe(
      'Nothing in this log speaks against ServiceAccount prod/payment.',
    );
    expect(verdict.reasons.map(({ weighs }) => weighs)).toEqual(['against']);
  });

  it('is sure of two places at once and all Secrets read', () => {
    const verdict = judged({ origins: [away, home], taken: [all], leftBehind: [left()] });
    expect(verdict).toMatchObject({ verdict: 'compromised', confidence: 'certain' });
    expect(verdict.sentence).toBe(
      'ServiceAccount prod/payment was used by somebody else from 203.0.113.7 since 2026-11-20 10:00:00, who ' +
        'read all Secrets of the cluster and wrote rights (binds ClusterRole cluster-admin to ServiceAccount ' +
        'tools/default). 1 object that it made or changed is still there, as far as the log tells.',
    );
    expect(verdict.reasons.map(({ text }) => text)).toContain(
      'it wrote rights: clusterrolebinding helper binds ClusterRole cluster-admin to ServiceAccount tools/default',
    );
    expect(verdict.reasons.map(({ text }) => text)).toContain(
      'one credential was used from 203.0.113.7 and from 10.0.0.1 at the same time',
    );
  });

  it('tells the places of whom it was asked for only', () => {
    const there = origin({
      id: 'o3',
      identity: DEPLOYER,
      address: '198.51.100.9',
      firstUse: '2026-01-01',
    });
    const { sentence } = judged({ origins: [away, home, there], taken: [all] });
    expect(sentence).toContain(' from 203.0.113.7 since 2026-11-20 10:00:00, who');
  });

  it('says once that two addresses were used at once, by however many programs', () => {
    const python = { ...away, id: 'o3', program: 'python' };
    const { reasons } = judged({ origins: [away, python, home], taken: [all] });
    expect(reasons.filter(({ text }) => text.includes('at the same time'))).toHaveLength(1);
  });

  it('takes nothing for new where there was no history', () => {
    const first = origin({ departures: [departure('address', 10)] });
    expect(judged({ origins: [first] }).verdict).toBe('nothing found');
  });

  it('is less sure where a new place is all that tells', () => {
    const there = origin({ departures: [departure('address', 7200)] });
    const verdict = judged({ origins: [there], taken: [all] });
    expect(verdict).toMatchObject({ verdict: 'compromised', confidence: 'likely' });
  });

  it('takes a use after the end for compromise, with any deed that wants an explanation', () => {
    const usedAfterEnd = { what: 'pod' as const, ended: '', firstUse: '', proof: PROOF };
    const credentials = [credential({ usedAfterEnd })];
    expect(judged({ credentials }).verdict).toBe('suspicious');
    expect(
      judged({ credentials, leftBehind: [left({ what: 'binds Role a to user b' })] }).verdict,
    ).toBe('compromised');
  });

  it('calls what an account does with nobody else in sight no more than worth a look', () => {
    expect(judged({ origins: [origin()], taken: [all] }).verdict).toBe('unusual');
    const asked = [{ kind: 'sourceIP' as const, value: '203.0.113.7' }];
    const subject = { ...known().subject, asked };
    expect(judged({ subject, origins: [origin()], taken: [all] }).verdict).toBe('suspicious');
  });

  it('calls great rights given and traces removed suspicious, whoever did it', () => {
    const steps = [step({ phase: 'evasion' })];
    const timeline = { steps, omitted: 0, alerts: [] };
    expect(judged({ timeline, leftBehind: [left()] }).verdict).toBe('suspicious');
  });

  it('is no surer than the credentials can be told apart', () => {
    const credentials = [credential({ confidence: 'possible' })];
    expect(judged({ credentials, origins: [away, home], taken: [all] }).confidence).toBe(
      'possible',
    );
  });

  it('counts identities that were reached and acted', () => {
    const nodes = [node(), node({ id: DEPLOYER, subject: false, depth: 1 })];
    const identities = { nodes, edges: [edge()], limited: false };
    const verdict = judged({ identities, origins: [away, home] });
    expect(verdict.verdict).toBe('compromised');
    expect(verdict.sentence).toContain('acted as 1 other identity');
  });

  it('asks about a token of a Secret that is used elsewhere than the pods, and says who made it', () => {
    const kinds = ['address', 'program'] as const;
    const departures = kinds.map((kind) => departure(kind, 600));
    const made = {
      byCredential: null,
      boundTo: null,
      expirationSeconds: null,
      expires: null,
      audiences: null,
    };
    const legacy = credential({
      kind: 'legacy',
      pod: null,
      secret: { namespace: 'prod', name: 'token' },
      issued: { ...made, time: '', by: DEPLOYER, proof: PROOF },
    });
    const pods = { ...home, pods: ['prod/payment-0'] };
    const reasons = (...origins: Case['origins']) =>
      judged({ credentials: [legacy], origins }).reasons.map(({ text }) => text);
    expect(reasons(origin({ departures }), pods)).toContain(
      'a token from a Secret was used from 203.0.113.7, while its pods go on at 10.0.0.1; ServiceAccount ci/deployer ' +
        'made Secret prod/token',
    );
    const told = expect.arrayContaining([expect.stringContaining('while its pods go on')]);
    expect(reasons(origin({ departures }), home)).not.toEqual(told);
    expect(reasons(origin({ departures: departures.slice(1) }), pods)).not.toEqual(told);
    expect(
      judged({
        credentials: [legacy],
        origins: [origin({ departures }), pods],
        leftBehind: [left({ what: 'binds Role a to user b' })],
      }).verdict,
    ).toBe('suspicious');
  });

  describe('where another identity was robbed', () => {
    const robbed = [away, home].map((one) => ({ ...one, identity: DEPLOYER }));
    const node2 = (confidence: 'likely' | 'possible') =>
      node({ id: DEPLOYER, label: 'ci/deployer', subject: false, depth: 1, confidence });

    it('does not take whoever may have led to it for robbed', () => {
      const nodes = [node(), node2('possible')];
      const identities = { nodes, edges: [edge({ confidence: 'possible' })], limited: false };
      const verdict = judged({ identities, origins: robbed, taken: [all] });
      expect(verdict.verdict).toBe('suspicious');
      expect(verdict.reasons).toContainEqual(
        expect.objectContaining({
          text:
            'of ServiceAccount ci/deployer, which it may have led to: one credential was used from 203.0.113.7 and ' +
            'from 10.0.0.1 at the same time',
          confidence: 'possible',
        }),
      );
    });

    it('is no surer than the link to it', () => {
      const identities = { nodes: [node(), node2('likely')], edges: [edge()], limited: false };
      expect(judged({ identities, origins: robbed, taken: [all] })).toMatchObject({
        verdict: 'compromised',
        confidence: 'likely',
      });
    });

    it('follows it to what it led to', () => {
      const edges = [edge({ from: DEPLOYER, to: THIEF, confidence: 'possible' })];
      const identities = { nodes: [node(), node2('possible')], edges, limited: false };
      expect(judged({ identities, origins: robbed, taken: [all] })).toMatchObject({
        verdict: 'compromised',
        confidence: 'possible',
      });
    });
  });

  it('weighs what speaks against it', () => {
    const steps = [step({ outcome: 'denied', codes: [403] })];
    const verdict = judged({
      origins: [origin({ departures: [departure('program', 60)] })],
      timeline: { steps, omitted: 0, alerts: [] },
      leftBehind: [],
    });
    expect(verdict.verdict).toBe('unusual');
    expect(
      verdict.reasons.filter(({ weighs }) => weighs === 'against').map(({ text }) => text),
    ).toEqual([
      'nothing that it asked for was allowed',
      'less than an hour of its own history is in this log: what is new in it may be ordinary',
    ]);
    const gone = left({
      state: 'deleted',
      ended: { time: '', by: 'jane', whose: 'other', proof: PROOF },
    });
    expect(judged({ leftBehind: [gone] }).reasons.map(({ text }) => text)).toContain(
      'all that it made was deleted since',
    );
  });

  it('tells alerts by their titles', () => {
    const alert = {
      id: 'a1',
      rule: 'r',
      title: 'Stolen Token',
      level: 'critical' as const,
      time: '',
      count: 1,
      message: '',
    };
    const timeline = { steps: [step({ alerts: ['a1'] })], omitted: 0, alerts: [alert] };
    expect(judged({ timeline }).reasons[0]?.text).toBe('1 critical alert: "Stolen Token"');
  });
});
