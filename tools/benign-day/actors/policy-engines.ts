import { ABOUT_ITSELF, DISCOVERY, MINUTE, SECOND } from '../../samples/cluster.ts';
import { unversioned } from '../actor.ts';
import { service, TEAMS } from '../apps.ts';
import { webhookBody } from '../bodies.ts';
import { followAll, followNamed, lead } from '../informers.ts';
import { clock, DAY, type World } from '../world.ts';

/** Kyverno and Gatekeeper. */
export function policyEngines(world: World): void {
  kyverno(world);
  gatekeeper(world);
}

function kyverno(world: World): void {
  const { timeline } = world;
  const admission = service(
    world,
    'kyverno',
    'kyverno-admission-controller',
    unversioned('kyverno'),
  );
  followAll(
    world,
    admission,
    'clusterpolicies policies configmaps namespaces deployments mutatingwebhookconfigurations validatingwebhookconfigurations',
  );
  const own = (name: string) =>
    ['ca', 'pair'].map((part) => `${name}.kyverno.svc.kyverno-tls-${part}`);
  followNamed(world, admission, 'secrets', 'kyverno', own('kyverno-svc'));
  lead(world, admission, 'kyverno', 'kyverno', { period: 10 * SECOND });
  const reports = service(
    world,
    'kyverno',
    'kyverno-reports-controller',
    unversioned('reports-controller'),
  );
  followAll(
    world,
    reports,
    'pods deployments replicasets statefulsets daemonsets jobs cronjobs namespaces clusterpolicies policies ephemeralreports policyreports',
  );
  const background = service(
    world,
    'kyverno',
    'kyverno-background-controller',
    unversioned('background-controller'),
  );
  followAll(world, background, 'clusterpolicies policies updaterequests configmaps namespaces');
  const cleanup = service(
    world,
    'kyverno',
    'kyverno-cleanup-controller',
    unversioned('cleanup-controller'),
  );
  followAll(world, cleanup, 'namespaces');
  followNamed(world, cleanup, 'secrets', 'kyverno', own('kyverno-cleanup-controller'));
  timeline.every(10 * MINUTE, DAY + 3 * MINUTE, (time) => {
    world.get(time, admission, '/apis', DISCOVERY);
    for (const kind of ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']) {
      const name = kind.startsWith('mutating')
        ? 'kyverno-resource-mutating-webhook-cfg'
        : 'kyverno-resource-validating-webhook-cfg';
      world.ask(time, admission, 'get', kind, { name });
    }
  });
  // A policy changes twice a day: Kyverno writes its webhook configurations anew.
  for (const hour of [9, 15]) {
    timeline.at(clock(hour, 33), (time) => {
      for (const kind of ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']) {
        const name = kind.startsWith('mutating')
          ? 'kyverno-resource-mutating-webhook-cfg'
          : 'kyverno-resource-validating-webhook-cfg';
        const body = webhookBody(kind, name, 'validate.kyverno.svc-fail');
        world.ask(time, admission, 'update', kind, {
          name,
          requestObject: body,
          responseObject: body,
        });
      }
      world.ask(time, admission, 'create', 'selfsubjectaccessreviews', {
        reason: ABOUT_ITSELF,
        requestObject: {
          kind: 'SelfSubjectAccessReview',
          apiVersion: 'authorization.k8s.io/v1',
          metadata: {},
          spec: {
            resourceAttributes: {
              verb: 'get',
              version: 'v1',
              resource: 'configmaps',
              namespace: 'shop',
            },
          },
          status: { allowed: false },
        },
      });
    });
  }
  timeline.every(2 * MINUTE, DAY + 40 * SECOND, (time) => {
    const namespace = world.pick(TEAMS);
    const name = world.random.uuid();
    world.ask(time, admission, 'create', 'ephemeralreports', { namespace, name });
    world.ask(time + 5 * SECOND, reports, 'update', 'policyreports', { namespace, name });
    world.ask(time + 6 * SECOND, reports, 'delete', 'ephemeralreports', { namespace, name });
  });
  for (const who of [reports, background, cleanup]) {
    lead(world, who, 'kyverno', who.spec.account, { period: 10 * SECOND });
  }
}

function gatekeeper(world: World): void {
  const { timeline } = world;
  const audit = service(
    world,
    'gatekeeper-system',
    'gatekeeper-admin',
    'gatekeeper/v3.20.1 (linux/amd64) 4f2e8c9/2026-09-30T11:20:15Z',
    { app: 'gatekeeper-audit' },
  );
  followAll(world, audit, 'k8srequiredlabels constrainttemplates');
  followAll(world, audit, 'secrets', { namespace: 'gatekeeper-system' });
  const kinds =
    'pods services namespaces deployments replicasets statefulsets daemonsets ingresses serviceaccounts';
  timeline.every(10 * MINUTE, DAY + 8 * MINUTE, (time) => {
    world.get(time, audit, '/api', DISCOVERY);
    for (const [index, kind] of kinds.split(' ').entries()) {
      world.ask(time + index * SECOND, audit, 'list', kind, { query: 'limit=500' });
    }
    world.ask(time + 20 * SECOND, audit, 'update', 'k8srequiredlabels/status', {
      name: 'team-label',
    });
  });
  timeline.at(clock(5, 2), (time) => {
    const [namespace, name] = ['gatekeeper-system', 'gatekeeper-webhook-server-cert'];
    world.ask(time, audit, 'update', 'secrets', { namespace, name });
    const kind = 'validatingwebhookconfigurations';
    const config = 'gatekeeper-validating-webhook-configuration';
    const body = webhookBody(kind, config, 'validation.gatekeeper.sh');
    world.ask(time + SECOND, audit, 'update', kind, {
      name: config,
      requestObject: body,
      responseObject: body,
    });
  });
}
