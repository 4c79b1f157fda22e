import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/sigma/index.ts';
import { checkField, checkValue } from '../../src/sigma/vocabulary.ts';

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
  });

  it('answers any path with a reason or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(checkField(path) ?? '').toBeTypeOf('string');
      }),
    );
  });
});

describe('checkValue', () => {
  it.each([
    ['verb', 'get'],
    ['verb', 'CREATE'],
    ['verb', 'deletecollection'],
    ['verb', 'proxy'],
    ['verb', 'post'],
    ['verb', ''],
    ['verb', 'repl*'],
    ['stage', 'ResponseStarted'],
    ['level', 'Metadata'],
    ['objectRef.resource', 'pods'],
    ['objectRef.resource', 'Secrets'],
    ['objectRef.resource', 'endpoints'],
    ['objectRef.resource', 'widgets'],
    ['objectRef.resource', 'pods/*'],
    ['objectRef.subresource', 'exec'],
    ['objectRef.apiGroup', 'rbac.authorization.k8s.io'],
    ['objectRef.apiVersion', 'v1beta1'],
    ['responseStatus.code', '403'],
    ['responseStatus.status', 'Failure'],
    ['annotations.authorization.k8s.io/decision', 'allow'],
    ['user.username', 'system:serviceaccount:kube-system:default'],
    ['user.groups', 'system:serviceaccounts:kube-system'],
    ['userAgent', 'anything'],
  ])('lets %s be %s', (path, value) => {
    expect(checkValue(path, value)).toBeUndefined();
  });

  it.each([
    ['verb', 'replace', 'kube-apiserver logs a PUT as `update`'],
    ['verb', 'exec', 'objectRef.subresource: exec'],
    ['verb', 'impersonate', 'impersonatedUser'],
    ['verb', 'frobnicate', 'get list watch create update patch delete'],
    ['stage', 'RequestComplete', 'ResponseComplete'],
    ['level', 'None', 'Metadata Request RequestResponse'],
    ['kind', 'Pod', 'Event'],
    ['objectRef.resource', 'pods/exec', 'objectRef.resource: pods and objectRef.subresource: exec'],
    ['objectRef.resource', 'pod/exec', 'objectRef.resource: pods and objectRef.subresource: exec'],
    ['objectRef.resource', 'deployments.apps', 'objectRef.apiGroup: apps'],
    [
      'objectRef.resource',
      'rolebindings.rbac.authorization.k8s.io',
      'objectRef.resource: rolebindings and objectRef.apiGroup: rbac.authorization.k8s.io',
    ],
    ['objectRef.resource', 'Pod', '`pods`'],
    ['objectRef.resource', 'secret', '`secrets`'],
    ['objectRef.resource', 'ClusterRoleBinding', '`clusterrolebindings`'],
    ['objectRef.resource', 'sa', '`serviceaccounts`'],
    ['objectRef.subresource', 'pods/exec', '`exec`'],
    ['objectRef.apiGroup', 'apps/v1', '`apps`'],
    ['objectRef.apiGroup', 'v1', 'null'],
    ['objectRef.apiGroup', 'core', 'null'],
    ['objectRef.apiVersion', 'apps/v1', 'objectRef.apiGroup'],
    ['responseStatus.code', 'ALLOW', 'annotations.authorization.k8s.io/decision'],
    ['responseStatus.code', '0', 'HTTP status'],
    ['responseStatus.status', '200', 'Success Failure'],
    ['annotations.authorization.k8s.io/decision', 'deny', 'allow forbid'],
    ['user.username', 'system:serviceaccounts:default', 'user.groups'],
    ['user.groups', 'system:serviceaccount:default:default', 'user.username'],
  ])('says that %s is never %s', (path, value, advice) => {
    const said = checkValue(path, value);
    expect(said).toContain(`no audit event has \`${value}\` in ${path}: `);
    expect(said).toContain(advice);
  });

  it('gives every plural it advises its own blessing', () => {
    for (const word of ['po', 'svc', 'ing', 'netpol', 'crd', 'pdb', 'endpoint', 'tokenreview']) {
      const plural = /`([a-z]+)`$/.exec(checkValue('objectRef.resource', word) ?? '')?.[1] ?? '';
      expect(plural).not.toBe('');
      expect(checkValue('objectRef.resource', plural)).toBeUndefined();
    }
  });

  it('knows no more of names that every object has than of others', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(checkValue(name, 'x')).toBeUndefined();
      expect(checkValue('verb', name)).toContain('no audit event has');
      expect(checkField(name)).toBe(checkField('nothing')?.replace('nothing', name));
    }
  });

  it('answers any value with a reason or nothing', () => {
    const paths = fc.oneof(fc.constantFrom('verb', 'objectRef.resource', 'stage'), fc.string());
    fc.assert(
      fc.property(paths, fc.string(), (path, text) => {
        expect(checkValue(path, text) ?? '').toBeTypeOf('string');
      }),
    );
  });
});

describe('a rule that no audit event can match', () => {
  const warningsOf = (selection: string) => {
    const text = `
title: Something That Is Never There
logsource: { product: kubernetes, service: audit }
detection:
    selection: { ${selection} }
    condition: selection
`;
    return loadRules([{ path: 'rule.yml', text }]).problems;
  };

  it.each([
    ['verb: patch, apiGroup: apps, objectRef.resource: deployments', 'apiGroup'],
    ["objectRef.resource: pods, hostPath: '*'", 'hostPath'],
    ["objectRef.resource: pods, capabilities: '*'", 'capabilities'],
    ["responseStatus.code: 'ALLOW'", 'ALLOW'],
    ['verb: [create, replace]', 'replace'],
  ])('is warned about when it is loaded: %s', (selection, culprit) => {
    const problems = warningsOf(selection);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: 'warning', file: 'rule.yml', line: 5 });
    expect(problems[0]?.message).toContain(culprit);
  });

  it('is told from one that may, by patterns too', () => {
    expect(warningsOf("verb|startswith: repl, objectRef.resource: 'pods/*'")).toEqual([]);
    expect(warningsOf('verb: update, objectRef.apiGroup: apps')).toEqual([]);
  });
});
