import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkField } from '../../../src/sigma/vocabulary/fields.ts';

describe('checkField', () => {
  it.each([
    'kind',
    'apiVersion',
    'auditID',
    'stage',
    'verb',
    'requestURI',
    'user.username',
    'user.groups',
    'user.extra.authentication.kubernetes.io/credential-id',
    'impersonatedUser',
    'impersonatedUser.username',
    'impersonatedUser.extra.anything.at/all',
    'authenticationMetadata.impersonationConstraint',
    'sourceIPs',
    'objectRef.apiGroup',
    'objectRef.subresource',
    'responseStatus.code',
    'responseStatus.details.causes.field',
    'requestObject.spec.containers.securityContext.privileged',
    'responseObject.items.metadata.name',
    'annotations.authorization.k8s.io/decision',
    'annotations',
    'metadata.creationTimestamp',
    'timestamp',
    'stageTimestamp',
  ])('knows %s', (path) => {
    expect(checkField(path)).toBeUndefined();
  });

  it.each([
    ['apiGroup', 'objectRef.apiGroup'],
    ['resource', 'objectRef.resource'],
    ['subresource', 'objectRef.subresource'],
    ['namespace', 'objectRef.namespace'],
    ['name', 'objectRef.name'],
    ['username', 'user.username'],
    ['user.name', 'objectRef.name'],
    ['groups', 'user.groups'],
    ['code', 'responseStatus.code'],
    ['sourceIP', 'sourceIPs'],
    ['useragent', 'userAgent'],
    ['objectref.Resource', 'objectRef.resource'],
    ['User.extra.a.b/c', 'user.extra.a.b/c'],
    ['hostPath', 'requestObject.spec.volumes.hostPath.path'],
    ['capabilities', 'requestObject.spec.containers.securityContext.capabilities.add'],
    ['spec.template.spec.hostPID', 'requestObject.spec.template.spec.hostPID'],
    ['metadata.name', 'objectRef.name'],
    ['metadata.labels.app', 'requestObject.metadata.labels.app'],
    ['decision', 'annotations.authorization.k8s.io/decision'],
    ['responseStatus.decision', 'annotations.authorization.k8s.io/decision'],
  ])('says that %s is %s', (path, place) => {
    expect(checkField(path)).toBe(`no audit event has the field \`${path}\`: write ${place}`);
  });

  it('says when a field has no parts', () => {
    expect(checkField('verb.original')).toContain('verb has no parts');
  });

  it('says where to look when it knows no better', () => {
    expect(checkField('EventID')).toContain('docs/rules.md');
  });

  it('is not fooled by names that every object has', () => {
    for (const path of ['constructor', 'user.toString', '__proto__', 'objectRef.hasOwnProperty']) {
      expect(checkField(path)).toContain('no audit event has');
    }
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(checkField(name)).toBe(checkField('nothing')?.replace('nothing', name));
    }
  });

  it('answers any path with a reason or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(checkField(path) ?? '').toBeTypeOf('string');
      }),
    );
  });
});
