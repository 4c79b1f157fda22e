import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blindnessOf } from '../../src/needs/blindness.ts';
import { alertingIn, Reach } from '../../src/needs/rule-needs.ts';
import { fits } from '../../src/policy/evaluate.ts';
import type { Stage } from '../../src/policy/policy.ts';
import { readPolicy } from '../../src/policy/read.ts';
import { policyView } from '../../src/policy/view.ts';
import { BASE_EVENT, merge, readRuleTests } from '../../src/rule-tests/index.ts';
import type { JsonObject } from '../../src/types.ts';
import { loadBundled, ROOT } from '../rule-tests/bundled.ts';
import { askedBy, DEPLOY, decide, policy } from './policy.ts';

const { tests } = await readRuleTests([resolve(ROOT, 'test/rules')]);
const drops = policy.rules.filter(({ level }) => level === 'None');

/** A request by somebody, about something. */
function ask(verb: string, what: string, user = 'alice', groups: string[] = []) {
  const [whole = '', group = ''] = what.split('@');
  const [resource, subresource] = whole.split('/');
  const objectRef = { resource, subresource: subresource ?? null, apiGroup: group };
  return decide(
    askedBy(merge(BASE_EVENT, { verb, user: { username: user, groups }, objectRef } as JsonObject)),
  ).level;
}

describe('audit policy', () => {
  it('is one that kube-apiserver accepts', () => {
    const path = resolve(DEPLOY, 'audit-policy.yaml');
    expect(readPolicy(path, readFileSync(path, 'utf8')).problems).toEqual([]);
  });

  // They look at leases, where there are any.
  const optional = new Set(['audit_log_gap', 'node_leases_missing']);
  it.each(
    tests.flatMap(({ rule, cases }) => {
      if (optional.has(rule)) return [];
      const events = cases
        .filter(({ expect: expected }) => expected === 'match')
        .flatMap(({ steps }) => steps.map(({ event }) => event));
      return events.length === 0 ? [] : [[rule, events] as const];
    }),
  )('logs, bodies apart, all that %s looks at', (_, events) => {
    const lost = events.filter((event) => {
      const { level, omitStages } = decide(askedBy(event));
      return level === 'None' || omitStages.includes(event.stage as Stage);
    });
    expect(lost).toEqual([]);
  });

  it('blinds only rules that need the contents of Secrets or ConfigMaps', async () => {
    const { rules } = await loadBundled();
    const blind = blindnessOf(alertingIn(rules), new Reach(), policyView(policy)).rules.flatMap(
      ({ sight, reasons }) => (sight === 'none' ? reasons : []),
    );
    const requests = blind.flatMap((reason) => reason.requests);
    expect(requests.filter((one) => !/ (secrets|configmaps)$/.test(one))).toEqual([]);
  });

  it('omits one stage only, the one before anything is decided', () => {
    expect(policy.omitStages).toEqual(['RequestReceived']);
    expect(policy.rules.filter(({ omitStages }) => omitStages.length > 0)).toEqual([]);
  });

  it('logs every failed authentication, wherever it was tried', () => {
    const paths = ['/healthz', '/livez/ping', '/version', '/api/v1/nodes', '/apis', '/'];
    for (const path of paths) {
      for (const verb of ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete']) {
        expect(decide({ verb, path }).level).toBe('Metadata');
      }
    }
    expect(drops.filter((one) => one.users.length + one.userGroups.length === 0)).toEqual([]);
  });

  it('drops nothing of any ServiceAccount or person', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    const account = fc.tuple(name, name).map(([namespace, one]) => ({
      name: `system:serviceaccount:${namespace}:${one}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    }));
    const user = fc.oneof(account, fc.record({ name, groups: fc.constant(['system:masters']) }));
    const resource = fc.record({
      group: fc.constantFrom('', 'coordination.k8s.io', 'events.k8s.io', 'apps', 'example.com'),
      resource: fc.constantFrom('leases', 'events', 'nodes', 'pods', 'services', 'secrets'),
      subresource: fc.constantFrom('', 'status', 'proxy'),
      namespace: name,
      name,
    });
    const verb = fc.constantFrom('get', 'list', 'watch', 'update', 'patch', 'create', 'delete');
    const path = fc.constantFrom('/healthz', '/readyz', '/version', '/x');
    fc.assert(
      fc.property(user, verb, path, resource, (who, what, where, object) => {
        for (const rule of drops) {
          expect(fits(rule, { user: who, verb: what, path: where })).toBe(false);
          expect(fits(rule, { user: who, verb: what, path: where, resource: object })).toBe(false);
        }
      }),
    );
  });

  it.each([
    ['secrets', 'Metadata'],
    ['configmaps', 'Metadata'],
    ['tokenreviews@authentication.k8s.io', 'Metadata'],
    ['serviceaccounts/token', 'Request'],
    ['pods/exec', 'Metadata'],
    ['pods/attach', 'Metadata'],
    ['pods/portforward', 'Metadata'],
    ['nodes/proxy', 'Metadata'],
  ] as const)('never logs the credentials in %s: %s', (what, most) => {
    for (const verb of ['get', 'list', 'watch', 'create', 'update', 'patch', 'deletecollection']) {
      for (const user of ['alice', 'system:kube-controller-manager', 'system:node:a']) {
        const groups = user.startsWith('system:node:') ? ['system:nodes'] : [];
        expect(ask(verb, what, user, groups)).toBe(most);
      }
    }
  });

  it.each([
    ['create', 'pods', 'Request'],
    ['patch', 'pods', 'RequestResponse'],
    ['patch', 'pods/ephemeralcontainers', 'RequestResponse'],
    ['create', 'cronjobs@batch', 'Request'],
    ['create', 'clusterrolebindings@rbac.authorization.k8s.io', 'RequestResponse'],
    ['patch', 'roles@rbac.authorization.k8s.io', 'RequestResponse'],
    ['create', 'mutatingwebhookconfigurations@admissionregistration.k8s.io', 'RequestResponse'],
    ['update', 'certificatesigningrequests/approval@certificates.k8s.io', 'Request'],
    ['create', 'selfsubjectaccessreviews@authorization.k8s.io', 'Request'],
    ['patch', 'serviceaccounts', 'RequestResponse'],
    ['create', 'persistentvolumes', 'Request'],
    ['patch', 'namespaces', 'RequestResponse'],
    ['create', 'services', 'Request'],
    ['delete', 'events', 'Metadata'],
    ['list', 'pods', 'Metadata'],
    ['create', 'widgets@example.com', 'Metadata'],
  ] as const)('logs %s %s at %s', (verb, what, level) => {
    expect(ask(verb, what)).toBe(level);
  });

  it.each([
    ['update', 'leases@coordination.k8s.io', 'system:node:a', 'system:nodes'],
    ['patch', 'nodes/status', 'system:node:a', 'system:nodes'],
    ['watch', 'services', 'system:node:a', 'system:nodes'],
    ['create', 'events', 'system:kube-scheduler', ''],
    ['watch', 'endpointslices@discovery.k8s.io', 'system:kube-proxy', ''],
  ])('drops the noise: %s %s by %s', (verb, what, user, group) => {
    expect(ask(verb, what, user, [group])).toBe('None');
  });

  it('drops health probes of nobody in particular only', () => {
    const user = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
    expect(decide({ user, verb: 'get', path: '/livez' }).level).toBe('None');
    expect(decide({ user, verb: 'get', path: '/metrics' }).level).toBe('Metadata');
    expect(decide({ user, verb: 'post', path: '/livez' }).level).toBe('Metadata');
  });
});
