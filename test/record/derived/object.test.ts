import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/types.ts';
import { derive } from './derive.ts';

describe('object', () => {
  const sent = { metadata: { labels: { a: 'sent' } } };
  const of = (event: JsonObject) => derive('satrap.object.metadata.labels.a', event);

  it('is what was answered, else what was sent', () => {
    const responseObject = { kind: 'Role', metadata: { labels: { a: 'kept' } } };
    expect(of({ verb: 'patch', requestObject: sent, responseObject })).toBe('kept');
    expect(of({ verb: 'update', requestObject: sent })).toBe('sent');
    expect(of({ verb: 'create', requestObject: sent, responseObject: { kind: 'Status' } })).toBe(
      'sent',
    );
  });

  it('is absent where nothing is written', () => {
    expect(of({ verb: 'get', responseObject: sent })).toBeUndefined();
    expect(of({ verb: 'create' })).toBeUndefined();
  });

  it('is what a JSON Patch puts there', () => {
    const requestObject = [
      { op: 'test', path: '/metadata/labels/a', value: 'no' },
      { op: 'add', path: '/metadata/labels', value: { b: '1' } },
      { op: 'replace', path: '/metadata/labels/a', value: 'put' },
    ];
    expect(of({ verb: 'patch', requestObject })).toBe('put');
  });
});

describe('name', () => {
  it('is the generated one where the request had none', () => {
    const event = {
      objectRef: { resource: 'pods' },
      requestObject: { metadata: { generateName: 'x-' } },
      responseObject: { metadata: { name: 'x-abcde' } },
    };
    expect(derive('satrap.name', event)).toBe('x-abcde');
    expect(derive('satrap.name', { ...event, objectRef: { name: 'y' } })).toBe('y');
    expect(derive('satrap.name', { requestObject: event.requestObject })).toBeUndefined();
  });
});

describe('podSpec', () => {
  const spec = {
    hostNetwork: true,
    containers: [{ image: 'registry:5000/app:1' }],
    initContainers: [{ image: 'busybox@sha256:00' }],
    ephemeralContainers: [{ image: 'busybox:2', securityContext: { privileged: true } }],
  };
  const shapes: Record<string, JsonObject> = {
    pods: { spec },
    deployments: { spec: { template: { spec } } },
    cronjobs: { spec: { jobTemplate: { spec: { template: { spec } } } } },
    podtemplates: { template: { spec } },
  };

  it.each(Object.keys(shapes))('is found in %s', (resource) => {
    const event = {
      verb: 'create',
      objectRef: { resource },
      requestObject: shapes[resource] ?? {},
    };
    expect(derive('satrap.podSpec.hostNetwork', event)).toBe(true);
    expect(derive('satrap.podSpec.containers.securityContext.privileged', event)).toEqual([true]);
    expect(derive('satrap.imageRepositories', event)).toEqual(['registry:5000/app', 'busybox']);
  });

  it('is found in a JSON Patch', () => {
    const requestObject = [
      { op: 'add', path: '/spec/template/spec/hostPID', value: true },
      { op: 'add', path: '/spec/template/spec/containers/-', value: { image: 'evil' } },
      { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'worse' },
    ];
    const event = { verb: 'patch', requestObject };
    expect(derive('satrap.podSpec.hostPID', event)).toBe(true);
    expect(derive('satrap.podSpec.containers.image', event)).toEqual(['worse', 'evil']);
  });

  it('is not hidden behind a template that a Pod has no place for', () => {
    const requestObject = { spec: { ...spec, template: { spec: { containers: [] } } } };
    const event = { verb: 'patch', objectRef: { resource: 'pods' }, requestObject };
    expect(derive('satrap.podSpec.hostNetwork', event)).toBe(true);
  });

  it('is absent where there are no pods', () => {
    expect(
      derive('satrap.podSpec', { verb: 'create', requestObject: { data: {} } }),
    ).toBeUndefined();
  });
});
