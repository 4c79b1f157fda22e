import { describe, expect, it } from 'vitest';
import { meantUser } from '../../src/accounts/meant.ts';

const account = (name: string) => `system:serviceaccount:${name}`;
const USERS = [account('shop:orders'), account('shop:web'), 'system:node:worker-1', 'al@b.example'];

describe('meantUser', () => {
  it.each([
    [account('shop:order'), account('shop:orders')],
    [account('default:orders'), account('shop:orders')],
    [account('shop:nobody'), undefined],
    [account('shop:api'), undefined],
    ['worker-1', 'system:node:worker-1'],
    ['system:node:worker-2', 'system:node:worker-1'],
    ['al', 'al@b.example'],
    ['al@b.exmple', 'al@b.example'],
    ['mallory', undefined],
  ])('takes %s for %s', (asked, meant) => {
    expect(meantUser(asked, USERS)).toBe(meant);
  });
});
