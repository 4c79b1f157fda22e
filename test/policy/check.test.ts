import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../src/policy/check.ts';
import { type PolicyFile, readPolicy } from '../../src/policy/read.ts';
import { policyOf } from './fixtures.ts';

const doubts = (rules: string, head?: string) =>
  checkPolicy(policyOf(rules, head)).map(({ line, message }) => `${line}: ${message}`);
const REST = '\n  - level: Metadata';
const CREDENTIALS =
  '  - { level: Metadata, resources: [{ resources: [secrets, configmaps] }, { group: authentication.k8s.io }] }\n';

describe('a policy without a doubt', () => {
  it('is the one that satrap ships', () => {
    const path = join(import.meta.dirname, '../../deploy/audit-policy.yaml');
    const { policy } = readPolicy(path, readFileSync(path, 'utf8'));
    expect(checkPolicy(policy as PolicyFile)).toEqual([]);
  });

  it('is one that logs everything at Metadata', () => {
    expect(doubts('  - level: Metadata')).toEqual([]);
  });
});

describe('what a policy hides', () => {
  it('is every failed login, where ResponseStarted is omitted, by the policy or by a rule', () => {
    const message = expect.stringMatching(/hides every failed login/);
    expect(doubts('  - level: Metadata', 'omitStages: [ResponseStarted]')).toEqual([message]);
    expect(doubts('  - { level: Metadata, omitStages: [ResponseStarted] }')).toEqual([message]);
    expect(
      doubts(
        `  - { level: None, users: [a], verbs: [get], nonResourceURLs: [/x], omitStages: [ResponseStarted] }${REST}`,
      ),
    ).toEqual([]);
  });

  it('is the end of nearly every request, where ResponseComplete is omitted', () => {
    expect(doubts('  - level: Metadata', 'omitStages: [ResponseComplete]')).toEqual([
      expect.stringMatching(/^1: .*how nearly every request ended/),
    ]);
  });

  it.each([
    '{ level: None, userGroups: ["system:serviceaccounts"] }',
    '{ level: None, users: ["system:serviceaccount:flux:flux"] }',
    '{ level: None, userGroups: ["system:nodes"], verbs: [get] }',
    '{ level: None, namespaces: [kube-system] }',
    '{ level: None, resources: [{ resources: [secrets] }] }',
  ])('is what an intruder does, where a rule drops too much: %s', (rule) => {
    expect(doubts(`  - ${rule}${REST}`)).toEqual([expect.stringMatching(/^5: nobody sees/)]);
  });

  it('names whom an intruder may become', () => {
    expect(doubts(`  - { level: None, users: [backup], verbs: [list] }${REST}`)).toEqual([
      '5: nobody sees whoever is, or stole, backup list secrets: name in this rule the verbs and resources that are noise, and no more',
    ]);
  });

  it('is everything that no rule names', () => {
    const message = /what no rule names is not logged/;
    expect(doubts('  - { level: Metadata, resources: [{ resources: ["*"] }] }')).toEqual([
      expect.stringMatching(message),
    ]);
    expect(
      doubts('  - { level: Metadata, resources: [{ resources: ["*"] }] }\n  - level: None'),
    ).toEqual([expect.stringMatching(/^6: what no rule names/)]);
  });

  it('is what is below a resource that is named alone', () => {
    expect(
      doubts('  - { level: Metadata, resources: [{ resources: [serviceaccounts] }] }'),
    ).toContainEqual(
      "5: a resource doesn't mean what is below it, and no rule logs serviceaccounts/token: name them as well",
    );
    const named = doubts(
      '  - { level: Metadata, resources: [{ resources: [serviceaccounts, "*/token"] }] }',
    );
    expect(named.filter((one) => one.includes('below it'))).toEqual([]);
  });

  it('is nothing by rules that are never asked, which is told', () => {
    expect(doubts(`  - level: Metadata${REST}`)).toEqual([
      expect.stringMatching(/^6: this and what follows is never asked/),
    ]);
  });
});

describe('what a policy writes to the log', () => {
  it.each([
    ['  - level: Request', ['Secrets', 'ConfigMaps', 'the tokens that others ask about']],
    [
      '  - level: RequestResponse',
      ['Secrets', 'ConfigMaps', 'the tokens that were made', 'the tokens that others'],
    ],
    [`${CREDENTIALS}  - level: Request`, []],
    [`${CREDENTIALS}  - level: RequestResponse`, ['the tokens that were made']],
    [
      '  - { level: RequestResponse, users: [eve], resources: [{ resources: [secrets] }] }\n  - level: Metadata',
      ['Secrets'],
    ],
    ['  - { level: Request, verbs: [get, list, watch] }\n  - level: Metadata', []],
  ])('%s', (rules, gives) => {
    const found = doubts(rules).filter((one) => one.includes('writes to the log'));
    expect(found).toHaveLength(gives.length);
    for (const what of gives) {
      expect(found.some((one) => one.includes(`writes to the log ${what}`))).toBe(true);
    }
  });
});
