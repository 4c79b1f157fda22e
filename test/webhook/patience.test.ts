import { describe, expect, it } from 'vitest';
import { within } from '../../src/webhook/patience.ts';

describe('patience', () => {
  it('gives what comes in time, and rejects when nothing does', async () => {
    expect(await within(60_000, Promise.resolve(1))).toBe(1);
    await expect(within(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(within(10, new Promise(() => {}))).rejects.toThrow('no answer within 0.01s');
  });
});
