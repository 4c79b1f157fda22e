import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { RolesReport } from '../../src/accounts/role-report.ts';
import { satrap } from '../cli/run.ts';
import { startCluster } from './cluster/index.ts';
import { TALKATIVE_POLICY } from './cluster/policy.ts';
import { type AccountWorld, type Done, REVIEWED, replay, setUpWorld } from './scenario/accounts.ts';

/** A role or a binding as it was generated. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly object[];
  readonly subjects?: readonly { readonly name: string }[];
}

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

const cleanup = new AsyncDisposableStack();
let world: AccountWorld;
let auditLog: string;
let yaml: string;
let manifests: readonly Manifest[];
/** What the account with all rights got for its calls. */
let before: readonly Done[];

beforeAll(async () => {
  const cluster = cleanup.use(
    await startCluster({
      binaries: inject('binaries'),
      controllers: false,
      audit: { policy: TALKATIVE_POLICY },
    }),
  );
  auditLog = join(cluster.folder, 'audit');
  world = cleanup.use(await setUpWorld(cluster));
  before = await replay(world, 'wide');
  yaml = (await satrap(['accounts', '-q', '--role', 'ops:wide', auditLog])).stdout;
  manifests = parseAllDocuments(yaml).flatMap((document) => {
    const manifest = document.toJS() as Manifest | null;
    return manifest === null ? [] : [manifest];
  });
  for (const manifest of manifests) await apply(manifest);
}, 300_000);

afterAll(() => cleanup.disposeAsync());

function pathOf({ kind, metadata: { namespace } }: Manifest): string {
  const plural = `${kind.toLowerCase()}s`;
  return namespace === undefined
    ? `${RBAC}/${plural}`
    : `${RBAC}/namespaces/${namespace}/${plural}`;
}

/** Applies a manifest, a binding to the account `narrow` instead. */
async function apply(manifest: Manifest): Promise<void> {
  const subjects = manifest.subjects?.map((subject) => ({ ...subject, name: 'narrow' }));
  const { code, text } = await world.admin.send('POST', pathOf(manifest), {
    ...manifest,
    ...(subjects && { subjects }),
  });
  if (code !== 201) throw new Error(`${manifest.kind} ${manifest.metadata.name}: ${text}`);
}

async function change(manifest: Manifest): Promise<void> {
  const path = `${pathOf(manifest)}/${manifest.metadata.name}`;
  expect((await world.admin.send('PUT', path, manifest)).code).toBe(200);
}

const denied = (all: readonly Done[]) => all.filter(({ code }) => code === 403);

/** Replays until what is granted has reached the authorizer, for as long as a test waits. */
async function settled(
  isRight: (all: readonly Done[]) => boolean,
  options: { readonly untilDenied?: boolean } = {},
): Promise<readonly Done[]> {
  for (let patience = 10; ; patience--) {
    const all = await replay(world, 'narrow', options);
    if (isRight(all) || patience === 0) return all;
    await sleep(200);
  }
}

describe('the roles for an account, and a real kube-apiserver', () => {
  it('come of calls that were all allowed', () => {
    expect(denied(before)).toEqual([]);
    expect(before.filter(({ code }) => code === 401 || code >= 500)).toEqual([]);
    expect(manifests.length).toBeGreaterThan(3);
  });

  it('allow another account all of the same calls, with the same answers', async () => {
    const after = await settled((all) => denied(all).length === 0);
    expect(after).toEqual(before);
  });

  it('deny something as soon as any one rule is taken away', async () => {
    const kept: string[] = [];
    for (const manifest of manifests.filter(({ rules }) => rules !== undefined)) {
      for (const [place, rule] of (manifest.rules ?? []).entries()) {
        await change({ ...manifest, rules: manifest.rules?.filter((one) => one !== rule) ?? [] });
        const all = await settled((some) => denied(some).length > 0, { untilDenied: true });
        if (denied(all).length === 0)
          kept.push(`${manifest.kind} ${place}: ${JSON.stringify(rule)}`);
        await change(manifest);
      }
    }
    expect(kept).toEqual([]);
    expect(denied(await settled((all) => denied(all).length === 0))).toEqual([]);
  }, 300_000);

  it('leave out what everybody may do, and say so', () => {
    expect(yaml).toContain('ClusterRole system:basic-user allows everybody');
    expect(yaml).toContain('ClusterRole system:discovery allows everybody');
    expect(yaml).not.toContain('selfsubjectaccessreviews');
  });

  it('list names where they last, and none where the authorizer is given none', () => {
    const rules = manifests.flatMap((manifest) =>
      (manifest.rules ?? []).map((rule) => ({ in: manifest.metadata.namespace, ...rule })),
    );
    for (const expected of REVIEWED) expect(rules).toContainEqual(expected);
  });
});

describe('what is granted, and a real kube-apiserver', () => {
  it('is found used or never used', async () => {
    await world.admin.send('POST', `${RBAC}/namespaces/ops/roles`, {
      metadata: { name: 'spare', namespace: 'ops' },
      rules: [
        { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'delete'] },
        { apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete'] },
      ],
    });
    await world.admin.send('POST', `${RBAC}/namespaces/ops/rolebindings`, {
      metadata: { name: 'spare', namespace: 'ops' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'spare' },
      subjects: [{ kind: 'ServiceAccount', name: 'narrow', namespace: 'ops' }],
    });
    const items: object[] = [];
    for (const kind of ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']) {
      const { text } = await world.admin.get(`${RBAC}/${kind.toLowerCase()}s`);
      const list = JSON.parse(text) as { items: object[] };
      items.push(...list.items.map((item) => ({ kind, ...item })));
    }
    const file = join(world.cluster.folder, 'rbac.json');
    await writeFile(file, JSON.stringify({ kind: 'List', items }));
    const about = ['--role', 'ops:narrow', '--granted', file];
    const { stdout, stderr } = await satrap(['accounts', '-qo', 'json', ...about, auditLog]);
    expect(stderr).toBe('');
    const { granted } = JSON.parse(stdout) as RolesReport;
    const ours = (granted ?? []).filter(({ role }) => role.includes('satrap:ops:wide'));
    expect(ours.filter(({ used }) => used !== 'all')).toEqual([]);
    expect(ours.length).toBe(manifests.flatMap(({ rules = [] }) => rules).length);
    const spare = (granted ?? []).filter(({ role }) => role === 'Role ops/spare');
    expect(spare.map(({ used, never }) => [used, never])).toEqual([
      ['never', [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'delete'] }]],
      ['partly', [{ apiGroups: [''], resources: ['pods'], verbs: ['delete'] }]],
    ]);
  });
});

describe('satrap accounts, and a real kube-apiserver', () => {
  it('counts every request once, at whatever stages it is logged', async () => {
    const { stdout } = await satrap(['accounts', '-q', '-o', 'json', auditLog]);
    const { accounts } = JSON.parse(stdout) as {
      accounts: { user: string; calls: number; credentials: { kind: string }[] }[];
    };
    const wide = accounts.find(({ user }) => user === 'system:serviceaccount:ops:wide');
    expect(wide?.calls).toBe(before.length);
    expect(wide?.credentials.map(({ kind }) => kind)).toEqual(['bound']);
    const admin = accounts.find(({ user }) => user === 'admin');
    expect(admin?.credentials.map(({ kind }) => kind)).toEqual(['certificate']);
  });
});
