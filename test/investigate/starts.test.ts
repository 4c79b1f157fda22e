import { describe, expect, it } from 'vitest';
import { readStart } from '../../src/investigate/starts.ts';

describe('starting points', () => {
  it.each([
    ['serviceAccount', 'shop:cart', 'shop:cart'],
    ['serviceAccount', 'shop/cart', 'shop:cart'],
    ['serviceAccount', 'system:serviceaccount:shop:cart', 'shop:cart'],
    ['pod', 'shop/cart-0', 'shop/cart-0'],
    ['pod', 'shop:cart-0', 'shop/cart-0'],
    [
      'credential',
      'JTI=0560605D-f9ab-485b-ad4b-e7883cf09e7d',
      'JTI=0560605d-f9ab-485b-ad4b-e7883cf09e7d',
    ],
    [
      'credential',
      '0560605d-f9ab-485b-ad4b-e7883cf09e7d',
      'JTI=0560605d-f9ab-485b-ad4b-e7883cf09e7d',
    ],
    ['credential', 'ab'.repeat(32), `X509SHA256=${'ab'.repeat(32)}`],
    ['credential', `X509SHA256=${'AB'.repeat(32)}`, `X509SHA256=${'ab'.repeat(32)}`],
    ['credential', Array(32).fill('AB').join(':'), `X509SHA256=${'ab'.repeat(32)}`],
    ['credential', 'pod:shop/cart-0', 'pod:shop/cart-0'],
    ['credential', 'bob@192.0.2.1', 'bob@192.0.2.1'],
    ['alert', '3F0C8A6B5D1E4C7F9A2B3C4D5E6F7081', '3f0c8a6b5d1e4c7f9a2b3c4d5e6f7081'],
    ['sourceIP', ' 192.0.2.1 ', '192.0.2.1'],
    ['sourceIP', '2001:DB8::1', '2001:db8::1'],
  ] as const)('%s %s', (kind, text, value) => {
    expect(readStart(kind, text)).toEqual({ kind, value });
  });

  it.each([
    ['serviceAccount', 'cart'],
    ['serviceAccount', 'a:b:c'],
    ['pod', 'cart-0'],
    ['credential', 'abc'],
    ['alert', 'the first'],
    ['user', ' '],
    ['sourceIP', 'bogus'],
    ['sourceIP', '192.0.2.0/24'],
  ] as const)('%s %s is none', (kind, text) => {
    expect(readStart(kind, text)).toBeUndefined();
  });
});
