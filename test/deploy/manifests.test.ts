import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../rule-tests/bundled.ts';
import { DEPLOY } from './policy.ts';

const KUSTOMIZATIONS = ['watch', 'watch-as-root', 'serve'];
const text = (path: string) => readFileSync(join(DEPLOY, path), 'utf8');
const version = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Container).version;

interface Container {
  readonly [key: string]: any; // oxlint-disable-line typescript/no-explicit-any -- manifests are read, not trusted
}

function read(path: string): Container {
  const documents = parseAllDocuments(text(path));
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  expect(documents).toHaveLength(1);
  return documents[0]?.toJS() as Container;
}

const workloads = [
  ['watch', read('watch/daemonset.yaml')],
  ['serve', read('serve/deployment.yaml')],
] as const;

describe('manifests', () => {
  it.each(KUSTOMIZATIONS)('%s refers to files that exist, and leaves none out', (folder) => {
    const { resources, configMapGenerator = [] } = read(`${folder}/kustomization.yaml`);
    const made = configMapGenerator.flatMap((one: Container) => one.files);
    const named: string[] = [...resources, ...made];
    expect(named.filter((path) => !existsSync(join(DEPLOY, folder, path)))).toEqual([]);
    const files = readdirSync(join(DEPLOY, folder)).filter((file) => file.endsWith('.yaml'));
    const own = named.filter((path) => !path.startsWith('..'));
    expect(new Set(['kustomization.yaml', ...own])).toEqual(new Set(files));
    for (const file of files) read(`${folder}/${file}`);
  });

  it.each(['watch', 'serve'])('%s runs the version that this is', (folder) => {
    expect(read(`${folder}/kustomization.yaml`).images).toEqual([
      { name: 'satrap', newName: 'registry.example.com/satrap', newTag: version },
    ]);
  });

  it.each(workloads)('%s gives its pod nothing that it does not need', (_, { spec }) => {
    const pod = spec.template.spec;
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    expect(pod.initContainers).toBeUndefined();
    expect([pod.hostNetwork, pod.hostPID, pod.hostIPC]).toEqual([undefined, undefined, undefined]);
    for (const container of pod.containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources.limits.memory).toBeDefined();
      const writable = container.volumeMounts.filter((mount: Container) => !mount.readOnly);
      expect(writable.map((mount: Container) => mount.name)).toEqual(['state']);
      expect(container.volumeMounts.filter((mount: Container) => mount.subPath)).toEqual([]);
    }
  });

  it.each(workloads)('%s mounts what its arguments name, and the reverse', (_, { spec }) => {
    const { containers, volumes } = spec.template.spec;
    const [{ args, volumeMounts, ports }] = containers;
    const mounted = volumeMounts.map((mount: Container) => mount.mountPath);
    const paths = args.flatMap((arg: string) => arg.match(/\/[\w./-]+$/) ?? []);
    const within = (path: string, folder: string) => `${path}/`.startsWith(`${folder}/`);
    expect(
      paths.filter((path: string) => !mounted.some((folder: string) => within(path, folder))),
    ).toEqual([]);
    expect(volumes.map((volume: Container) => volume.name).sort()).toEqual(
      volumeMounts.map((mount: Container) => mount.name).sort(),
    );
    const listening = args.flatMap((arg: string) => arg.match(/0\.0\.0\.0:(\d+)$/)?.[1] ?? []);
    expect(ports.map((port: Container) => String(port.containerPort)).sort()).toEqual(
      listening.sort(),
    );
  });

  it.each(workloads)('%s is probed on the port that needs no client certificate', (_, { spec }) => {
    const [{ startupProbe, livenessProbe, readinessProbe, ports }] = spec.template.spec.containers;
    expect(startupProbe.httpGet).toEqual({ path: '/healthz', port: 'metrics' });
    expect(livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'metrics' });
    expect(readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'metrics' });
    const metrics = ports.find((port: Container) => port.name === 'metrics').containerPort;
    expect(spec.template.metadata.annotations['prometheus.io/port']).toBe(String(metrics));
  });

  it.each(['watch', 'serve'])('%s lets in what it listens on and no more', (folder) => {
    const workload = read(`${folder}/${folder === 'watch' ? 'daemonset' : 'deployment'}.yaml`);
    const [{ ports }] = workload.spec.template.spec.containers;
    const { policyTypes, ingress, egress } = read(`${folder}/networkpolicy.yaml`).spec;
    const numbers = (rules: Container[]) =>
      rules.flatMap((rule) => rule.ports.map((port: Container) => port.port));
    expect(policyTypes).toEqual(['Ingress', 'Egress']);
    expect(numbers(ingress)).toEqual(ports.map((port: Container) => port.containerPort));
    expect(numbers(egress)).toEqual([443, 53, 53]);
  });

  it.each(['watch', 'serve'])('%s has an account without a token', (folder) => {
    const account = read(`${folder}/serviceaccount.yaml`);
    expect(account.automountServiceAccountToken).toBe(false);
    const file = folder === 'watch' ? 'daemonset' : 'deployment';
    const { spec } = read(`${folder}/${file}.yaml`);
    expect(spec.template.spec.serviceAccountName).toBe(account.metadata.name);
  });
});

