import { describe, expect, it } from 'vitest';
import { certificateRequest } from './certificate-request.ts';
import { derive } from './derive.ts';

const of = (part: string, text: string) =>
  derive(`satrap.csr.${part}`, { verb: 'create', requestObject: { spec: { request: text } } });

describe('csr', () => {
  it('names the user and the groups that it asks for', async () => {
    const text = await certificateRequest('CN=eve,O=system:masters,O=devs');
    expect(of('commonName', text)).toBe('eve');
    expect(of('organizations', text)).toEqual(['system:masters', 'devs']);
  });

  it('is absent for what is no request', () => {
    expect(of('commonName', 'bm90IGEgcmVxdWVzdA==')).toBeUndefined();
    expect(of('commonName', '')).toBeUndefined();
    expect(of('commonName', 'A'.repeat(3_000_000))).toBeUndefined();
  });
});
