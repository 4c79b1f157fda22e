import { describe, expect, it } from 'vitest';
import { markupOf } from '../../../src/investigate/page/html.ts';
import {
  clock,
  count,
  duration,
  millis,
  objectName,
  shortCredential,
  span,
} from '../../../src/investigate/page/words.ts';
import { textOf } from './skeleton.ts';

const FIRST = '2026-11-20T12:41:10.522486Z';
const shown = (piece: Parameters<typeof markupOf>[0]) => textOf(markupOf(piece));

describe('words', () => {
  it.each([
    [0.4, '0 s'],
    [59, '59 s'],
    [3600, '1 h'],
    [9670, '2 h 41 min'],
    [90_061, '1 d 1 h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('counts in the plural, thousands apart', () => {
    expect([count(1, 'identity'), count(2, 'identity'), count(1_234_567, 'event')]).toEqual([
      '1 identity',
      '2 identities',
      '1,234,567 events',
    ]);
  });

  it('shows a time to the second, and what the log does not have', () => {
    expect(shown(clock(FIRST))).toBe('2026-11-20 12:41:10');
    expect(shown(clock(null))).toBe('not in the log');
    expect(millis('no time')).toBe(0);
  });

  it('shows a range as short as it can be', () => {
    expect(shown(span(FIRST, '2026-11-20T12:41:10.999999Z'))).toBe('2026-11-20 12:41:10');
    expect(shown(span(FIRST, '2026-11-20T12:44:31.0Z'))).toBe('2026-11-20 12:41:10 – 12:44:31');
    expect(shown(span(FIRST, '2026-11-21T12:44:31.0Z'))).toBe(
      '2026-11-20 12:41:10 – 2026-11-21 12:44:31',
    );
    expect(shown(span(FIRST, '2026-11-20T12:44:31.0Z', '2026-11-20'))).toBe('12:41:10 – 12:44:31');
  });

  it('says what an object without a name stands for', () => {
    const object = { group: '', resource: 'secrets', namespace: null, name: null };
    expect(shown(objectName(object))).toBe('all secrets');
    expect(shown(objectName({ ...object, namespace: 'ci' }))).toBe('all secrets of namespace ci');
    expect(shown(objectName({ ...object, group: 'x.io', namespace: 'ci', name: 'a' }))).toBe(
      'secrets.x.io ci/a',
    );
  });

  it('keeps of a credential what tells it from others', () => {
    expect(shortCredential('JTI=0560605d-f9ab-485b-ad4b-e7883cf09e7d')).toBe('JTI=0560605d…9e7d');
    expect(shortCredential('system:serviceaccount:ci:deployer@198.51.100.23')).toBe(
      'ci:deployer@198.51.100.23',
    );
  });
});
