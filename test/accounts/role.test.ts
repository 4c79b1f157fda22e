import { describe, expect, it } from 'vitest';
import { neededRoles } from '../../src/accounts/role.ts';
import type { AuditRecord } from '../../src/types.ts';
import { APP, did, refused, rolesFor, short, usesIn } from './fixtures.ts';

const inProd = (records: readonly AuditRecord[], options = {}) =>
  short(rolesFor(records, options).namespaces.get('prod'));
const inCluster = (records: readonly AuditRecord[], options = {}) =>
  short(rolesFor(records, options).cluster);

describe('the smallest roles', () => {
  it('have what was allowed, and nothing that was refused', () => {
    expect(inProd([did('get configmaps prod/a'), refused('get secrets prod/b')])).toEqual([
      'get configmaps [a]',
    ]);
  });

  it('are a Role in each namespace, and a ClusterRole for what is in none', () => {
    const records = [did('list pods prod/'), did('list pods test/'), did('get nodes /n')];
    const { cluster, namespaces } = rolesFor(records);
    expect(short(cluster)).toEqual(['get nodes [n]']);
    expect([...namespaces.keys()]).toEqual(['prod', 'test']);
  });

  it('grant nothing twice: what holds everywhere is in no Role', () => {
    const records = [
      did('list pods'),
      did('list pods prod/'),
      did('delete pods prod/a'),
      did('get secrets prod/'),
    ];
    expect(inCluster(records)).toEqual(['list pods']);
    expect(inProd(records)).toEqual(['delete pods [a]', 'get secrets']);
  });

  it('put verbs on one kind together, and kinds with the same verbs', () => {
    const verbs = ['get', 'list', 'watch'];
    const records = ['pods', 'services'].flatMap((kind) =>
      verbs.map((verb) => did(`${verb} ${kind} prod/`)),
    );
    expect(inProd(records)).toEqual(['get,list,watch pods,services']);
  });

  it('keep subresources apart from what they belong to', () => {
    expect(
      inProd([did('get pods/log prod/a'), did('patch deployments/scale.apps prod/web')]),
    ).toEqual(['get pods/log [a]', 'patch deployments/scale.apps [web]']);
  });

  it('never give a name to what is asked for without one', () => {
    const records = [
      did('create configmaps prod/made'),
      did('list configmaps prod/'),
      did('deletecollection configmaps prod/'),
    ];
    expect(inProd(records)).toEqual(['list,create,deletecollection configmaps']);
  });

  it('name what was listed or watched by name', () => {
    expect(inProd([did('list pods prod/a'), did('watch pods prod/a')])).toEqual([
      'list,watch pods [a]',
    ]);
  });

  it('name no names that are made anew each time, or that are too many, and say why', () => {
    expect(inProd([did('get pods prod/web-7569f4f8dc-44fpn')])).toEqual(['get pods']);
    const many = Array.from({ length: 4 }, (_, at) => did(`update configmaps prod/c-${at}`));
    const [rule] = rolesFor(many, { names: 3 }).namespaces.get('prod') ?? [];
    expect([short(rule && [rule]), rule?.why]).toEqual([['update configmaps'], ['of 4 names']]);
    expect(inProd(many, { names: 4 })).toEqual(['update configmaps [c-0 c-1 c-2 c-3]']);
  });

  it('read all of what is listed anyway, and delete by name still', () => {
    expect(
      inProd([did('list pods prod/'), did('get pods prod/a'), did('delete pods prod/a')]),
    ).toEqual(['get,list pods', 'delete pods [a]']);
  });

  it('name secrets, and whom one may impersonate, however many there are', () => {
    const names = ['a', 'b', 'c'];
    const records = [
      ...names.map((name) => did(`get secrets prod/${name}-24567`)),
      ...names.map((username) => did('get pods prod/x', { impersonatedUser: { username } })),
    ];
    expect(inProd(records, { names: 1 })).toEqual(['get secrets [a-24567 b-24567 c-24567]']);
    expect(inCluster(records, { names: 1 })).toEqual(['impersonate users [a b c]']);
  });

  it('hold everywhere what was done in too many namespaces', () => {
    const records = ['a', 'b', 'c'].map((namespace) => did(`get pods ${namespace}/x`));
    const { cluster, namespaces } = rolesFor(records, { namespaces: 2 });
    expect([short(cluster), cluster[0]?.why, namespaces.size]).toEqual([
      ['get pods'],
      ['in 3 namespaces'],
      0,
    ]);
  });

  it('leave out what everybody may do, unless asked', () => {
    const records = [
      did('get /version'),
      did('get /apis/apps/v1'),
      did('get /metrics'),
      did('create selfsubjectaccessreviews.authorization.k8s.io /'),
      did('get /openid/v1/jwks'),
    ];
    expect(inCluster(records)).toEqual(['get /metrics']);
    expect([...rolesFor(records).byDefault.keys()]).toEqual([
      'system:basic-user',
      'system:discovery',
      'system:service-account-issuer-discovery',
      'system:public-info-viewer',
    ]);
    expect(inCluster(records, { defaults: true })).toHaveLength(2);
  });

  it('let it escalate only where it grants more than it holds', () => {
    const grants = (resources: string[]) => ({
      requestObject: { rules: [{ verbs: ['list'], apiGroups: [''], resources }] },
    });
    const writes = `create roles.rbac.authorization.k8s.io prod/r`;
    const held = [did('list pods prod/'), did(writes, grants(['pods']))];
    expect(inProd(held)).toEqual(['list pods', 'create roles.rbac.authorization.k8s.io']);
    expect(inProd([...held, did(writes, grants(['secrets']))])).toContain(
      'create,escalate roles.rbac.authorization.k8s.io',
    );
  });

  it('are of no wildcard that a client asked for by name', () => {
    const odd = [
      did('get * prod/a'),
      did('get pods.* prod/a'),
      did('get pods/* prod/a'),
      did('* /x'),
      did('get /x*'),
      did(' /x'),
    ];
    expect(JSON.stringify([inProd(odd), inCluster(odd)])).toBe('[[],[]]');
    expect(usesIn(odd).ungrantable).toBe(6);
  });

  it('count what others did in its name, unless told not to', () => {
    const records = [
      did('get pods prod/a', { user: { username: 'alice' }, impersonatedUser: { username: APP } }),
    ];
    expect(inProd(records)).toEqual(['get pods [a]']);
    const own = usesIn(records, APP, { others: false });
    const { namespaces } = neededRoles(own, { names: 9, namespaces: 9, defaults: false });
    expect(namespaces.size).toBe(0);
  });
});
