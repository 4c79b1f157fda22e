import { expect, it } from 'vitest';
import { formOf, questionsOf } from '../../../src/sigma/matcher/questions.ts';
import { compile, record } from '../rules.ts';
import { ruleWith } from './rules.ts';

const asked = (...searches: object[]) =>
  questionsOf(searches.map((s) => compile({ s, condition: 's' }))).list.map(
    ({ path, items }) => `${path?.text ?? 'record'} ${items.length}`,
  );

it('questions › come in the order of how many rules depend on them', () => {
  expect(asked({ stage: 'Panic', verb: 'get' }, { verb: 'list' })).toEqual(['verb 2', 'stage 1']);
});

it('questions › come last where values seldom repeat, then where they never do, and last where the record is needed', () => {
  const rule = {
    'user.username|fieldref': 'impersonatedUser.username',
    'requestObject.spec.x': 'a',
    requestURI: '/',
    'objectRef.name': 'a',
    stage: 'Panic',
  };
  expect(asked(rule, rule)).toEqual([
    'stage 1',
    'requestObject.spec.x 1',
    'objectRef.name 1',
    'requestURI 1',
    'record 1',
  ]);
});

it('questions › have equal items of all rules once', () => {
  expect(asked({ verb: ['get', 'list'] }, { verb: ['get', 'list'] }, { verb: 'get' })).toEqual([
    'verb 2',
  ]);
  expect(asked({ '|contains': 'a' }, { '|contains': 'a' }, { '|contains': 'b' })).toEqual([
    'record 1',
    'record 1',
  ]);
});

it('questions › tell items apart whose placeholders stand for something else', () => {
  const rules = ['get', 'list'].map((x) =>
    compile({ s: { 'verb|expand': '%x%' }, condition: 's' }, { x: [x] }),
  );
  expect(questionsOf(rules).list[0]?.items).toHaveLength(2);
});

it('questions › tell rules apart that do not tell what they decide by', () => {
  const { form: _, ...untold } = ruleWith({ matches: ({ event }) => event.verb === 'x' });
  const { list, items } = questionsOf([untold, untold]);
  expect(list).toHaveLength(2);
  expect(items.size).toBe(2);
  const form = formOf(untold, 0);
  expect(form.kind === 'record' && form.holds(record({ verb: 'x' }))).toBe(true);
});
