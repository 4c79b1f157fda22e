import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { contentDigest } from '../../src/record/digest.ts';
import type { JsonObject } from '../../src/types.ts';
import { type Analysis, analyze, inShort, isExpected, readEvents, readPosted } from './analysis.ts';
import { type Post, startEventCollector } from './cluster/event-collector.ts';
import { type Cluster, startCluster } from './cluster/index.ts';
import { createAuthority } from './cluster/pki.ts';
import { TALKATIVE_POLICY } from './cluster/policy.ts';
import { tally } from './live/compare.ts';
import { createEndpoint } from './live/index.ts';
import { attack } from './scenario/attack.ts';
import { expectedAlerts } from './scenario/expected.ts';
import { createWorld } from './scenario/world.ts';

const EXTENT = { burst: 2000 };

const cleanup = new AsyncDisposableStack();
let cluster: Cluster;
let posts: readonly Post[];
let logged: JsonObject[];
let handed: JsonObject[];
let fromLog: Analysis;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-webhook-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const authority = await createAuthority('satrap audit');
  const { port, kubeconfig } = await createEndpoint(folder, authority);
  const collector = cleanup.use(await startEventCollector(port, authority));
  const audit = { webhookConfig: kubeconfig, policy: TALKATIVE_POLICY };
  cluster = cleanup.use(await startCluster({ binaries: inject('binaries'), audit }));
  await using world = await createWorld(cluster);
  await attack(world, EXTENT);
  await cluster.finish();
  posts = collector.posts;
  logged = await readEvents(cluster.apiserver.auditLog);
  handed = await readPosted(cluster.apiserver);
  fromLog = await analyze([dirname(cluster.apiserver.auditLog)]);
});

afterAll(() => cleanup.disposeAsync());

const itemsOf = ({ body }: Post) => (JSON.parse(body) as { items: JsonObject[] }).items;
/** Equal for copies of one event: it leaves out what an envelope adds. */
const digestOf = (event: JsonObject) => contentDigest(event);

describe("what a real kube-apiserver's webhook backend posts", () => {
  it('is an EventList as plain JSON, to the path of its kubeconfig', () => {
    const heads = posts.map(({ method, url, headers, body }) => ({
      method,
      url,
      type: headers['content-type'],
      encoding: headers['content-encoding'],
      start: body.slice(0, 78),
    }));
    expect(new Set(heads.map((head) => JSON.stringify(head)))).toEqual(
      new Set([
        JSON.stringify({
          method: 'POST',
          url: '/audit?timeout=30s',
          type: 'application/json',
          start: '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[{"le',
        }),
      ]),
    );
  });

  it('has at most 400 items, which have no kind of their own', () => {
    const sizes = posts.map((post) => itemsOf(post).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(400);
    expect(posts.flatMap(itemsOf).filter((item) => 'kind' in item || 'apiVersion' in item)).toEqual(
      [],
    );
  });

  it('is, member for member, what the log says, each event once', () => {
    const posted = posts.flatMap(itemsOf).map(digestOf).sort();
    // Not toEqual: a difference of thousands of lines takes minutes to print.
    expect(posted.length).toBe(handed.length);
    expect(posted.join() === handed.map(digestOf).sort().join()).toBe(true);
  });

  it("lacks only the last events of the apiserver's own watches, when it is shut down", () => {
    const sent = new Set(posts.flatMap(itemsOf).map(digestOf));
    const missing = logged.filter((event) => !sent.has(digestOf(event)));
    const kinds = missing.map(({ user, verb, stage }) => JSON.stringify({ user, verb, stage }));
    expect(missing.length).toBeGreaterThan(0);
    expect(new Set(kinds).size).toBe(1);
    expect(missing[0]).toMatchObject({
      user: { username: 'system:apiserver' },
      verb: 'watch',
      stage: 'ResponseComplete',
    });
  });

  it('gives the same alerts with the same ids', async () => {
    const path = join(cluster.folder, 'posted.json');
    await writeFile(path, posts.map(({ body }) => body).join('\n'));
    const fromPosts = await analyze([path]);
    expect(fromPosts.events).toBe(handed.length);
    expect(tally(fromPosts.alerts)).toEqual(tally(fromLog.alerts));
  });
});

describe('a policy that logs every stage and bodies', () => {
  it('raises each alert once, and no other', () => {
    const expected = expectedAlerts({ ...EXTENT, bodies: true });
    const found = expected.map((one) => fromLog.alerts.filter((alert) => isExpected(alert, one)));
    expect(found.map((alerts) => alerts.length)).toEqual(expected.map(() => 1));
    const others = fromLog.alerts.filter(
      (alert) => !expected.some((one) => isExpected(alert, one)),
    );
    expect(others.map(inShort)).toEqual([]);
  });

  it('keeps secrets and tokens out of the log all the same', () => {
    expect(JSON.stringify(logged)).not.toMatch(/eyJ[\w-]{10}|not a secret|PRIVATE KEY/);
  });
});
