import { describe, expect, it } from 'vitest';
import { inOrderOfReference, pathsByBase } from '../../../src/sigma/correlation/dependencies.ts';
import { correlation, onVerb } from './builder.ts';

const [A, B] = [onVerb('a'), onVerb('b')];
const first = correlation('event_count', { name: 'first', rules: [A], groupBy: ['user.username'] });
const second = correlation('temporal', {
  name: 'second',
  rules: [first, B],
  groupBy: [['who', 'sourceIPs', 'objectRef.name']],
});
const third = correlation('value_count', { name: 'third', rules: [second], fields: ['verb'] });

describe('correlation dependencies', () => {
  it('put every correlation after those it refers to, once, whether or not those are listed', () => {
    expect(inOrderOfReference([third, second, first])).toEqual([first, second, third]);
    expect(inOrderOfReference([third])).toEqual([first, second, third]);
  });

  it('name for each base rule the paths of its own correlations and of those further on', () => {
    const paths = pathsByBase([first, second, third]);
    const textsOf = (rule: typeof A) => paths.get(rule)?.map((path) => path.text);
    expect(textsOf(A)).toEqual(['user.username', 'sourceIPs', 'verb']);
    expect(textsOf(B)).toEqual(['objectRef.name', 'verb']);
  });
});
