import { describe, expect, it } from 'vitest';
import { callOf } from '../../src/accounts/call.ts';
import { Once } from '../../src/accounts/once.ts';
import { callsOf, did } from './fixtures.ts';

const ID = { auditID: 'one' };
const began = (what: string, changes = {}) => did(what, { stage: 'ResponseStarted', ...changes });

describe('counting each request once', () => {
  it('leaves out that a request was received', () => {
    const received = did('get pods prod/a', { stage: 'RequestReceived', ...ID });
    expect(callsOf([received, did('get pods prod/a', ID)])).toHaveLength(1);
  });

  it('counts a watch when it ends, and one that has no end yet by its beginning', () => {
    const calls = callsOf([
      began('watch pods prod/', ID),
      began('watch secrets prod/', { auditID: 'two' }),
      did('watch pods prod/', ID),
    ]);
    expect(calls.map(({ stage, resource }) => `${stage} ${resource}`)).toEqual([
      'ResponseComplete pods',
      'ResponseStarted secrets',
    ]);
  });

  it('counts once when the end comes before the beginning', () => {
    expect(
      callsOf([did('get pods/exec prod/a', ID), began('get pods/exec prod/a', ID)]),
    ).toHaveLength(1);
  });

  it('counts a panic and a failed login', () => {
    const login = { user: {}, responseStatus: { code: 401 }, ...ID };
    const calls = callsOf([
      did('get pods prod/a', { stage: 'Panic' }),
      began('list pods prod/', login),
      began('list pods prod/', login),
    ]);
    expect(calls.map(({ stage }) => stage)).toEqual([
      'Panic',
      'ResponseStarted',
      'ResponseStarted',
    ]);
  });

  it('tells apart requests of different users under one audit ID, which clients may choose', () => {
    const other = { user: { username: 'mallory' }, ...ID };
    expect(callsOf([began('watch pods prod/', ID), did('watch pods prod/', other)])).toHaveLength(
      2,
    );
  });

  it('counts the oldest early where too many are under way, and then not again', () => {
    const seen: string[] = [];
    const once = new Once(({ resource }) => seen.push(resource), 2);
    const all = ['a', 'b', 'c'].map((kind) => began(`watch ${kind} prod/`, { auditID: kind }));
    for (const one of [...all, did('watch a prod/', { auditID: 'a' })]) once.take(callOf(one), one);
    expect([seen, once.forced]).toEqual([['a'], 1]);
    once.end();
    expect(seen).toEqual(['a', 'b', 'c']);
  });
});
