import { jobsRun, namespaceGoes, release, releaseWithBinding } from './changes.ts';
import {
  backup,
  fluxReconciles,
  legacyPipeline,
  peopleWork,
  podReadsItsSecrets,
  report,
  tokensRotate,
} from './clients.ts';
import { createCluster } from './cluster.ts';
import { at, type Stage } from './day.ts';
import { createLog, textOf } from './log.ts';
import { createRandom } from './random.ts';

/** `ordinary-day.log`: a small cluster with a thrifty audit policy, on a day when nothing happens. */
export function ordinaryDay(): string {
  const random = createRandom(20261119);
  const cluster = createCluster(random);
  const [first, second, third] = cluster.nodes;
  const agent = (name: string) => `${name} (linux/amd64) kubernetes/$Format`;
  const pods = {
    flux: cluster.pod(
      'flux-system',
      'kustomize-controller',
      'kustomize-controller-6d9c8fc4b9-kt7xm',
      first,
      agent('kustomize-controller/v0.0.0'),
    ),
    ingress: cluster.pod(
      'ingress-nginx',
      'ingress-nginx',
      'ingress-nginx-controller-5b7c9f66d4-wz2pq',
      second,
      agent('nginx-ingress-controller/v1.13.2'),
    ),
    velero: cluster.pod(
      'velero',
      'velero',
      'velero-79f6b6f6d8-n4k2v',
      third,
      agent('velero-server/v1.17.0'),
    ),
    report: cluster.pod(
      'tools',
      'default',
      'usage-report-29393190-8cw5z',
      third,
      'python-requests/2.32.3',
    ),
  };
  const stage: Stage = { log: createLog(random), cluster, random, pods };
  tokensRotate(stage);
  fluxReconciles(stage);
  jobsRun(stage);
  podReadsItsSecrets(stage);
  backup(stage);
  report(stage);
  legacyPipeline(stage);
  release(stage, at(10, 14), 'shop', 'cart');
  release(stage, at(15, 41), 'shop', 'checkout');
  releaseWithBinding(stage);
  namespaceGoes(stage);
  peopleWork(stage);
  return textOf(stage.log.lines());
}
