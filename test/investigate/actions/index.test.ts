import { describe, expect, it } from 'vitest';
import { actionsOf } from '../../../src/investigate/actions/index.ts';
import { ACTION_KINDS, action } from '../../../src/investigate/report/action.ts';
import type { ObjectRef } from '../../../src/investigate/report/common.ts';
import type { LeftBehind } from '../../../src/investigate/report/left-behind.ts';
import type { Taken } from '../../../src/investigate/report/taken.ts';
import type { Verdict } from '../../../src/investigate/report/verdict.ts';
import type { Known } from '../../../src/investigate/verdict/reason.ts';
import { formatTime } from '../../../src/record/time.ts';
import { HOUR, RBAC, START, THIEF } from '../acts.ts';
import { credential, departure, left, node, origin, step, taken } from '../parts.ts';

const DEPLOYER = 'system:serviceaccount:ci:deployer';

const CERTAIN = { verdict: 'compromised', confidence: 'certain' } as const;

function actions(
  changes: Partial<Known> = {},
  judged: Pick<Verdict, 'verdict' | 'confidence'> = CERTAIN,
) {
  const all: Known = {
    subject: { found: true, asked: [], identities: [THIEF] },
    credentials: [],
    origins: [],
    timeline: { steps: [], omitted: 0, alerts: [] },
    taken: [],
    leftBehind: [],
    identities: { nodes: [], edges: [], limited: false },
    ...changes,
  };
  const found = actionsOf(all, judged);
  for (const one of found) action.parse(one);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return found;
}

const of = (kind: string, changes: Partial<Known>) =>
  actions(changes).filter((one) => one.kind === kind);
const commands = (kind: string, changes: Partial<Known>) =>
  of(kind, changes).flatMap((one) => one.commands);

const kind = (resource: string, more = {}) =>
  left({ object: { group: '', resource, namespace: 'prod', name: 'x' }, ...more });

describe('actionsOf', () => {
  it('has nothing to do where nothing suspect was done', () => {
    expect(
      actions({ credentials: [credential({ whose: 'own' })], taken: [taken({ whose: 'own' })] }),
    ).toEqual([]);
  });

  it('follows the runbook', () => {
    const all = actions({
      credentials: [credential()],
      origins: [origin()],
      taken: [taken()],
      leftBehind: [left()],
      identities: { nodes: [node()], edges: [], limited: false },
    });
    const order = all.map((one) => ACTION_KINDS.indexOf(one.kind));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(5);
  });

  it.each(['nothing found', 'unusual', 'suspicious'] as const)(
    'deletes nothing of what is %s, and nothing shows to be stolen',
    (verdict) => {
      const suspect = {
        credentials: [credential()],
        origins: [origin()],
        taken: [taken()],
        leftBehind: [left()],
        identities: { nodes: [node()], edges: [], limited: false },
      };
      const all = actions(suspect, { verdict, confidence: 'possible' });
      expect(all.map(({ kind: one, title }) => `${one}: ${title}`)).toEqual([
        'review: Find out who made the requests of ServiceAccount prod/payment',
        'review: Take from ServiceAccount prod/payment what it does not need',
      ]);
    },
  );

  it('ends what somebody else may hold, though that is no more than possible', () => {
    const origins = [origin({ departures: [departure()] })];
    const all = actions(
      { credentials: [credential()], origins },
      { verdict: 'suspicious', confidence: 'possible' },
    );
    expect(all.map((one) => one.kind)).toContain('revoke');
  });

  it('watches whoever could be used, and was not, by impersonation neither', () => {
    const nodes = ['jane', 'joe'].map((id) =>
      node({ id, label: id, subject: false, acted: false }),
    );
    const timeline = { steps: [step({ as: 'jane' })], omitted: 0, alerts: [] };
    const identities = { nodes, edges: [], limited: false };
    const titles = actions({ timeline, identities }).map(({ title, why }) => [title, why]);
    expect(titles).toContainEqual([
      'Watch 1 identity that was within reach',
      'nothing suspect was done yet as joe',
    ]);
  });
});

