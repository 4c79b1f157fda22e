import { describe, expect, it } from 'vitest';
import { EventRecord } from '../../src/record/event-record.ts';
import { evidenceOf } from '../../src/record/evidence.ts';
import type { JsonObject } from '../../src/types.ts';

const evidence = (event: JsonObject) => evidenceOf(new EventRecord(event, 0, false));

describe('evidence', () => {
  it('names the impersonated user and who was behind it', () => {
    const shown = evidence({
      user: { username: 'jane' },
      impersonatedUser: { username: 'system:serviceaccount:a:b' },
    });
    expect(shown.user).toBe('system:serviceaccount:a:b');
    expect(shown.impersonator).toBe('jane');
    expect(evidence({ user: { username: 'jane' } }).impersonator).toBeNull();
  });

  it('trusts the last source address only', () => {
    expect(evidence({ sourceIPs: ['1.1.1.1', '10.0.0.7'] }).sourceIP).toBe('10.0.0.7');
  });

  it('leaves out the query of a request URI, where tokens and commands travel', () => {
    expect(evidence({ requestURI: '/api/v1/pods?token=hunter2' }).path).toBe('/api/v1/pods');
  });

  it('cuts long text', () => {
    expect(evidence({ userAgent: 'x'.repeat(10_000) }).userAgent).toHaveLength(513);
  });

  it('takes fields of the wrong type for absent ones', () => {
    const shown = evidence({
      user: 5,
      verb: ['get'],
      responseStatus: { code: '200' },
      auditID: {},
    });
    expect([shown.user, shown.auditID, shown.code]).toEqual([null, null, null]);
  });
});
