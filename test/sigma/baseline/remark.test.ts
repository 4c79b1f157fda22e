import { describe, expect, it } from 'vitest';
import { remarkText } from '../../../src/sigma/baseline/remark.ts';
import { SECOND } from '../../pipeline/fixtures.ts';
import { baseline } from './builder.ts';

const RULE = baseline({ fields: ['verb', 'objectRef.resource'], expiry: 30 * 86_400 });
const DAY = 86_400 * SECOND;

describe('remark', () => {
  it('says what is new, and in how much of history', () => {
    const text = (age: number) => remarkText(RULE, [['list', null]], age);
    expect(text(12.9 * DAY)).toBe(
      'never seen in 12d of history: verb list, objectRef.resource (none)',
    );
    expect(text(1.9 * DAY)).toContain('never seen in 45h of history');
    expect(text(90 * SECOND)).toContain('never seen in 90s of history');
    expect(text(400 * DAY)).toContain('not seen for 30d: ');
  });

  it('lets no value pass for more than a value', () => {
    const text = remarkText(RULE, [['get: allowed (200)\n', 'x'.repeat(300)]], DAY);
    expect(text).toContain('verb "get: allowed (200)\\u{a}"');
    expect(text.length).toBeLessThan(250);
  });
});
