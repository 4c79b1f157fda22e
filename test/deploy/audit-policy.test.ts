import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE_EVENT, merge, readRuleTests } from '../../src/rule-tests/index.ts';
import type { JsonObject } from '../../src/types.ts';
import { ROOT } from '../rule-tests/bundled.ts';
import { askedBy, decide, matches, POLICY_LEVELS, type PolicyLevel, policy } from './policy.ts';

const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];
const RULE_FIELDS = [
  'level',
  'users',
  'userGroups',
  'verbs',
  'namespaces',
  'resources',
  'nonResourceURLs',
  'omitStages',
  'omitManagedFields',
];
const { tests } = await readRuleTests([resolve(ROOT, 'test/rules')]);
const drops = policy.rules.filter(({ level }) => level === 'None');

/** How much of an event must be logged for it to look like this. */
function levelOf(event: JsonObject): PolicyLevel {
  if (event.responseObject !== undefined) return 'RequestResponse';
  return event.requestObject === undefined ? 'Metadata' : 'Request';
}

const atLeast = (level: PolicyLevel, wanted: PolicyLevel) =>
  POLICY_LEVELS.indexOf(level) >= POLICY_LEVELS.indexOf(wanted);

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
    expect([policy.apiVersion, policy.kind]).toEqual(['audit.k8s.io/v1', 'Policy']);
    for (const rule of policy.rules) {
      expect(Object.keys(rule).filter((field) => !RULE_FIELDS.includes(field))).toEqual([]);
      expect(POLICY_LEVELS).toContain(rule.level);
      // Both at once is refused at start.
      expect(rule.resources !== undefined && rule.nonResourceURLs !== undefined).toBe(false);
      for (const one of rule.resources ?? []) {
        expect(Object.keys(one).filter((key) => !['group', 'resources'].includes(key))).toEqual([]);
        // The group's name, never group/version.
        expect(one.group).not.toContain('/');
      }
      for (const stage of rule.omitStages ?? []) expect(STAGES).toContain(stage);
    }
  });

  it.each(tests.map((test) => [test.rule, test] as const))(
    'logs all that %s looks at',
    (_, { cases }) => {
      const events = cases
        .filter(({ expect: expected }) => expected === 'match')
        .flatMap(({ steps }) => steps.map(({ event }) => event));
      expect(events.length).toBeGreaterThan(0);
      const lost = events.filter((event) => {
        const { level, omitStages } = decide(askedBy(event));
        return !atLeast(level, levelOf(event)) || omitStages.includes(event.stage as string);
      });
      expect(lost).toEqual([]);
    },
  );

  it('omits one stage only, the one before anything is decided', () => {
    expect(policy.omitStages).toEqual(['RequestReceived']);
    expect(policy.rules.filter(({ omitStages }) => omitStages !== undefined)).toEqual([]);
  });

  it('logs every failed authentication, wherever it was tried', () => {
    const paths = ['/healthz', '/livez/ping', '/version', '/api/v1/nodes', '/apis', '/'];
    for (const path of paths) {
      for (const verb of ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete']) {
        expect(decide({ verb, path }).level).toBe('Metadata');
      }
    }
    expect(drops.filter(({ users, userGroups }) => !users && !userGroups)).toEqual([]);
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
          expect(matches(rule, { user: who, verb: what, path: where })).toBe(false);
          expect(matches(rule, { user: who, verb: what, path: where, resource: object })).toBe(
            false,
          );
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
    ['patch', 'serviceaccounts', 'Request'],
    ['create', 'persistentvolumes', 'Request'],
    ['patch', 'namespaces', 'Request'],
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
