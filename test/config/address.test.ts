import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../src/config/address.ts';

describe('address', () => {
  it.each([
    ['127.0.0.1:8443', '127.0.0.1', 8443],
    ['localhost:0', 'localhost', 0],
    ['[::1]:443', '::1', 443],
    ['satrap.example.org:65535', 'satrap.example.org', 65_535],
  ])('reads %s, and writes it again', (text, host, port) => {
    expect(parseAddress(text)).toEqual({ host, port });
    expect(formatAddress({ host, port })).toBe(text);
  });

  it.each([
    '8443',
    ':8443',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:99999',
    '::1:443',
    '[1.2.3]:1',
    '',
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});
