import { describe, expect, it } from 'vitest';
import { checkReceiver, isLoopback, type ReceiverOptions } from '../../src/webhook/index.ts';

const TLS = { cert: 'tls.crt', key: 'tls.key' };
const TOKEN = '0123456789abcdef';
const check = (options: Partial<ReceiverOptions>) =>
  checkReceiver({ host: '127.0.0.1', port: 8443, ...options }).join('\n');

describe('webhook options', () => {
  it.each<Partial<ReceiverOptions>>([
    { tls: { ...TLS, clientCa: 'ca.crt' }, host: '0.0.0.0' },
    { tls: TLS, token: TOKEN, host: '0.0.0.0' },
    { tls: TLS, secretPath: `/hooks/${TOKEN}` },
    { insecureHttp: true, token: TOKEN },
    { insecureHttp: true, token: TOKEN, host: '0.0.0.0', insecureHttpBeyondLoopback: true },
    { insecureHttp: true, anonymous: true },
    { insecureHttp: true, anonymous: true, host: '::1' },
  ])('are good: %j', (options) => {
    expect(check(options)).toBe('');
  });

  it.each<[string, Partial<ReceiverOptions>]>([
    ['there is no TLS certificate', { token: TOKEN }],
    ['both TLS and plain HTTP', { tls: TLS, token: TOKEN, insecureHttp: true }],
    ['plain HTTP on 0.0.0.0 would show', { insecureHttp: true, token: TOKEN, host: '0.0.0.0' }],
    ['plain HTTP on 10.0.0.1 would show', { insecureHttp: true, token: TOKEN, host: '10.0.0.1' }],
    ['anyone could send events', { tls: TLS }],
    ['anyone could send events', { insecureHttp: true }],
    ['credentials are set and anonymous', { insecureHttp: true, anonymous: true, token: TOKEN }],
    ['anonymous clients are for plain HTTP on loopback', { tls: TLS, anonymous: true }],
    [
      'anonymous clients are for plain HTTP on loopback',
      { insecureHttp: true, insecureHttpBeyondLoopback: true, anonymous: true, host: '0.0.0.0' },
    ],
    ['the bearer token must be at least 16', { tls: TLS, token: 'short' }],
    ['the bearer token must be at least 16', { tls: TLS, token: `${TOKEN}\n` }],
    ['the secret path must start with /', { tls: TLS, secretPath: TOKEN }],
    ['the secret path must start with /', { tls: TLS, secretPath: `/${TOKEN}?x=1` }],
    ['must not be /metrics', { tls: TLS, secretPath: '/metrics' }],
    ['at least 16 characters', { tls: TLS, secretPath: '/audit' }],
    ['70000 is no port', { tls: TLS, token: TOKEN, port: 70_000 }],
    ['maxBodyBytes must be a whole number', { tls: TLS, token: TOKEN, maxBodyBytes: 0 }],
    ['maxBodyBytes must be below 512 MiB', { tls: TLS, token: TOKEN, maxBodyBytes: 2 ** 30 }],
    ['maxInFlightBytes must be', { tls: TLS, token: TOKEN, maxInFlightBytes: 1.5 }],
  ])('are refused: %s', (complaint, options) => {
    expect(check(options)).toContain(complaint);
  });

  it('never show the secrets in what is wrong with them', () => {
    expect(check({ tls: TLS, secretPath: '/s3cret', token: 's3cret' })).not.toContain('s3cret');
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['127.0.0.1.example.com', false],
  ])('know whether only this machine reaches %s: %s', (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback);
  });
});
