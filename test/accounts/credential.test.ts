import { describe, expect, it } from 'vitest';
import { callOf } from '../../src/accounts/call.ts';
import type { JsonObject } from '../../src/types.ts';
import { APP, did } from './fixtures.ts';

const kindOf = (changes: JsonObject) => {
  const { kind, id } = callOf(did('get pods prod/a', changes)).credential;
  return id === '' ? kind : `${kind} ${id}`;
};
const by = (extra: JsonObject, username = APP) => ({ user: { username, extra } });

describe('the kind of a credential', () => {
  it('is bound by its id, or by its pod before Kubernetes 1.30', () => {
    expect(kindOf(by({ 'authentication.kubernetes.io/credential-id': ['JTI=a'] }))).toBe(
      'bound JTI=a',
    );
    expect(kindOf(by({ 'authentication.kubernetes.io/pod-name': ['app-1'] }))).toBe('bound');
  });

  it('is legacy or stale by what kube-apiserver notes', () => {
    const legacy = {
      'authentication.k8s.io/legacy-token': APP,
      'authentication.k8s.io/legacy-token-manual-secret': 'app-token',
    };
    expect(kindOf({ annotations: legacy })).toBe('legacy app-token');
    const stale = { 'authentication.k8s.io/stale-token': `subject: ${APP}, seconds after: 5` };
    expect(kindOf({ annotations: stale })).toBe('stale');
  });

  it('is a certificate by its fingerprint, and unknown where the log does not say', () => {
    const x509 = by({ 'authentication.kubernetes.io/credential-id': ['X509SHA256=ab'] }, 'alice');
    expect(kindOf(x509)).toBe('certificate X509SHA256=ab');
    expect(kindOf({})).toBe('unknown');
    expect(kindOf({ user: { username: 'alice' } })).toBe('unknown');
  });
});
