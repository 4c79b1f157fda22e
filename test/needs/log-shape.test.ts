import { describe, expect, it } from 'vitest';
import { LogShape } from '../../src/needs/log-shape.ts';
import { Reach } from '../../src/needs/rule-needs.ts';
import { judge } from '../../src/needs/sight.ts';
import type { JsonObject } from '../../src/types.ts';
import { record, TEN } from '../pipeline/fixtures.ts';
import { rulesOf } from './fixtures.ts';

/** What a log of these events has. */
function shapeOf(...events: JsonObject[]): LogShape {
  const shape = new LogShape();
  for (const event of events) shape.add(record(TEN, event));
  return shape;
}

function sight(detection: string, shape: LogShape): string {
  const [rule] = rulesOf({ one: detection }).detections;
  return judge(rule as NonNullable<typeof rule>, new Reach(), shape.view()).sight;
}

const CREATED = { verb: 'create', objectRef: { resource: 'pods', namespace: 'prod' } };
const HOST_PID =
  '{ a: { verb: create, objectRef.resource: pods, objectRef.subresource: null, satrap.podSpec.hostPID: true }, condition: a }';

describe('a log', () => {
  it('has what was logged of a kind of request: levels and stages', () => {
    expect(sight(HOST_PID, shapeOf({ ...CREATED, level: 'Metadata' }))).toBe('none');
    expect(sight(HOST_PID, shapeOf({ ...CREATED, level: 'Request' }))).toBe('all');
    const received = { ...CREATED, level: 'Request', stage: 'RequestReceived' };
    expect(sight(HOST_PID, shapeOf(received))).toBe('none');
    expect(shapeOf(received).has('RequestReceived')).toBe(true);
    expect(shapeOf(received).has('ResponseStarted')).toBe(false);
  });

  it('says nothing of requests that it does not have', () => {
    expect(sight(HOST_PID, shapeOf({ level: 'Metadata' }))).toBe('unseen');
  });

  it('tells a misspelled path and a custom resource from what is built in', () => {
    const shape = shapeOf(
      { verb: 'get', requestURI: '/metrics/cadvisor?x=1', objectRef: null },
      { verb: 'get', requestURI: '/.env', objectRef: null },
      { verb: 'list', objectRef: { resource: 'secrets', apiGroup: 'example.com' } },
    );
    expect(shape.saw({ verb: 'get', path: '/metrics' })).toBe(true);
    expect(shape.saw({ verb: 'get', path: '/other' })).toBe(true);
    expect(
      sight(
        '{ a: { verb: list, objectRef.resource: secrets }, b: { objectRef.apiGroup: "?*" }, condition: a and not b }',
        shape,
      ),
    ).toBe('unseen');
    expect(
      sight(
        '{ a: { verb: list, objectRef.resource: widgets, objectRef.apiGroup: example.com }, condition: a }',
        shape,
      ),
    ).toBe('unseen');
  });

  it('lacks fields that no event has, once there are enough that could', () => {
    const usual = {
      user: { username: 'system:serviceaccount:prod:app', groups: ['system:authenticated'] },
      userAgent: 'app',
      annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
    };
    const events = Array.from({ length: 100 }, () => usual);
    const shape = shapeOf(...events);
    expect(shape.absent).toEqual([
      'user.extra.authentication.kubernetes.io/credential-id',
      'user.extra.authentication.kubernetes.io/pod-name',
    ]);
    expect(shapeOf(...events.slice(1)).absent).toEqual([]);
    const asks =
      '{ a: { verb: list, objectRef.resource: secrets, user.extra.authentication.kubernetes.io/credential-id|startswith: JTI }, condition: a }';
    expect(sight(asks, shape)).toBe('none');
    expect(sight(asks, shapeOf(...events.slice(1)))).toBe('all');
  });

  it('lacks bodies that something on the way took out, whatever its level says', () => {
    const events = Array.from({ length: 100 }, () => ({ ...CREATED, level: 'RequestResponse' }));
    expect(shapeOf(...events).absent).toContain('requestObject');
    expect(sight(HOST_PID, shapeOf(...events))).toBe('none');
    const one = { ...CREATED, level: 'Request', requestObject: { kind: 'Pod' } };
    expect(sight(HOST_PID, shapeOf(...events, one))).toBe('all');
  });

  it('is bounded, whatever paths and groups somebody asks for', () => {
    const shape = new LogShape();
    for (let index = 0; index < 30_000; index++) {
      const objectRef = { resource: `r${index}`, apiGroup: 'x.example' };
      shape.add(record(TEN, { objectRef }));
    }
    expect(shape.events).toBe(30_000);
    const target = { group: 'x.example', resource: 'r29999', subresource: '', namespaced: true };
    expect(shape.saw({ verb: 'list', path: '', target })).toBe(false);
  });
});