describe('contain', () => {
  it("shuts out the addresses that the account's own workload does not have", () => {
    const departures = [departure()];
    const away = origin({ departures });
    const inside = origin({ id: 'o3', address: '10.0.0.1', departures });
    const own = origin({ id: 'o2', address: '10.0.0.1', whose: 'own' });
    const [one] = of('contain', { origins: [away, inside, own] });
    expect(one?.title).toBe('Shut 203.0.113.7 out of the API server');
  });

  it('shuts out no address that nothing tells from its own, unless it was asked for', () => {
    expect(of('contain', { origins: [origin()] })).toEqual([]);
    const asked = [{ kind: 'sourceIP' as const, value: '203.0.113.7' }];
    const subject = { found: true, asked, identities: [] };
    expect(of('contain', { origins: [origin()], subject })).toHaveLength(1);
  });

  it('keeps what will be deleted, and of Secrets nothing', () => {
    const secret = kind('secrets', { id: 'l2', danger: 'credential' });
    expect(commands('contain', { leftBehind: [left(), secret] })).toEqual([
      `kubectl get --output=json --show-managed-fields=true clusterrolebindings.${RBAC} helper >> evidence.json`,
    ]);
  });

  it('keeps pods whose tokens were used', () => {
    expect(commands('contain', { credentials: [credential()] })).toEqual([
      'kubectl --namespace=prod get --output=json --show-managed-fields=true pods payment-0 >> evidence.json',
    ]);
  });

  it('keeps no pod that is gone', () => {
    const proof = { events: ['e1'], count: 1 };
    const ended = {
      what: 'pod' as const,
      by: 'alice',
      time: '2026-11-20T14:36:10.480849Z',
      confidence: 'likely' as const,
      proof,
    };
    expect(of('contain', { credentials: [credential({ ended })] })).toEqual([]);
    const perhaps = credential({ ended: { ...ended, confidence: 'possible' } });
    expect(of('contain', { credentials: [perhaps] })).not.toEqual([]);
  });

  it('takes a node out of service whose identity was used', () => {
    const nodes = [node({ id: 'system:node:w1', kind: 'node', label: 'w1' })];
    expect(commands('contain', { identities: { nodes, edges: [], limited: false } })).toEqual([
      'kubectl cordon w1',
    ]);
    const flag = [node({ id: 'system:node:--all', kind: 'node', label: '--all' })];
    expect(commands('contain', { identities: { nodes: flag, edges: [], limited: false } })).toEqual(
      ['kubectl cordon -- --all'],
    );
  });
});

