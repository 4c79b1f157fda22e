import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { eventTime } from '../../../src/record/event-record.ts';
import type { JsonObject } from '../../../src/types.ts';
import { benignDay } from '../../../tools/benign-day/day.ts';
import { MINUTE } from '../../../tools/samples/cluster.ts';

/** The first seven minutes, in which everybody who works all day has done something. */
const NIGHT = { from: 0, to: 7 * MINUTE };
const lines = [...benignDay(7, NIGHT)].flat();
const events = lines.map((line) => JSON.parse(line) as JsonObject);
const digest = (some: readonly string[]) =>
  createHash('sha256').update(some.join('\n')).digest('hex');

const policy = parse(
  readFileSync(join(import.meta.dirname, '../../../deploy/audit-policy.yaml'), 'utf8'),
) as { rules: PolicyRule[] };

const users = new Set(
  events.map((event) => ((event['user'] as JsonObject)['username'] as string | undefined) ?? ''),
);

describe('the benign day', () => {
  it('is the same for the same seed, and another for another', () => {
    const two = { from: 0, to: 2 * MINUTE };
    const [first, second, other] = [7, 7, 8].map((seed) =>
      digest([...benignDay(seed, two)].flat()),
    );
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('comes in the order of its times, each event once', () => {
    const times = events.map((event) => eventTime(event) ?? Number.NaN);
    expect(times.filter((time, index) => !(time >= (times[index - 1] ?? 0)))).toEqual([]);
    const stages = events.map(
      (event) => `${event['auditID'] as string} ${event['stage'] as string}`,
    );
    expect(new Set(stages).size).toBe(stages.length);
  });

  it('has every part of the cluster at work', () => {
    const missing = [
      'system:apiserver',
      'system:kube-controller-manager',
      'system:kube-scheduler',
      'system:cloud-controller-manager',
      'system:anonymous',
      '',
      ...Array.from(
        { length: 50 },
        (_, index) => `system:node:worker-${String(index + 1).padStart(2, '0')}`,
      ),
      ...[
        'kube-system:cilium kube-system:kube-proxy kube-system:coredns kube-system:metrics-server',
        'kube-system:cluster-autoscaler kube-system:horizontal-pod-autoscaler kube-system:ebs-csi-controller-sa',
        'kube-system:generic-garbage-collector kube-system:namespace-controller kube-system:deployment-controller',
        'monitoring:kube-state-metrics monitoring:prometheus-k8s monitoring:prometheus-operator monitoring:grafana',
        'cert-manager:cert-manager external-secrets:external-secrets ingress-nginx:ingress-nginx velero:velero-server',
        'argocd:argocd-application-controller argocd:argocd-server flux-system:kustomize-controller',
        'flux-system:helm-controller kyverno:kyverno-admission-controller kyverno:kyverno-reports-controller',
        'gatekeeper-system:gatekeeper-admin olm:olm-operator-serviceaccount cnpg-system:cnpg-manager logging:fluent-bit',
      ]
        .flatMap((names) => names.split(' '))
        .map((name) => `system:serviceaccount:${name}`),
    ].filter((user) => !users.has(user));
    expect(missing).toEqual([]);
  });

  it('is logged at the levels of the recommended policy', () => {
    const wrong = events.filter((event) => event['level'] !== levelIn(policy, event));
    expect(wrong.map((event) => [event['level'], event['requestURI']])).toEqual([]);
  });

  it('has bodies where the level has them, and nowhere else', () => {
    const bodies = (level: string, body: string) =>
      events.some((event) => event['level'] === level && body in event);
    expect(bodies('Metadata', 'requestObject')).toBe(false);
    expect(bodies('Request', 'requestObject')).toBe(true);
    expect(bodies('Request', 'responseObject')).toBe(false);
  });
});

interface PolicyRule {
  readonly level: string;
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly resources?: readonly {
    readonly group?: string;
    readonly resources?: readonly string[];
  }[];
}

/** The level of the first rule that matches, of those that log anything. */
function levelIn(
  { rules }: { rules: readonly PolicyRule[] },
  event: JsonObject,
): string | undefined {
  const {
    resource,
    subresource,
    apiGroup = '',
  } = (event['objectRef'] ?? {}) as Record<string, string>;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const verb = event['verb'] as string;
  return rules.find(
    (rule) =>
      rule.level !== 'None' &&
      (rule.verbs === undefined || rule.verbs.includes(verb)) &&
      (rule.resources === undefined ||
        rule.resources.some(
          ({ group = '', resources }) =>
            resource !== undefined &&
            group === apiGroup &&
            (resources === undefined || resources.includes(what ?? '')),
        )),
  )?.level;
}
