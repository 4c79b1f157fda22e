import * as fc from 'fast-check';
import type { Alert, Evidence } from '../../src/types.ts';

/** A list of all secrets by a ServiceAccount, with what a test changes. */
export function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    auditID: '7f3c4a1e-0b7d-4a39-a2d4-0f4e3a2b1c0d',
    stage: 'ResponseComplete',
    time: '2026-11-20T10:00:00.123456Z',
    verb: 'list',
    resource: 'secrets',
    subresource: null,
    namespace: null,
    name: null,
    user: 'system:serviceaccount:prod:payment',
    impersonator: null,
    sourceIP: '10.1.2.3',
    userAgent: 'kubectl/v1.34.1 (linux/amd64) kubernetes/8a2f1cd',
    code: 200,
    credentialId: 'JTI=9d0c1b2a-4c1e-4f6a-8a55-0e4f3b2a1d00',
    path: '/api/v1/secrets',
    ...changes,
  };
}

/** An alert about it. */
export function alert(changes: Partial<Alert> = {}): Alert {
  return {
    id: '0123456789abcdef0123456789abcdef',
    time: '2026-11-20T10:00:00.123456Z',
    level: 'high',
    rule: {
      id: '3b0c7d4e-5f60-4a71-8b92-a3b4c5d6e7f8',
      name: 'sa_lists_secrets',
      title: 'ServiceAccount lists secrets',
      author: 'Jane Doe',
      tags: ['attack.t1552.007'],
    },
    user: 'system:serviceaccount:prod:payment',
    message:
      'ServiceAccount prod/payment listed secrets in all namespaces from 10.1.2.3 ' +
      'with kubectl/v1.34.1: allowed (200)',
    why: 'The values are taken, not only the names.',
    next: 'Rotate every Secret that was read.',
    count: 1,
    firstSeen: '2026-11-20T10:00:00.123456Z',
    lastSeen: '2026-11-20T10:00:00.123456Z',
    partial: false,
    events: [evidence()],
    ...changes,
  };
}

/** An escape sequence, a carriage return, a bidirectional override, a zero-width space, Slack markup. */
export const HOSTILE = '\u001b[2J\u009b31m\r\nroot\u202e\u200b <!channel> *b* `c` & "x"';

/** An alert whose every text that an attacker may choose is hostile. */
export function hostileAlert(changes: Partial<Alert> = {}): Alert {
  const event = evidence({
    auditID: HOSTILE,
    verb: HOSTILE,
    resource: HOSTILE,
    subresource: HOSTILE,
    namespace: HOSTILE,
    name: HOSTILE,
    user: HOSTILE,
    impersonator: HOSTILE,
    sourceIP: HOSTILE,
    userAgent: HOSTILE,
    credentialId: HOSTILE,
    path: HOSTILE,
  });
  const later = { ...event, time: '2026-11-20T10:54:12.000000Z', userAgent: `${HOSTILE}2` };
  return alert({ user: HOSTILE, message: HOSTILE, count: 2, events: [event, later], ...changes });
}

/** Controls other than the line feed, format characters, lone surrogates, line separators. */
export const HIDDEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u;

/** Any text: plain characters, markup, controls and every code point, halves of pairs among them. */
export function anyText(maxLength = 30): fc.Arbitrary<string> {
  const plain = fc.constantFrom(...Array.from('abc 019/.:-_"\'`\\{}[]<>&*~|'));
  const hidden = fc.constantFrom(...Array.from(HOSTILE), '\u{e0041}', '\u2066', '\u00a0');
  const any = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
  return fc.array(fc.oneof(plain, hidden, any), { maxLength }).map((units) => units.join(''));
}