describe('revoke', () => {
  it('deletes nothing that the log has deleted already, but looks', () => {
    const proof = { events: ['e1'], count: 1 };
    const by = { by: 'alice', time: '2026-11-20T14:36:10.480849Z', proof };
    const [pod] = of('revoke', {
      credentials: [credential({ ended: { what: 'pod', confidence: 'certain', ...by } })],
    });
    expect(pod?.title).toBe('Make sure that pod prod/payment-0 is gone');
    expect(pod?.why).toContain('alice deleted it at 2026-11-20T14:36:10.480849Z');
    expect(pod?.commands.join()).not.toContain('delete');
    const [perhaps] = of('revoke', {
      credentials: [credential({ ended: { what: 'pod', confidence: 'possible', ...by } })],
    });
    expect(perhaps?.title).toBe('Delete pod prod/payment-0');
    const secret = { namespace: 'ci', name: 'token' };
    const legacy = { kind: 'legacy' as const, pod: null, secret };
    const [kept] = of('revoke', {
      credentials: [
        credential({ ...legacy, ended: { what: 'secret', confidence: 'certain', ...by } }),
      ],
    });
    expect(kept?.title).toBe('Make sure that Secret ci/token is gone');
    expect(kept?.commands).toEqual(['kubectl --namespace=ci get secrets token']);
  });

  it('ends bound tokens with their pod, once for all its tokens', () => {
    const credentials = [credential(), credential({ id: 'JTI=2' })];
    const [one, ...others] = of('revoke', { credentials });
    expect(others).toEqual([]);
    expect(one).toMatchObject({ title: 'Delete pod prod/payment-0', about: ['JTI=1', 'JTI=2'] });
    expect(one?.commands).toContain('kubectl --namespace=prod delete pods payment-0');
  });

  it('ends the tokens that could be read in a pod', () => {
    const object = { group: '', resource: 'pods', namespace: 'shop', name: 'db-0' };
    expect(commands('revoke', { taken: [taken({ kind: 'podToken', object })] })).toContain(
      'kubectl --namespace=shop delete pods db-0',
    );
  });

  it('ends legacy tokens with their Secret, or looks for it', () => {
    const legacy = { kind: 'legacy', pod: null, identity: DEPLOYER } as const;
    const secret = { namespace: 'ci', name: 'deployer-token' };
    expect(commands('revoke', { credentials: [credential({ ...legacy, secret })] })).toEqual([
      'kubectl --namespace=ci delete secrets deployer-token',
    ]);
    const [search] = commands('revoke', { credentials: [credential(legacy)] });
    expect(search).toContain(
      'get secrets --field-selector=type=kubernetes.io/service-account-token',
    );
  });

  it('ends unbound tokens with their account, which is made again, used or not', () => {
    const used = credential({ kind: 'unbound', pod: null, identity: DEPLOYER });
    const minted = taken({ kind: 'token', serviceAccount: 'ci:deployer', credential: 'JTI=7' });
    const [one, ...others] = of('revoke', { credentials: [used], taken: [minted] });
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      title: 'Delete ServiceAccount ci/deployer and make it again',
      about: ['JTI=1', 't1'],
    });
    expect(one?.commands[1]).toBe('kubectl --namespace=ci delete serviceaccounts deployer');
    expect(commands('revoke', { taken: [minted] })).toHaveLength(4);
  });

  it('lets no name of an account widen a selector', () => {
    const minted = taken({ kind: 'token', serviceAccount: 'ci:a,b!=c' });
    expect(commands('revoke', { taken: [minted] }).join()).not.toContain('field-selector');
  });

  it('does not make an account anew for a token that is bound to a pod', () => {
    const minted = taken({ kind: 'token', serviceAccount: 'prod:payment', credential: 'JTI=1' });
    const titles = of('revoke', { credentials: [credential()], taken: [minted] });
    expect(titles.map(({ title }) => title)).toEqual(['Delete pod prod/payment-0']);
  });

  it('says that certificates can not be revoked, even after their request is deleted', () => {
    const request = kind('certificatesigningrequests', {
      state: 'deleted',
      beneficiaries: ['eve', 'system:masters'],
    });
    const certificate = credential({
      kind: 'certificate',
      identity: 'eve',
      pod: null,
      id: 'X509SHA256=1',
    });
    const [one, ...others] = of('revoke', { credentials: [certificate], leftBehind: [request] });
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      title: 'Take away what user eve may do',
      about: ['X509SHA256=1', 'l1'],
    });
    expect(one?.note).toContain('another certificate authority');
    expect(one?.commands).toHaveLength(2);
  });

  it('asks where the credentials of other users come from', () => {
    const user = credential({ kind: 'unknown', identity: 'jane doe', pod: null });
    expect(of('revoke', { credentials: [user] })[0]?.title).toContain(
      'user "jane doe" logs in with',
    );
  });
});

describe('remove', () => {
  it('deletes what was made, rights first and what makes pods before pods', () => {
    const leftBehind = ['pods', 'namespaces', 'deployments', 'roles'].map((resource) =>
      kind(resource, { id: resource, danger: resource === 'pods' ? 'code' : 'other' }),
    );
    const all = of('remove', { leftBehind: [...leftBehind, left()] });
    expect(all.map(({ title }) => title)).toEqual([
      'Delete clusterrolebinding helper',
      'Delete role prod/x',
      'Delete deployment prod/x',
      'Delete pod prod/x',
      'Delete namespace prod/x',
    ]);
  });

  it('restores what was there before, and looks for what has no name in the log', () => {
    const object = { group: 'apps', resource: 'deployments', namespace: 'prod', name: null };
    const all = of('remove', {
      leftBehind: [left({ deed: 'changed' }), left({ id: 'l2', object, state: 'unknown' })],
    });
    expect(all.map(({ title }) => title)).toEqual([
      'Restore clusterrolebinding helper',
      'Find the deployments that were made in namespace prod',
    ]);
    expect(all[1]?.commands).toEqual([
      'kubectl --namespace=prod get --sort-by=.metadata.creationTimestamp deployments.apps',
    ]);
  });

  it('deletes a request that was approved: no source has its approval', () => {
    const [one] = of('remove', {
      leftBehind: [kind('certificatesigningrequests', { deed: 'changed' })],
    });
    expect(one?.title).toBe('Delete certificatesigningrequest prod/x');
    expect(one?.note).toContain('take from its user what that may do');
  });

  it('leaves alone what is gone, and what the account itself made', () => {
    expect(
      of('remove', { leftBehind: [left({ state: 'deleted' }), left({ id: 'l2', whose: 'own' })] }),
    ).toEqual([]);
  });

  it('lets no name be a flag, or a command', () => {
    const named = (name: string) =>
      commands('remove', { leftBehind: [left({ object: { ...left().object, name } })] });
    expect(named('--all')).toEqual([`kubectl delete clusterrolebindings.${RBAC} -- --all`]);
    expect(named("x'; id; '")).toEqual([
      `kubectl delete clusterrolebindings.${RBAC} 'x'\\''; id; '\\'''`,
    ]);
    expect(named('a\n')).toEqual([]);
    expect(named('a/b')).toEqual([]);
    expect(named('')).toEqual([]);
  });

  it('lets nothing but a name of a kind stand for one, and no namespace be that of the reader', () => {
    const found = (object: Partial<ObjectRef>) =>
      actions({
        leftBehind: [left({ object: { ...left().object, ...object } })],
      }).flatMap((one) => one.commands);
    expect(found({})).toHaveLength(2);
    for (const text of ['--all', '-A', 'all', 'pods,secrets', 'pods/a', 'Pods', 'a b', '']) {
      expect(found({ group: '', resource: text })).toEqual([]);
    }
    for (const group of ['--all', 'a,secrets', 'a/b', 'a b']) {
      expect(found({ group })).toEqual([]);
    }
    expect(found({ resource: '--all', name: null })).toEqual([]);
    expect(found({ namespace: '' })).toEqual([]);
  });
});

