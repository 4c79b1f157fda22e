import { describe, expect, it } from 'vitest';
import { callOf } from '../../src/accounts/call.ts';
import { did, refused } from './fixtures.ts';

describe('a call', () => {
  it('takes only the last source address', () => {
    const call = callOf(did('get pods prod/a', { sourceIPs: ['6.6.6.6', '10.0.0.9'] }));
    expect(call.address).toBe('10.0.0.9');
  });

  it('has the path as the authorizer is asked for it: without query, decoded', () => {
    expect(callOf(did('get /metrics%2Fslis?x=/y')).path).toBe('/metrics/slis');
    expect(callOf(did('get /bad%zz')).path).toBe('/bad%zz');
  });

  it('was allowed where the authorizer said so and nothing behind it refused', () => {
    expect(callOf(did('get pods prod/a')).allowed).toBe(true);
    expect(callOf(did('get pods prod/a', { responseStatus: { code: 404 } })).allowed).toBe(true);
    expect(callOf(did('create pods prod/a', { responseStatus: { code: 403 } })).allowed).toBe(
      false,
    );
    expect(callOf(refused('get pods prod/a')).allowed).toBe(false);
  });

  it('goes by the code where the log has no decision', () => {
    const without = (code: number) =>
      callOf(did('get pods prod/a', { annotations: null, responseStatus: { code } })).allowed;
    expect([200, 401, 403, 409].map(without)).toEqual([true, false, false, true]);
  });

  it('is empty where an event has nothing of it, or something else', () => {
    const odd = did('get pods prod/a', { user: 7, sourceIPs: {}, responseStatus: { code: 'x' } });
    expect(callOf(odd)).toMatchObject({ user: '', address: '', code: null });
  });
});
