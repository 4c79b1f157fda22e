import { HOUR, SECOND } from '../../samples/cluster.ts';
import { unversioned } from '../actor.ts';
import { service, TEAMS } from '../apps.ts';
import { webhookBody } from '../bodies.ts';
import { followAll, followNamed, lead } from '../informers.ts';
import { clock, DAY, type World } from '../world.ts';

/** cert-manager and external-secrets. */
export function secretKeepers(world: World): void {
  certManager(world);
  externalSecrets(world);
}

function certManager(world: World): void {
  const { timeline } = world;
  const agent = (name: string) => `cert-manager-${name}/v1.19.1 (linux/amd64) cert-manager/9ad8bd7`;
  const manager = service(world, 'cert-manager', 'cert-manager', agent('controller'), {
    app: 'cert-manager',
  });
  followAll(
    world,
    manager,
    'secrets certificates certificaterequests issuers clusterissuers orders challenges ingresses services pods',
  );
  lead(world, manager, 'kube-system', 'cert-manager-controller', { period: 5 * SECOND });
  const injector = service(world, 'cert-manager', 'cert-manager-cainjector', agent('cainjector'));
  followAll(
    world,
    injector,
    'secrets certificates mutatingwebhookconfigurations validatingwebhookconfigurations apiservices customresourcedefinitions',
  );
  lead(world, injector, 'kube-system', 'cert-manager-cainjector-leader-election', {
    period: 5 * SECOND,
  });
  const webhook = service(world, 'cert-manager', 'cert-manager-webhook', agent('webhook'));
  followNamed(world, webhook, 'secrets', 'cert-manager', ['cert-manager-webhook-ca']);
  for (const [index, namespace] of TEAMS.entries()) {
    timeline.at(clock(2 + 3 * index, 17), (time) => {
      const name = `${namespace}-tls`;
      const made = { namespace, name: `${name}-${index + 1}` };
      world.ask(time, manager, 'create', 'secrets', {
        namespace,
        name: `${name}-${world.random.suffix(5)}`,
      });
      world.ask(time + SECOND, manager, 'create', 'certificaterequests', made);
      world.ask(time + 2 * SECOND, manager, 'update', 'certificaterequests/status', made);
      world.ask(time + 3 * SECOND, manager, 'create', 'orders', made);
      world.ask(time + 40 * SECOND, manager, 'update', 'secrets', { namespace, name });
      world.ask(time + 41 * SECOND, manager, 'update', 'certificates/status', { namespace, name });
    });
  }
  timeline.at(clock(4, 44), (time) => {
    const name = 'cert-manager-webhook';
    world.ask(time, webhook, 'update', 'secrets', {
      namespace: 'cert-manager',
      name: `${name}-ca`,
    });
    for (const kind of ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']) {
      const body = webhookBody(kind, name, 'webhook.cert-manager.io');
      world.ask(time + SECOND, injector, 'patch', kind, {
        name,
        query: 'fieldManager=cainjector&force=true',
        requestObject: body,
        responseObject: body,
      });
    }
    world.ask(time + 2 * SECOND, injector, 'update', 'customresourcedefinitions', {
      name: 'issuers.cert-manager.io',
    });
  });
}

function externalSecrets(world: World): void {
  const { timeline } = world;
  const operator = service(
    world,
    'external-secrets',
    'external-secrets',
    unversioned('external-secrets'),
  );
  followAll(world, operator, 'secrets externalsecrets secretstores clustersecretstores namespaces');
  lead(world, operator, 'external-secrets', 'external-secrets-controller', { period: 10 * SECOND });
  for (const namespace of TEAMS) {
    timeline.every(HOUR, DAY + world.random.between(0, HOUR), (time) => {
      world.ask(time, operator, 'create', 'serviceaccounts/token', {
        namespace,
        name: 'external-secrets-reader',
        annotations: {
          'authentication.kubernetes.io/issued-credential-id': `JTI=${world.random.uuid()}`,
        },
        requestObject: {
          kind: 'TokenRequest',
          apiVersion: 'authentication.k8s.io/v1',
          metadata: {},
          spec: { audiences: ['vault'], expirationSeconds: 600, boundObjectRef: null },
          status: { token: '', expirationTimestamp: null },
        },
      });
      for (const name of [`${namespace}-api-env`, `${namespace}-worker-env`]) {
        world.ask(time + SECOND, operator, 'get', 'secrets', { namespace, name });
        world.ask(time + 2 * SECOND, operator, 'update', 'secrets', { namespace, name });
        world.ask(time + 3 * SECOND, operator, 'patch', 'externalsecrets/status', {
          namespace,
          name,
        });
      }
    });
  }
}
