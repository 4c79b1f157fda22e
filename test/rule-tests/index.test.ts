import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../src/record/evidence.ts';
import { whyItDid } from '../../src/rule-tests/failure.ts';
import {
  BASE_EVENT,
  checkRuleNames,
  merge,
  readRuleTests,
  readTestFile,
  runRuleTests,
} from '../../src/rule-tests/index.ts';
import { recordsOf } from '../../src/rule-tests/records.ts';
import { loadRules } from '../../src/sigma/index.ts';
import type { Explanation } from '../../src/sigma/rule-set.ts';
import { loadBundled } from './bundled.ts';

const PATH = 'test/rules/discovery/x.yml';

function read(text: string) {
  return readTestFile({ path: PATH, text });
}

/** What is wrong with a file, as `line:column message`. */
function problemsOf(text: string): string[] {
  return read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const { rules } = loadRules([
  {
    path: 'rule.yml',
    text: `
title: A Get of a ConfigMap That Worked
name: configmap_get
logsource: { product: kubernetes, service: audit }
detection:
    get: { verb: get, objectRef.resource: [configmaps, secrets] }
    failed: { responseStatus.code|gte: 400 }
    condition: get and not failed
level: low
`,
  },
]);

const noEngine = () => {
  throw new Error('no engine is needed for one event');
};

async function failuresOf(text: string): Promise<(string | undefined)[]> {
  const { tests, problems } = read(text);
  expect(problems).toEqual([]);
  const results = await runRuleTests(tests, () =>
    Promise.resolve({ rules, createEngine: noEngine }),
  );
  return results.map((result) => result.failure);
}

describe('merge', () => {
  it('puts a patch over a base, key by key', () => {
    const merged = merge({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 4, e: [5] }, f: 6 });
    expect(merged).toEqual({ a: 1, b: { c: 2, d: 4, e: [5] }, f: 6 });
  });

  it('takes a key away for null, however deep', () => {
    expect(merge({ a: 1, b: { c: 2, d: 3 } }, { a: null, b: { c: null } })).toEqual({
      b: { d: 3 },
    });
    expect(merge({}, { a: { b: null } })).toEqual({ a: {} });
  });

  it('replaces arrays and what is no map', () => {
    expect(merge({ a: [1, 2], b: 'x' }, { a: [3], b: { c: 1 } })).toEqual({ a: [3], b: { c: 1 } });
  });

  it('leaves the base as it was', () => {
    const before = structuredClone(BASE_EVENT);
    merge(BASE_EVENT, { user: { username: null }, verb: 'list' });
    expect(BASE_EVENT).toEqual(before);
  });
});

describe('readTestFile', () => {
  it('reads cases over the base event, and the base of the file', () => {
    const { tests, problems } = read(`
rule: some_rule
base: { verb: list }
match:
    - title: a case
      event: { objectRef: { resource: pods, name: null } }
miss:
    - title: another
      events: [{ at: 2m, repeat: 3, every: 5ms }]
      alerts: 0
`);
    expect(problems).toEqual([]);
    const [test] = tests;
    expect(test).toMatchObject({ file: PATH, line: 2, rule: 'some_rule' });
    const [match, miss] = test?.cases ?? [];
    expect(match).toMatchObject({ title: 'a case', line: 5, expect: 'match', alerts: undefined });
    expect(match?.steps).toEqual([
      {
        at: 0,
        repeat: 1,
        every: 1_000_000,
        event: {
          ...BASE_EVENT,
          verb: 'list',
          objectRef: { resource: 'pods', namespace: 'shop', apiVersion: 'v1' },
        },
      },
    ]);
    expect(miss).toMatchObject({ title: 'another', line: 8, expect: 'miss', alerts: 0 });
    expect(miss?.steps).toEqual([
      { at: 120_000_000, repeat: 3, every: 5000, event: { ...BASE_EVENT, verb: 'list' } },
    ]);
  });

  it('reads a test for each document of a file', () => {
    const { tests } = read(
      'rule: a\nmiss: [{ title: x, event: {} }]\n---\nrule: b\nmatch: [{ title: y, event: {} }]\n',
    );
    expect(tests.map(({ rule, line }) => [rule, line])).toEqual([
      ['a', 1],
      ['b', 4],
    ]);
  });

  it.each([
    ['a test of nothing', 'rule: a\n', ['1:1 `match` or `miss` is missing: this tests nothing']],
    ['a test of no rule', 'match: [{ title: x, event: {} }]\n', ['1:1 `rule` is missing']],
    ['an empty file', '# nothing\n', ['0:0 holds no test: write `rule`, and `match` or `miss`']],
    ['a list', '- rule: a\n', ['1:1 expected a map']],
    [
      'an unknown key',
      'rule: a\nmatches: []\nmatch:\n    - { title: x, event: {} }\n',
      ['2:10 `matches` has no meaning here'],
    ],
    ['a case without a title', 'rule: a\nmatch:\n    - event: {}\n', ['3:7 `title` is missing']],
    [
      'a case with both forms',
      'rule: a\nmatch:\n    - { title: x, event: {}, events: [{}] }\n',
      ['3:7 a case has either `event` or `events`'],
    ],
    [
      'a case with neither form',
      'rule: a\nmatch:\n    - title: x\n',
      ['3:7 a case has either `event` or `events`'],
    ],
    [
      'a duration of no unit',
      'rule: a\nmatch:\n    - title: x\n      events: [{ at: 5 minutes }]\n',
      ['4:22 expected a number and ms, s, m, h, d or w, such as `5m`'],
    ],
    [
      'no events',
      'rule: a\nmatch:\n    - title: x\n      events: []\n',
      ['4:15 the list is empty'],
    ],
    [
      'half an event',
      'rule: a\nmatch:\n    - title: x\n      events: [{ repeat: 1.5 }]\n',
      ['4:26 expected a whole number'],
    ],
    [
      'a miss with alerts',
      'rule: a\nmiss:\n    - { title: x, event: {}, alerts: 1 }\n',
      ['3:38 a miss raises no alert'],
    ],
  ])('says what is wrong with %s, and where', (_, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
    expect(read(text).tests).toEqual([]);
  });

  it('says where the YAML is broken', () => {
    const [problem] = read('rule: a\nmatch: [\n').problems;
    expect(problem).toMatchObject({ severity: 'error', file: PATH, line: 3 });
    expect(problem?.message).toContain('not valid YAML');
  });

  it('keeps the good documents of a file', () => {
    const { tests, problems } = read('rule: a\n---\nrule: b\nmiss: [{ title: y, event: {} }]\n');
    expect(tests.map(({ rule }) => rule)).toEqual(['b']);
    expect(problems).toHaveLength(1);
  });
});

