import type { Micros } from '../../src/types.ts';
import { burst } from './burst.ts';
import { createCluster, HOUR, MINUTE, SECOND } from './cluster.ts';
import type { Line } from './event.ts';
import { createLog, textOf } from './log.ts';
import { quietHours } from './quiet-hours.ts';
import { createRandom } from './random.ts';
import { type Stage, stealToken } from './stolen.ts';
import { thief } from './thief.ts';

/** Midnight of Friday, 2026-11-20. */
const DAY: Micros = Date.UTC(2026, 10, 20) * 1000;

function at(hour: number, minute: number, second = 0): Micros {
  return DAY + hour * HOUR + minute * MINUTE + second * SECOND;
}

/** When the log was rotated, and the name that the part before got; the newest part has the plain name. */
const PARTS = [
  { name: 'audit-2026-11-20T12-00-00.000.log.gz', until: at(12, 0) },
  { name: 'audit-2026-11-20T13-00-00.000.log.gz', until: at(13, 0) },
  { name: 'audit-2026-11-20T14-34-50.000.log.gz', until: at(14, 34, 50) },
  { name: 'audit.log', until: at(24, 0) },
] as const;

/** `token-theft/`: the files of a rotated log, oldest first, with their content before compression. */
export function tokenTheft(): Map<string, string> {
  const random = createRandom(20261120);
  const cluster = createCluster(random);
  const [first, second] = cluster.nodes;
  const client = (name: string) => `${name} (linux/amd64) kubernetes/$Format`;
  const stage: Stage = {
    at,
    log: createLog(random),
    cluster,
    random,
    checkout: cluster.pod(
      'payments',
      'checkout',
      'checkout-6c5d8f7b9c-hv9td',
      second,
      client('checkout/v1.18.0'),
    ),
    ingress: cluster.pod(
      'ingress-nginx',
      'ingress-nginx',
      'ingress-nginx-controller-5b7c9f66d4-wz2pq',
      second,
      client('nginx-ingress-controller/v1.13.2'),
    ),
    flux: cluster.pod(
      'flux-system',
      'kustomize-controller',
      'kustomize-controller-6d9c8fc4b9-kt7xm',
      first,
      client('kustomize-controller/v0.0.0'),
    ),
    alice: cluster.person('alice@example.com', 'platform-admins', '203.0.113.14'),
  };
  const stolen = stealToken(stage, at(12, 41));
  quietHours(stage);
  thief(stage, stolen);
  const harvest = burst(random, stolen, at(14, 30));
  return split([...stage.log.lines(), ...harvest]);
}

function split(lines: readonly Line[]): Map<string, string> {
  const ordered = [...lines].sort((a, b) => a.time - b.time);
  let from = 0;
  return new Map(
    PARTS.map(({ name, until }) => {
      const part = ordered.filter(({ time }) => time >= from && time < until);
      from = until;
      return [name, textOf(part)] as const;
    }),
  );
}
