import { BlockList } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkTest } from '../../../src/sigma/values/network.ts';
import { anyText } from '../rules.ts';

function network(source: string): (text: string) => boolean {
  const inside = networkTest(source);
  if (typeof inside === 'string') throw new Error(inside);
  return inside;
}

describe('network', () => {
  test("agrees with Node's own block list on IPv4", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4(), (start, bits, address) => {
        const list = new BlockList();
        list.addSubnet(start, bits, 'ipv4');
        const number = start.split('.').reduce((all, byte) => all * 256 + Number(byte), 0);
        const first = bits === 0 ? 0 : number - (number % 2 ** (32 - bits));
        const text = [24, 16, 8, 0].map((shift) => (first >>> shift) & 255).join('.');
        expect(network(`${text}/${bits}`)(address)).toBe(list.check(address));
        expect(network(`${text}/${bits}`)(start)).toBe(true);
      }),
    );
  });

  test.each([
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.*',
    '::1/129',
    'a/8',
    '/8',
    '',
    '1/8/8',
    '0x0a.0.0.0/8',
  ])('refuses %s', (source) => {
    expect(networkTest(source)).toMatch(/is not a network: write it like/);
  });

  test('refuses bits behind the prefix and says which network that is', () => {
    expect(networkTest('10.1.2.3/8')).toBe(
      '`10.1.2.3/8` has bits set behind its prefix: the network is `10.0.0.0/8`',
    );
    expect(networkTest('2001:db8::1/32')).toContain('`2001:db8::/32`');
  });

  test('takes any text for an address or not, quickly', () => {
    const anywhere = network('::/0');
    fc.assert(fc.property(anyText, (text) => typeof anywhere(text) === 'boolean'));
    const start = performance.now();
    for (const text of [':'.repeat(1e6), '1.'.repeat(1e6), '0:'.repeat(31)]) {
      expect(anywhere(text)).toBe(false);
    }
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