describe('readRuleTests', () => {
  it('reads folders, and says what it could not read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'satrap-'));
    try {
      await writeFile(join(folder, 'a.yml'), 'rule: a\nmiss: [{ title: y, event: {} }]\n');
      await writeFile(join(folder, 'b.yml'), 'rule: b\n');
      const { tests, problems } = await readRuleTests([folder, join(folder, 'absent')]);
      expect(tests.map(({ rule }) => rule)).toEqual(['a']);
      expect(problems.map(({ file }) => file).sort()).toEqual([
        join(folder, 'absent'),
        join(folder, 'b.yml'),
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('checkRuleNames', () => {
  it('finds tests of rules that are not there', () => {
    const { tests } = read('rule: renamed\nmiss: [{ title: y, event: {} }]\n');
    const [problem] = checkRuleNames(tests, [{ id: 'i', name: 'n' }]);
    expect(problem).toMatchObject({ severity: 'error', file: PATH, line: 1, column: 7 });
    expect(problem?.message).toContain('there is no rule `renamed`');
    expect(checkRuleNames(tests, [{ id: 'i', name: 'renamed' }])).toEqual([]);
    expect(checkRuleNames(tests, [{ id: 'renamed', name: 'n' }])).toEqual([]);
  });
});

describe('recordsOf', () => {
  it('gives the events of all steps by time, each with an audit id of its own', () => {
    const records = [
      ...recordsOf([
        { at: 1_000_000, repeat: 2, every: 1_000_000, event: merge(BASE_EVENT, { verb: 'list' }) },
        { at: 0, repeat: 3, every: 750_000, event: BASE_EVENT },
      ]),
    ];
    const seen = records.map(evidenceOf).map(({ time, verb }) => `${time.slice(17, 23)} ${verb}`);
    expect(seen).toEqual(['00.004 get', '00.754 get', '01.004 list', '01.504 get', '02.004 list']);
    expect(new Set(records.map((record) => record.event.auditID)).size).toBe(5);
    expect(new Set(records.map((record) => record.digest)).size).toBe(5);
  });

  it('moves the time of receipt along', () => {
    const [, second] = [...recordsOf([{ at: 0, repeat: 2, every: 60_000_000, event: BASE_EVENT }])];
    expect(second?.event).toMatchObject({
      requestReceivedTimestamp: '2026-11-20T10:01:00.000000Z',
      stageTimestamp: '2026-11-20T10:01:00.004211Z',
    });
  });

  it('puts up with events that have neither times nor ids', () => {
    const event = merge(BASE_EVENT, {
      auditID: null,
      stageTimestamp: null,
      requestReceivedTimestamp: null,
    });
    expect([...recordsOf([{ at: 0, repeat: 1, every: 0, event }])].map(({ time }) => time)).toEqual(
      [0],
    );
  });
});

describe('runRuleTests', () => {
  it('passes what does as it says', async () => {
    const failures = await failuresOf(`
rule: configmap_get
match:
    - { title: a get, event: {} }
miss:
    - { title: a refusal, event: { responseStatus: { code: 403 } } }
    - { title: a list, event: { verb: list } }
`);
    expect(failures).toEqual([undefined, undefined, undefined]);
  });

  it('says which part of the condition did not hold', async () => {
    const [failure] = await failuresOf(
      'rule: configmap_get\nmatch: [{ title: x, event: { objectRef: { resource: pods } } }]\n',
    );
    expect(failure).toContain('did not match, because of:\n');
    expect(failure).toContain('objectRef.resource');
    expect(failure).toContain('pods');
    expect(failure).not.toContain('verb');
    expect(failure).not.toContain('responseStatus');
  });

  it('says which part of a negation held', async () => {
    const [failure] = await failuresOf(
      'rule: configmap_get\nmatch: [{ title: x, event: { responseStatus: { code: 404 } } }]\n',
    );
    expect(failure).toContain('responseStatus.code');
    expect(failure).toContain('404');
    expect(failure).not.toContain('verb');
  });

  it('says what made a rule match that must not', async () => {
    const [failure] = await failuresOf('rule: configmap_get\nmiss: [{ title: x, event: {} }]\n');
    expect(failure).toContain('matched, because of:\n');
    expect(failure).toContain('verb');
    expect(failure).toContain('responseStatus.code');
  });

  it('counts the alerts of rules with memory, in an engine of their own', async () => {
    const { tests } = read(`
rule: legacy_token_used
base: { annotations: { authentication.k8s.io/legacy-token: x } }
match:
    - { title: right, events: [{ repeat: 3 }], alerts: 1 }
    - { title: wrong count, events: [{ repeat: 3 }], alerts: 2 }
    - { title: none, event: { stage: RequestReceived } }
miss:
    - { title: one, events: [{ repeat: 3 }] }
`);
    const results = await runRuleTests(tests, loadBundled);
    expect(results.map(({ title, failure }) => [title, failure])).toEqual([
      ['right', undefined],
      ['wrong count', 'raised 1 alert, expected 2'],
      ['none', 'raised no alert'],
      ['one', 'raised 1 alert, expected none'],
    ]);
    expect(results[0]).toMatchObject({
      file: PATH,
      line: 5,
      rule: 'legacy_token_used',
      expect: 'match',
    });
  });
});

describe('placeholders of a test', () => {
  const listed = {
    path: 'rule.yml',
    text: `
title: Somebody Who Is Not on the List
name: not_listed
logsource: { product: kubernetes, service: audit }
detection:
    stranger: { user.username|expand|neq: '%known_users%' }
    condition: stranger
level: low
`,
  };

  it('are put into the rules, once for all tests that have the same', async () => {
    const { tests, problems } = read(`
rule: not_listed
placeholders: { known_users: [alice] }
match: [{ title: a stranger, event: { user: { username: eve } } }]
miss: [{ title: on the list, event: { user: { username: alice } } }]
---
rule: not_listed
miss: [{ title: no list, event: { user: { username: eve } } }]
---
rule: not_listed
miss: [{ title: still no list, event: { user: { username: eve } } }]
`);
    expect(problems).toEqual([]);
    const asked: object[] = [];
    const results = await runRuleTests(tests, (placeholders) => {
      asked.push(placeholders);
      const loaded = loadRules([listed], { placeholders });
      return Promise.resolve({ rules: loaded.rules, createEngine: noEngine });
    });
    expect(results.map(({ failure }) => failure)).toEqual(results.map(() => undefined));
    expect(asked).toEqual([{ known_users: ['alice'] }, {}]);
  });
});

describe('whyItDid', () => {
  const leaf = (text: string, held: boolean): Explanation => ({ text, held, parts: [] });

  it('follows a failed condition to the parts that failed', () => {
    const and = {
      text: 'and',
      held: false,
      parts: [
        leaf('a', true),
        { text: 'or', held: false, parts: [leaf('b', false), leaf('c', false)] },
      ],
    };
    expect(whyItDid(and)).toEqual(['b did not hold', 'c did not hold']);
  });

  it('turns around at a negation', () => {
    const not = {
      text: 'not',
      held: false,
      parts: [{ text: 'filter', held: true, parts: [{ ...leaf('d', true), actual: '`x`' }] }],
    };
    expect(whyItDid(not)).toEqual(['filter › d held (is `x`)']);
  });

  it('says a cause once', () => {
    expect(
      whyItDid({ text: 'and', held: true, parts: [leaf('a', true), leaf('a', true)] }),
    ).toEqual(['a held']);
  });
});
