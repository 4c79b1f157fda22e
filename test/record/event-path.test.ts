import { describe, expect, it } from 'vitest';
import { eventPath, resolve } from '../../src/record/event-path.ts';
import type { Json, JsonObject } from '../../src/types.ts';

const at = (root: JsonObject, path: string) => resolve(root, eventPath(path));

describe('field path', () => {
  it('descends at dots', () => {
    expect(at({ user: { username: 'jane' } }, 'user.username')).toBe('jane');
  });

  it('gives undefined for what is absent and null for what is null', () => {
    expect(at({ user: {} }, 'user.username')).toBeUndefined();
    expect(at({ user: null }, 'user.username')).toBeUndefined();
    expect(at({ user: { username: null } }, 'user.username')).toBeNull();
  });

  it('matches keys that hold dots and slashes as whole keys', () => {
    const event = {
      annotations: { 'authorization.k8s.io/decision': 'allow' },
      user: { extra: { 'authentication.kubernetes.io/credential-id': ['JTI=1'] } },
      requestObject: { metadata: { labels: { 'app.kubernetes.io/name': 'x' } } },
    };
    expect(at(event, 'annotations.authorization.k8s.io/decision')).toBe('allow');
    expect(at(event, 'user.extra.authentication.kubernetes.io/credential-id')).toEqual(['JTI=1']);
    expect(at(event, 'requestObject.metadata.labels.app.kubernetes.io/name')).toBe('x');
  });

  it('prefers the shortest key that leads somewhere', () => {
    expect(at({ a: { b: 1 }, 'a.b': 2 }, 'a.b')).toBe(1);
    expect(at({ a: { c: 1 }, 'a.b': 2 }, 'a.b')).toBe(2);
  });

  it('takes an array on the way as any of its elements', () => {
    const event = { subjects: [{ name: 'a' }, { kind: 'User' }, { name: 'b' }] };
    expect(at(event, 'subjects.name')).toEqual(['a', 'b']);
    expect(at(event, 'subjects.uid')).toBeUndefined();
    expect(
      at({ rules: [{ verbs: ['get', 'list'] }, { verbs: ['watch'] }] }, 'rules.verbs'),
    ).toEqual(['get', 'list', 'watch']);
  });

  it('does not read what an object inherits', () => {
    expect(at({}, 'constructor.name')).toBeUndefined();
    expect(at(JSON.parse('{"__proto__": {"x": 1}}'), '__proto__.x')).toBe(1);
  });

  it('survives lists of lists, a hundred thousand deep', () => {
    let deep: Json = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(at({ a: deep }, 'a.b')).toBeUndefined();
  });
});
