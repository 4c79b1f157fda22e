import { describe, expect, it } from 'vitest';
import { createBudget } from '../../src/webhook/budget.ts';

describe('budget of bytes', () => {
  it('lets in what fits, and more when something goes', () => {
    const budget = createBudget(10);
    const first = budget.hold(6);
    expect(budget.hold(5)).toBeUndefined();
    const second = budget.hold(4);
    expect(budget.held).toBe(10);
    expect(second?.grow(1)).toBe(false);
    first?.release();
    expect(second?.grow(6)).toBe(true);
    second?.release();
    second?.release();
    expect(budget.held).toBe(0);
  });

  it('lets in what is alone, whatever its size', () => {
    const budget = createBudget(10);
    const big = budget.hold(1000);
    expect(big?.grow(1000)).toBe(true);
    expect(budget.hold(0)).toBeUndefined();
    big?.release();
    expect(budget.hold(1)).toBeDefined();
  });
});
