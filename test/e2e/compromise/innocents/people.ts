import { certificateRequest } from '../../cluster/pki.ts';
import { eventually } from '../../scenario/world.ts';
import { approved, binding, FREE_TOKEN, signingRequest } from '../bodies.ts';
import { OUTSIDERS } from '../cast.ts';
import type { Hand } from '../hand.ts';
import { inTurn, type Loop } from '../loops.ts';
import { CERTIFICATES, core, RBAC, userOf } from '../paths.ts';
import { tokenIn, type World } from '../world.ts';

const EXEC = core('shop', 'pods/cart-0/exec?command=ls&container=main&stdout=true');

/** An administrator and a developer, who do by hand what else an attacker does. */
export interface People {
  readonly alice: Hand;
  readonly bob: Hand;
}

export async function createPeople(world: World): Promise<People> {
  const { alice, bob } = OUTSIDERS;
  return {
    alice: await world.person(alice.user, alice.from, alice.agent),
    bob: await world.person(bob.user, bob.from, bob.agent),
  };
}

/** What they do while nobody suspects anything. */
export async function people(world: World, { alice, bob }: People): Promise<Loop[]> {
  const { from, agent, user } = OUTSIDERS.alice;
  const credentials = await world.cluster.authority.client(user);
  const asCart = world.hand(user, {
    credentials,
    from,
    userAgent: agent,
    impersonate: userOf('shop:cart'),
  });
  const stranger = world.hand('?', {
    token: 'guessed',
    from: '127.0.0.45',
    userAgent: 'curl/8.14.1',
  });
  return [
    inTurn(4500, [
      () => alice.get(200, core('payments', 'secrets')),
      () => alice.exec(101, EXEC),
      () => asCart.get(200, core('shop', 'secrets/cart-tls')),
      () =>
        alice.post(201, `${RBAC}/clusterrolebindings`, binding('oncall', 'view', 'group:oncall')),
      () => alice.patch(200, core('ops', 'configmaps/runner-settings'), { data: { jobs: '3' } }),
      () => stranger.get(401, core('shop', 'secrets')),
    ]),
    inTurn(3200, [
      () => bob.get(200, core('shop', 'pods')),
      () => actsAsRunner(world, bob),
      () => bob.get(200, core('shop', 'secrets')),
      () => renewsCertificate(world, { alice, bob }),
      () => bob.exec(101, EXEC),
      () => bob.get(200, core('shop', 'secrets/db-password')),
      () => actsAsRunner(world, bob),
    ]),
  ];
}

/** The developer tries something out as the account that the attacker will be, too. */
async function actsAsRunner(world: World, bob: Hand): Promise<void> {
  const { from, agent } = OUTSIDERS.bob;
  const token = tokenIn(
    await bob.post(201, core('ops', 'serviceaccounts/runner/token'), FREE_TOKEN),
  );
  const runner = world.hand(userOf('ops:runner'), { token, from, userAgent: agent });
  await runner.get(200, core('ops', 'pods'));
}

async function renewsCertificate(world: World, { alice, bob }: People): Promise<void> {
  const { from, agent, user } = OUTSIDERS.bob;
  const { request, key } = await certificateRequest(user);
  const text = await bob.post(201, CERTIFICATES, signingRequest('bob-laptop', request));
  await alice.put(200, `${CERTIFICATES}/bob-laptop/approval`, approved(text));
  const cert = await eventually(async () =>
    certificateIn(await bob.get(200, `${CERTIFICATES}/bob-laptop`)),
  );
  const renewed = world.hand(user, { credentials: { cert, key }, from, userAgent: agent });
  await renewed.get(200, core('shop', 'pods'));
}

/** The certificate, PEM, that was issued to a request; throws while there is none. */
export function certificateIn(text: string): string {
  const { status } = JSON.parse(text) as { status?: { certificate?: string } };
  if (status?.certificate === undefined) throw new Error('no certificate is issued');
  return Buffer.from(status.certificate, 'base64').toString();
}
