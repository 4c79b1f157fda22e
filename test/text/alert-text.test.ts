import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { alertText } from '../../src/text/alert-text.ts';
import { LEVELS } from '../../src/types.ts';
import { alert, evidence, HIDDEN, hostileAlert } from './fixtures.ts';

const plain = (...changes: Parameters<typeof alert>) =>
  alertText(alert(...changes), { color: false }).split('\n');

describe('alertText', () => {
  it('shows rule, sentence and where to look it up', () => {
    expect(plain()).toEqual([
      'HIGH      2026-11-20T10:00:00Z  ServiceAccount lists secrets',
      '  ServiceAccount prod/payment listed secrets in all namespaces from 10.1.2.3 with kubectl/v1.34.1:',
      '  allowed (200)',
      '  why: The values are taken, not only the names.',
      '  next: Rotate every Secret that was read.',
      '  7f3c4a1e-0b7d-4a39-a2d4-0f4e3a2b1c0d  JTI=9d0c1b2a-4c1e-4f6a-8a55-0e4f3b2a1d00',
      '  rule sa_lists_secrets by Jane Doe  alert 0123456789ab',
    ]);
  });

  it('shows the first and the last of several events, with what tells them apart', () => {
    const last = evidence({
      auditID: '8a4d5b2f-1c8e-4b4a-b3e5-1f5f4b3c2d1e',
      time: '2026-11-20T10:54:12.000000Z',
      sourceIP: '203.0.113.9',
      code: 403,
    });
    const lines = plain({
      time: last.time,
      lastSeen: last.time,
      message: 'ServiceAccount prod/payment listed secrets: allowed (200), 42 times',
      count: 42,
      partial: true,
      events: [evidence(), last],
    });
    expect(lines).toEqual([
      'HIGH      2026-11-20T10:54:12Z  ServiceAccount lists secrets',
      '  ServiceAccount prod/payment listed secrets: allowed (200), 42 times',
      '  why: The values are taken, not only the names.',
      '  next: Rotate every Secret that was read.',
      '  first 10:00:00  7f3c4a1e-0b7d-4a39-a2d4-0f4e3a2b1c0d  JTI=9d0c1b2a-4c1e-4f6a-8a55-0e4f3b2a1d00',
      '                  from 10.1.2.3  allowed (200)',
      '  last  10:54:12  8a4d5b2f-1c8e-4b4a-b3e5-1f5f4b3c2d1e  from 203.0.113.9  denied (403)',
      '                  42 events in 54m  rule sa_lists_secrets by Jane Doe  partial: cut short in the log',
      '                  alert 0123456789ab',
    ]);
  });

  it('names the request, the user and the agent where they differ', () => {
    const exec = evidence({
      verb: 'create',
      resource: 'pods',
      subresource: 'exec',
      namespace: 'prod',
      name: 'db-0',
      user: 'alice',
      userAgent: 'curl/8.1',
    });
    const text = plain({ count: 2, events: [evidence(), exec] }).join('\n');
    expect(text).toContain('by ServiceAccount prod/payment  list secrets');
    expect(text).toContain('by alice  create pods/exec prod/db-0  with curl/8.1');
  });

  it('shows the date of an event of another day', () => {
    const lines = plain({
      count: 2,
      firstSeen: '2026-11-19T23:59:59.000000Z',
      events: [evidence({ time: '2026-11-19T23:59:59.000000Z' }), evidence()],
    });
    expect(lines[5]).toMatch(/^ {2}first 2026-11-19T23:59:59Z {2}/);
  });

  it('does without events, author and advice', () => {
    const rule = { ...alert().rule, name: 'x', title: 'x', author: '' };
    expect(plain({ rule, events: [], message: 'something', why: '', next: '' })).toEqual([
      'HIGH      2026-11-20T10:00:00Z  x',
      '  something',
      '  rule x  alert 0123456789ab',
    ]);
  });

  it.each([
    ['2026-11-20T10:00:00.500000Z', 'under 1s'],
    ['2026-11-20T10:01:30.123456Z', '90s'],
    ['2026-11-20T12:30:00.123456Z', '3h'],
    ['2026-11-27T10:00:00.123456Z', '7d'],
  ])('says how long until %s it took', (lastSeen, words) => {
    expect(plain({ count: 2, lastSeen }).join('\n')).toContain(`2 events in ${words}`);
  });

  it('keeps to the columns it is given', () => {
    const text = alertText(hostileAlert({ message: 'word '.repeat(50).trim() }), {
      color: false,
      columns: 70,
    });
    const long = text.split('\n').filter((line) => line.length > 70);
    expect(long.every((line) => !line.trim().includes('  '))).toBe(true);
  });

  it.each(LEVELS)('colours %s without changing the text', (level) => {
    const coloured = alertText(alert({ level }), { color: true });
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
    expect(stripVTControlCharacters(coloured)).toBe(alertText(alert({ level }), { color: false }));
  });

  it('shows hostile text and obeys none of it', () => {
    expect(alertText(hostileAlert(), { color: false })).not.toMatch(HIDDEN);
  });
});
