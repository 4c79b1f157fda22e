import { describe, expect, it } from 'vitest';
import { createTaken } from '../../../src/investigate/taken/index.ts';
import type { JsonObject } from '../../../src/types.ts';
import { act, MINUTE, START, type Told, tell } from '../acts.ts';

const takenBy = (...told: Told[]) => tell(createTaken(), told.map(act)).taken;

const secret = (name: string, namespace = 'prod'): JsonObject => ({
  kind: 'Secret',
  metadata: { name, namespace },
  data: { password: 'aHVudGVyMg==' },
});

describe('taken Secrets and ConfigMaps', () => {
  it('are named where they were read by name, however often and by whichever ways', () => {
    const db = { namespace: 'prod', name: 'db' };
    const [one, ...others] = takenBy(
      { ...db, verb: 'get' },
      {
        ...db,
        verb: 'watch',
        query: 'watch=1&fieldSelector=metadata.name%3Ddb',
        time: START + MINUTE,
      },
    );
    expect(others).toEqual([]);
    expect(one).toMatchObject({ kind: 'secret', scope: 'object', count: 2, how: ['get', 'watch'] });
    expect(one).toMatchObject({ object: { namespace: 'prod', name: 'db' }, confidence: 'certain' });
    expect(one?.text).toBe('Secret prod/db was read (get and watch)');
  });

  it('are all of a namespace or of the cluster where they were listed', () => {
    const [one, two] = takenBy({ namespace: 'prod', level: 'Metadata' }, { on: 'configmaps' });
    expect(one).toMatchObject({ scope: 'namespace', object: { namespace: 'prod', name: null } });
    expect(two).toMatchObject({ scope: 'cluster', kind: 'configmap' });
    expect(one?.text).toBe(
      'Secrets in namespace prod were read (list): each of them must be taken as read',
    );
  });

  it('are a selection where a selector narrowed the list', () => {
    const [one] = takenBy({ query: 'labelSelector=owner%3Dhelm&limit=500' });
    expect(one).toMatchObject({ scope: 'selection', selector: 'owner=helm' });
  });

  it('are taken by the deletion of a collection, in a dry run or not, and by a patch', () => {
    const found = takenBy(
      { verb: 'deletecollection', namespace: 'a', query: 'dryRun=All' },
      { verb: 'deletecollection', namespace: 'b' },
      { verb: 'patch', namespace: 'c', name: 'd', requestObject: { metadata: { labels: {} } } },
    );
    expect(found.map(({ how }) => how)).toEqual([
      ['deletecollection (dry run)'],
      ['deletecollection'],
      ['patch'],
    ]);
    expect(found[2]).toMatchObject({ scope: 'object', confidence: 'likely' });
  });

  it('are named from a logged answer, of which no value is told', () => {
    const items = [secret('db'), secret('api', 'shop')];
    const found = takenBy({ responseObject: { kind: 'SecretList', items } });
    expect(found.map(({ object }) => [object.namespace, object.name])).toEqual([
      ['prod', 'db'],
      ['shop', 'api'],
    ]);
    expect(JSON.stringify(found)).not.toContain('aHVudGVyMg');
  });

  it('are not taken where the answer had names only, as for a table of kubectl', () => {
    const object = { kind: 'PartialObjectMetadata', metadata: { name: 'db', namespace: 'prod' } };
    expect(takenBy({ responseObject: { kind: 'Table', rows: [{ object }] } })).toEqual([]);
    const whole = { kind: 'Table', rows: [{ object: secret('db') }] };
    expect(takenBy({ responseObject: whole })).toHaveLength(1);
  });

  it('are not taken by who was refused or found nothing', () => {
    expect(
      takenBy({ code: 403 }, { verb: 'get', name: 'a', code: 404 }, { verb: 'create' }),
    ).toEqual([]);
    expect(takenBy({ whose: 'other' })).toEqual([]);
  });

  it('may be taken where no answer was logged, or where a watch begins in the past', () => {
    const [one, two] = takenBy(
      { code: null },
      { verb: 'watch', query: 'watch=1&resourceVersion=5', namespace: 'a' },
    );
    expect([one?.confidence, two?.confidence]).toEqual(['possible', 'possible']);
  });

  it('are all of their kind where there is no room for names', () => {
    const acts = Array.from({ length: 5 }, (_, index) =>
      act({ verb: 'get', namespace: 'a', name: `s${index}` }),
    );
    const { taken, unnamed } = tell(createTaken({ most: 2 }), acts);
    expect(unnamed).toBe(3);
    expect(taken.map(({ scope, count }) => [scope, count])).toEqual([
      ['object', 1],
      ['object', 1],
      ['cluster', 3],
    ]);
  });
});

