import { describe, expect, it } from 'vitest';
import { quietly } from '../../src/webhook/complaints.ts';

describe('complaints', () => {
  it('come once in ten seconds for each kind, with the number that was left out', () => {
    let now = 0;
    const heard: string[] = [];
    const complain = quietly(
      (reason) => heard.push(reason),
      () => now,
    );
    for (const reason of ['one', 'two', 'three']) complain('body', reason);
    complain('disk', 'other');
    now = 10_000;
    complain('body', 'four');
    now = 20_000;
    complain('body', 'five \u001b[31m');
    expect(heard).toEqual(['one', 'other', 'four (and 2 more like this)', 'five \\u{1b}[31m']);
  });
});
