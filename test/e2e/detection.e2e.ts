import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { JsonObject } from '../../src/types.ts';
import { type Analysis, analyze, inShort, isExpected, readEvents } from './analysis.ts';
import { type Cluster, startCluster } from './cluster/index.ts';
import { attack, BURST } from './scenario/attack.ts';
import { expectedAlerts } from './scenario/expected.ts';
import { createWorld } from './scenario/world.ts';

const EXPECTED = expectedAlerts({ burst: BURST });

let cluster: Cluster;
let events: JsonObject[];
let analysis: Analysis;

beforeAll(async () => {
  cluster = await startCluster({ binaries: inject('binaries'), audit: { compress: true } });
  await using world = await createWorld(cluster);
  await attack(world, { burst: BURST, tokenDeath: true });
  await cluster.finish();
  events = await readEvents(cluster.apiserver.auditLog);
  analysis = await analyze([dirname(cluster.apiserver.auditLog)]);
});

afterAll(() => cluster?.[Symbol.asyncDispose]());

const field = (event: JsonObject | undefined, ...path: string[]) =>
  path.reduce<unknown>((value, key) => (value as JsonObject | undefined)?.[key], event);

const timeOf = (event: JsonObject | undefined) => Date.parse(event?.stageTimestamp as string);

const CREDENTIAL = ['user', 'extra', 'authentication.kubernetes.io/credential-id'];

describe('satrap analyze on the log of a real kube-apiserver', () => {
  it.each(EXPECTED.map((expected) => [expected.rule, expected.user, expected]))(
    'raises %s about %s',
    (_rule, _user, expected) => {
      expect(
        analysis.alerts.filter((alert) => isExpected(alert, expected)).map(inShort),
      ).toHaveLength(1);
    },
  );

  it('raises nothing else, whatever the control plane does', () => {
    const others = analysis.alerts.filter(
      (alert) => !EXPECTED.some((expected) => isExpected(alert, expected)),
    );
    expect(others.map(inShort)).toEqual([]);
  });

  it('reads every line of all rotated and compressed files, once', () => {
    expect(events.length).toBeGreaterThan(BURST);
    expect(analysis).toMatchObject({ records: events.length, events: events.length, rejects: 0 });
  });

  it('finds a spike where the burst follows an hour of quiet', async () => {
    // The same requests, at an ordinary pace: a real hour would be too long for a test.
    const calls = events
      .filter((event) => field(event, 'user', 'username') === 'system:serviceaccount:shop:loader')
      .sort((a, b) => timeOf(a) - timeOf(b));
    const start = timeOf(calls[0]);
    const quiet = calls.slice(0, 130).map((event, index) => {
      const time = new Date(start - (131 - index) * 30_000).toISOString();
      return { ...event, stageTimestamp: time, requestReceivedTimestamp: time };
    });
    const path = join(cluster.folder, 'quiet.log');
    const lines = [...quiet, ...calls].map((event) => JSON.stringify(event));
    await writeFile(path, `${lines.join('\n')}\n`);
    const { alerts } = await analyze([path]);
    expect(new Set(alerts.map((alert) => `${alert.rule.name} ${alert.user}`))).toEqual(
      new Set([
        'sa_request_rate_high system:serviceaccount:shop:loader',
        'sa_request_rate_spike system:serviceaccount:shop:loader',
      ]),
    );
  });
});

describe('what rules rely on', () => {
  const secretsOf = (...codes: number[]) =>
    events.filter(
      (event) =>
        field(event, 'objectRef', 'resource') === 'secrets' &&
        codes.includes(field(event, 'responseStatus', 'code') as number),
    );

  it('a failed authentication is one event, at ResponseStarted, without user and annotations', () => {
    const failed = secretsOf(401);
    expect(failed.map(({ stage, user, annotations }) => ({ stage, user, annotations }))).toEqual(
      Array.from({ length: 2 }, () => ({
        stage: 'ResponseStarted',
        user: {},
        annotations: undefined,
      })),
    );
  });

  it('a token that was issued is known again by its id when it is used', () => {
    const issued = events
      .map((event) =>
        field(event, 'annotations', 'authentication.kubernetes.io/issued-credential-id'),
      )
      .filter((id) => id !== undefined);
    const used = new Set(events.map((event) => field(event, ...CREDENTIAL, '0')));
    expect(issued.length).toBeGreaterThanOrEqual(3);
    // kubelet's and two of a person's; the controllers' own are used as well.
    expect(issued.filter((id) => !used.has(id))).toEqual([]);
  });

  it('a legacy token has no id, and its annotation names the Secret', () => {
    const [event] = events.filter(
      (candidate) => field(candidate, 'user', 'username') === 'system:serviceaccount:ci:deployer',
    );
    expect(field(event, ...CREDENTIAL)).toBeUndefined();
    expect(event?.annotations).toMatchObject({
      'authentication.k8s.io/legacy-token': 'system:serviceaccount:ci:deployer',
      'authentication.k8s.io/legacy-token-manual-secret': 'deployer-token',
    });
  });

  it('an exec that goes through is two events with 101, and its verb depends on the client', () => {
    const outcomes = events
      .filter((event) => field(event, 'objectRef', 'subresource') === 'exec')
      .map(({ verb, stage, responseStatus }) => [
        verb,
        stage,
        field(responseStatus as JsonObject, 'code'),
      ]);
    const refused = outcomes.filter(([, , code]) => code === 403);
    expect(refused).toEqual([
      ['create', 'ResponseStarted', 403],
      ['create', 'ResponseComplete', 403],
    ]);
    expect(outcomes.filter(([, , code]) => code === 101)).toEqual([
      ['create', 'ResponseStarted', 101],
      ['create', 'ResponseComplete', 101],
      ['get', 'ResponseStarted', 101],
      ['get', 'ResponseComplete', 101],
    ]);
  });

  it('no secret and no token is in the log', async () => {
    const text = JSON.stringify(events);
    expect(text).not.toMatch(/eyJ[\w-]{10}|not a secret|PRIVATE KEY/);
    // Just so that this looks for the right thing.
    const folder = dirname(dirname(cluster.apiserver.auditLog));
    expect(await readFile(join(folder, 'sa.key'), 'utf8')).toContain('PRIVATE KEY');
  });
});