describe('taken tokens', () => {
  const ISSUED = 'authentication.kubernetes.io/issued-credential-id';

  it('are each a token that was minted, in a dry run as well', () => {
    const mint = { verb: 'create', on: 'serviceaccounts/token', namespace: 'ci', name: 'deployer' };
    const found = takenBy(
      { ...mint, code: 201, annotations: { [ISSUED]: 'JTI=2' } },
      { ...mint, code: 201, annotations: { [ISSUED]: 'JTI=3' }, query: 'dryRun=All' },
    );
    expect(found.map(({ credential }) => credential)).toEqual(['JTI=2', 'JTI=3']);
    expect(found[0]).toMatchObject({ kind: 'token', serviceAccount: 'ci:deployer' });
    expect(found[0]?.text).toBe('a token of ServiceAccount ci/deployer was issued to it');
  });

  it('are those of pods that were entered, whose account others know', () => {
    const exec = { verb: 'get', on: 'pods/exec', namespace: 'prod', name: 'db-0', code: 101 };
    const accountOf = (namespace: string, pod: string) => `${namespace}:${pod.slice(0, 2)}`;
    const { taken } = tell(createTaken({ accountOf }), [
      act({ ...exec, query: 'command=cat&command=/etc/passwd' }),
    ]);
    expect(
      taken.map(({ kind, serviceAccount, command }) => [kind, serviceAccount, command]),
    ).toEqual([
      ['exec', 'prod:db', 'cat /etc/passwd'],
      ['podToken', 'prod:db', null],
    ]);
    expect(taken[1]?.text).toBe(
      'the token of ServiceAccount prod/db in pod prod/db-0 could be read (exec)',
    );
  });

  it('never show a token in a command', () => {
    const token = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl';
    const [one] = takenBy({
      verb: 'create',
      on: 'pods/exec',
      name: 'a',
      query: `command=curl&command=-H&command=Authorization:%20Bearer%20${token}&command=--password=hunter22`,
    });
    expect(one?.command).not.toContain('eyJ');
    expect(one?.command).not.toContain('hunter22');
  });

  it('are those of pods that were made, with the account of the pod', () => {
    const body = (spec: JsonObject): JsonObject => ({ metadata: { name: 'p' }, spec });
    const make = { verb: 'create', on: 'pods', namespace: 'prod', name: 'p', code: 201 };
    const found = takenBy(
      { ...make, requestObject: body({ serviceAccountName: 'admin', containers: [] }) },
      {
        ...make,
        name: 'q',
        requestObject: body({ containers: [], automountServiceAccountToken: false }),
      },
      { ...make, name: 'r', level: 'Metadata' },
      {
        ...make,
        on: 'deployments',
        group: 'apps',
        name: 'd',
        requestObject: body({ template: { spec: { containers: [] } } }),
      },
    );
    expect(
      found.map(({ object, serviceAccount, confidence }) => [
        object.name,
        serviceAccount,
        confidence,
      ]),
    ).toEqual([
      ['p', 'prod:admin', 'likely'],
      ['r', null, 'possible'],
      ['d', 'prod:default', 'likely'],
    ]);
  });

  it('may be those of what makes pods where nobody logged how it was changed', () => {
    const change = { on: 'deployments', group: 'apps', namespace: 'prod', name: 'd' };
    const [one, ...others] = takenBy(
      { ...change, verb: 'patch', level: 'Metadata' },
      { ...change, verb: 'update', level: 'Metadata' },
      { ...change, verb: 'patch', name: 'e', requestObject: { metadata: { labels: {} } } },
      { ...change, verb: 'patch', on: 'deployments/scale', name: 'f', level: 'Metadata' },
      { verb: 'patch', on: 'pods', namespace: 'prod', name: 'p', level: 'Metadata' },
    );
    expect(others).toEqual([]);
    expect(one).toMatchObject({ kind: 'podToken', confidence: 'possible', how: ['changed'] });
    expect(one?.text).toBe('the token in the pods of deployment prod/d could be read (changed)');
  });

  it('are not in a port that was forwarded, nor in a log', () => {
    const found = takenBy(
      { verb: 'create', on: 'pods/portforward', namespace: 'a', name: 'p' },
      { verb: 'get', on: 'pods/log', namespace: 'a', name: 'p' },
      { verb: 'get', on: 'nodes/proxy', name: 'n' },
    );
    expect(found.map(({ kind }) => kind)).toEqual(['exec', 'log', 'exec', 'podToken']);
    expect(found[3]?.text).toBe('the tokens of all pods on node n could be read (nodes/proxy)');
  });
});
