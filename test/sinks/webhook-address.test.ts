import { describe, expect, it } from 'vitest';
import { checkWebhook } from '../../src/sinks/webhook-address.ts';

describe('checkWebhook', () => {
  it.each([
    'https://hooks.slack.com/services/T0/B0/x',
    'http://127.0.0.1:8080/x',
    'http://[::1]/x',
    'http://localhost/x',
  ])('takes %s', (address) => {
    expect(checkWebhook(address)).toBeUndefined();
  });

  it.each([
    'http://hooks.slack.com/services/T0/B0/x',
    'http://localhost.example.com/',
    'ftp://127.0.0.1/',
    'hooks.slack.com/services',
    '',
  ])('refuses %s without repeating it', (address) => {
    expect(checkWebhook(address)).toBe('must be an https:// address');
  });
});
