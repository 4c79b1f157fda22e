import { describe, expect, it } from 'vitest';
import { withoutTokens } from '../../src/investigate/redact.ts';

describe('withoutTokens', () => {
  it.each([
    [
      'curl -H "Authorization: Bearer abcdef123456" x',
      'curl -H "Authorization: Bearer [left out]" x',
    ],
    ['mysql --password=hunter22 db', 'mysql --password=[left out] db'],
    ['echo eyJhbGciOiJub25lIn0.eyJhIjoxfQ.x-_y', 'echo [token]'],
    [
      'cat /var/run/secrets/kubernetes.io/serviceaccount/token',
      'cat /var/run/secrets/kubernetes.io/serviceaccount/token',
    ],
    ['ls token', 'ls token'],
    ['kubectl create token deployer', 'kubectl create token deployer'],
    ['mysql --password hunter22', 'mysql --password [left out]'],
    ['env DB_PASSWORD=hunter22 x', 'env DB_PASSWORD=[left out] x'],
    [`curl -d '{"token": "abcdefgh"}'`, `curl -d '{"token": "[left out]"}'`],
  ])('of %j leaves %j', (text, left) => {
    expect(withoutTokens(text)).toBe(left);
  });
});
