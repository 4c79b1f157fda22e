import { describe, expect, it } from 'vitest';
import { adviceOf } from '../../src/text/advice.ts';

describe('advice', () => {
  it('is why it matters and what to do first', () => {
    const description = `An account did
        something. Nearly no workload needs that, e.g. an operator. Intruders do.

        What to do next: ask the owner (kubectl get sa). Then rotate.

        Counted: everything.`;
    expect(adviceOf(description)).toEqual({
      why: 'Nearly no workload needs that, e.g. an operator. Intruders do.',
      next: 'Ask the owner (kubectl get sa).',
    });
  });

  it('repeats a description of one sentence', () => {
    expect(adviceOf('Somebody listed secrets.')).toEqual({
      why: 'Somebody listed secrets.',
      next: '',
    });
  });

  it('has nothing to say without a description', () => {
    expect(adviceOf('')).toEqual({ why: '', next: '' });
    expect(adviceOf('What to do next: run.')).toEqual({ why: '', next: 'Run.' });
  });
});
