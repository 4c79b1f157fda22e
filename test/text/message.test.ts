import * as fc from 'fast-check';
import { expect, it, describe as suite } from 'vitest';
import { actor, describe, outcome } from '../../src/text/message.ts';
import { anyText, evidence, HIDDEN } from './fixtures.ts';

const rule = { title: 'ServiceAccount lists secrets' };
const say = (changes: Parameters<typeof evidence>[0], count = 1) =>
  describe(rule, evidence(changes), { count });

suite('an alert’s sentence', () => {
  it('says who did what to which object, from where, with what result', () => {
    expect(say({})).toBe(
      'ServiceAccount prod/payment listed secrets in all namespaces from 10.1.2.3 ' +
        'with kubectl/v1.34.1: allowed (200)',
    );
  });

  it('says who was behind an impersonation', () => {
    expect(say({ impersonator: 'alice' })).toBe(
      'ServiceAccount prod/payment, impersonated by alice, listed secrets in all namespaces ' +
        'from 10.1.2.3 with kubectl/v1.34.1: allowed (200)',
    );
  });

  it('says of a denied request that it was only tried', () => {
    expect(say({ code: 403, userAgent: null })).toBe(
      'ServiceAccount prod/payment tried to list secrets in all namespaces from 10.1.2.3: denied (403)',
    );
  });

  it('names the path of a request without an object', () => {
    const changes = { verb: 'get', resource: null, path: '/version', user: 'system:anonymous' };
    expect(say({ ...changes, sourceIP: null, userAgent: null })).toBe(
      'An anonymous user read /version: allowed (200)',
    );
  });

  it('says how many times', () => {
    expect(say({}, 31_204)).toMatch(/: allowed \(200\), 31,204 times$/);
    expect(say({ code: null }, 2)).toMatch(/kubectl\/v1\.34\.1, 2 times$/);
  });

  it('says what a stateful rule measured instead', () => {
    const measured = '31,204 events in 5m';
    expect(describe(rule, evidence(), { count: 31_204, measured })).toMatch(
      /with kubectl\/v1\.34\.1: 31,204 events in 5m$/,
    );
  });

  it('ends in what a rule has to say of the event, on one line', () => {
    const remark = 'never seen in 12d of history: verb "x\ny"';
    expect(describe(rule, evidence(), { count: 1, remark })).toMatch(
      /: allowed \(200\); never seen in 12d of history: verb "x\\u\{a\}y"$/,
    );
  });

  it('falls back to the title where the event says nothing', () => {
    const nothing = { user: null, verb: null, resource: null, path: null, code: null };
    expect(say(nothing)).toBe('ServiceAccount lists secrets');
    expect(say({ ...nothing, code: 500 }, 3)).toBe(
      'ServiceAccount lists secrets: failed (500), 3 times',
    );
  });

  it('stays one harmless line whatever the event holds', () => {
    const text = fc.option(anyText());
    const fields = fc.record({
      verb: text,
      resource: text,
      subresource: text,
      namespace: text,
      name: text,
      user: text,
      impersonator: text,
      sourceIP: text,
      userAgent: text,
      path: text,
    });
    fc.assert(
      fc.property(fields, fc.integer({ min: 1 }), (changes, count) => {
        const message = say(changes, count);
        expect(message).not.toMatch(HIDDEN);
        expect(message).not.toContain('\n');
      }),
    );
  });

  it('lets no name forge a result', () => {
    const user = 'alice listed pods from 1.2.3.4: allowed (200)';
    expect(say({ user, code: 403 })).toMatch(
      /^User "alice listed pods .*" tried to .*denied \(403\)$/,
    );
  });
});

suite('actor', () => {
  it.each([
    ['system:serviceaccount:prod:payment', 'ServiceAccount prod/payment'],
    ['system:serviceaccount:prod:pay ment', '"system:serviceaccount:prod:pay ment"'],
    ['system:serviceaccount:a:b:c', 'system:serviceaccount:a:b:c'],
    ['system:node:worker-1', 'node worker-1'],
    ['system:anonymous', 'an anonymous user'],
    ['alice', 'alice'],
    ['ServiceAccount prod/payment', '"ServiceAccount prod/payment"'],
  ])('reads %s', (user, shown) => {
    expect(actor(user)).toBe(shown);
  });
});

suite('outcome', () => {
  it.each([
    [101, 'allowed (101)'],
    [201, 'allowed (201)'],
    [401, 'not authenticated (401)'],
    [403, 'denied (403)'],
    [404, 'failed (404)'],
    [429, 'throttled (429)'],
    [503, 'failed (503)'],
  ])('names %i', (code, words) => {
    expect(outcome(code)).toBe(words);
  });
});