describe('rotate', () => {
  const all = taken({
    id: 't2',
    scope: 'cluster',
    object: { ...taken().object, namespace: null, name: null },
  });

  it('lists each Secret that was read, by namespace', () => {
    const other = taken({ id: 't3', object: { ...taken().object, namespace: 'shop' } });
    const found = of('rotate', { taken: [taken(), taken({ id: 't4' }), other] });
    expect(found.map(({ title }) => title)).toEqual([
      'Rotate 1 Secret in namespace prod: db',
      'Rotate 1 Secret in namespace shop: db',
    ]);
    expect(found[0]).toMatchObject({
      about: ['t1', 't4'],
      commands: ['kubectl --namespace=prod describe secrets db'],
    });
  });

  it('is everything where everything was listed, and a namespace where that was', () => {
    expect(of('rotate', { taken: [taken(), all] }).map(({ title }) => title)).toEqual([
      'Rotate every Secret of the cluster',
    ]);
    const wide = taken({ id: 't5', scope: 'namespace', object: { ...taken().object, name: null } });
    expect(of('rotate', { taken: [taken(), wide] })[0]).toMatchObject({
      title: 'Rotate every Secret of namespace prod',
      about: ['t1', 't5'],
    });
  });

  it('is not of what the thief made, and not of ConfigMaps, which are looked through', () => {
    const made = kind('secrets', { danger: 'credential' });
    const read = taken({ object: { ...taken().object, name: 'x' } });
    const config = taken({
      id: 't6',
      kind: 'configmap',
      object: { ...taken().object, resource: 'configmaps' },
    });
    const found = actions({ taken: [read, config], leftBehind: [made] });
    expect(found.filter((one) => one.kind === 'rotate')).toEqual([]);
    expect(found.at(-1)?.title).toBe('Look for passwords in the ConfigMaps that were read');
  });

  it('is of what had a name before the thief gave it to something else', () => {
    const object = { ...taken().object, name: 'x' };
    const [before, then, after] = [
      formatTime(START - HOUR),
      formatTime(START),
      formatTime(START + HOUR),
    ];
    const rotated = (read: Partial<Taken>, its: Partial<LeftBehind>) =>
      of('rotate', {
        taken: [taken({ object, ...read })],
        leftBehind: [kind('secrets', { first: then, ...its })],
      }).length;
    expect(rotated({ first: then }, {})).toBe(0);
    expect(rotated({ first: before }, {})).toBe(1);
    expect(rotated({ first: then }, { confidence: 'possible' })).toBe(1);
    const proof = { events: ['e1'], count: 1 };
    const ended = { time: then, by: 'jane', whose: 'other', proof } as const;
    expect(rotated({ first: then, last: after }, { state: 'deleted', ended })).toBe(1);
  });

  it('is of a list, though the thief made a Secret without a name in the log', () => {
    const object = { ...taken().object, name: null };
    const found = of('rotate', {
      taken: [taken({ object, scope: 'namespace' })],
      leftBehind: [kind('secrets', { object, state: 'unknown' })],
    });
    expect(found.map(({ title }) => title)).toEqual(['Rotate every Secret of namespace prod']);
  });
});
