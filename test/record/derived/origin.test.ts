import { describe, expect, it } from 'vitest';
import { derive } from './derive.ts';

describe('origin', () => {
  it('believes the last source address only', () => {
    expect(derive('satrap.sourceIP', { sourceIPs: ['127.0.0.1', '203.0.113.9'] })).toBe(
      '203.0.113.9',
    );
    expect(derive('satrap.sourceIP', { sourceIPs: [] })).toBeUndefined();
    expect(derive('satrap.sourceIP', {})).toBeUndefined();
  });

  it.each([
    ['10.0.3.77', '10.0.3.0/24'],
    ['::ffff:10.0.3.77', '10.0.3.0/24'],
    ['2001:db8:1:2:3::4', '2001:db8:1:2::/64'],
  ])('takes %s for a part of %s', (address, network) => {
    expect(derive('satrap.sourceNetwork', { sourceIPs: ['10.9.9.9', address] })).toBe(network);
  });

  it('has no network for what is no address', () => {
    expect(derive('satrap.sourceNetwork', { sourceIPs: ['10.0.3.77; drop'] })).toBeUndefined();
  });

  it('tells the program without its version', () => {
    const agent = (userAgent: string) => derive('satrap.client', { userAgent });
    expect(agent('kubectl/v1.34.1 (linux/amd64) kubernetes/93248f9')).toBe('kubectl');
    expect(agent('Go-http-client/2.0')).toBe('Go-http-client');
    expect(agent('curl')).toBe('curl');
    expect(agent('')).toBeUndefined();
    expect(agent('/')).toBeUndefined();
  });
});