describe('watch', () => {
  it('runs on control-plane nodes, with their log folder and its own state', () => {
    const { nodeSelector, tolerations, volumes } = workloads[0][1].spec.template.spec;
    expect(Object.keys(nodeSelector)).toEqual(['node-role.kubernetes.io/control-plane']);
    expect(tolerations[0].key).toBe('node-role.kubernetes.io/control-plane');
    expect(volumes.flatMap(({ hostPath }: Container) => hostPath ?? [])).toEqual([
      { path: '/var/log/kubernetes/audit', type: 'Directory' },
      { path: '/var/lib/satrap', type: 'Directory' },
    ]);
  });

  it('as root still has no capability', () => {
    const [{ patch }] = read('watch-as-root/kustomization.yaml').patches;
    const [operations] = parseAllDocuments(patch).map((document) => document.toJS() as Container[]);
    const at = (path: string) =>
      path
        .split('/')
        .slice(1)
        .reduce((value: Container, key) => value[key], workloads[0][1]);
    expect(operations?.map(({ path }) => path.split('/').at(-1))).toEqual([
      'runAsNonRoot',
      'runAsUser',
      'runAsGroup',
      'type',
    ]);
    for (const { path } of operations ?? []) expect(at(path)).toBeDefined();
    expect(at('/spec/template/spec/volumes/1').name).toBe('state');
  });
});

describe('documentation', () => {
  it('builds and installs the version that this is', () => {
    const docs = readFileSync(resolve(ROOT, 'docs/deploy.md'), 'utf8');
    const versions = [...docs.matchAll(/satrap[:-](\d+\.\d+\.\d+)/g)].map(([, one]) => one);
    expect(new Set(versions)).toEqual(new Set([version]));
    expect(text('Dockerfile')).toContain(`satrap:${version} `);
  });
});

describe('serve', () => {
  it('is one process, replaced and not rolled', () => {
    expect(workloads[1][1].spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });

  it('has a fixed address, the one that the documentation names', () => {
    const { clusterIP, ports } = read('serve/service.yaml').spec;
    const docs = readFileSync(resolve(ROOT, 'docs/deploy.md'), 'utf8');
    const named = [...docs.matchAll(/\b10\.\d+\.\d+\.\d+\b/g)].map(([address]) => address);
    expect(new Set(named)).toEqual(new Set([clusterIP]));
    expect(docs).toContain(`https://${clusterIP}:${ports[0].port}/audit`);
    expect(docs).toContain(`--host ${clusterIP} `);
  });

  it('takes its certificates from the Secret that the documentation makes', () => {
    const { volumes } = workloads[1][1].spec.template.spec;
    const { secret } = volumes.find((volume: Container) => volume.name === 'tls');
    const docs = readFileSync(resolve(ROOT, 'docs/deploy.md'), 'utf8');
    expect(docs).toContain(`create secret generic ${secret.secretName} `);
    for (const file of ['tls.crt', 'tls.key', 'ca.crt']) {
      expect(docs).toContain(`--from-file=${file}=webhook/`);
    }
  });
});
