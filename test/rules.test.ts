import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  checkRuleNames,
  type RuleTestResult,
  readRuleTests,
  runRuleTests,
} from '../src/rule-tests/index.ts';
import { loadBundled, ROOT } from './rule-tests/bundled.ts';

const bundled = await loadBundled();
const { tests, problems } = await readRuleTests([join(ROOT, 'test/rules')]);
const results = await runRuleTests(tests, loadBundled);
const { detections, correlations, baselines } = bundled.rules;
const sigma = [...detections, ...correlations];
const alerting = [...sigma.filter((rule) => rule.alerts), ...baselines];

const filesIn = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml'))
    .sort();

const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('bundled rules', () => {
  it('load without an error or a doubt', () => {
    expect(bundled.problems).toEqual([]);
  });

  it('are those that the documentation names', () => {
    const names = [...new Set(bundled.infos.map((info) => info.name))];
    expect(names).toEqual(
      expect.arrayContaining([
        'default_sa_api_call',
        'legacy_token_used',
        'sa_creates_binding',
        'sa_lists_secrets',
        'sa_lists_secrets_all_namespaces',
        'sa_request_rate_high',
        'sa_request_rate_spike',
        'stale_token_used',
      ]),
    );
  });

  it('have ids and names of their own', () => {
    const { infos } = bundled;
    expect(new Set(infos.map((info) => info.id)).size).toBe(infos.length);
    expect(new Set(infos.map((info) => info.name)).size).toBe(infos.length);
    expect(infos.filter((info) => !UUID_4.test(info.id))).toEqual([]);
  });

  it.each(alerting.map(({ info, place }) => ({ name: info.name, info, place })))(
    '$name says what it is, what to do next and when it is wrong',
    ({ info, place }) => {
      expect(info.author).toBe('satrap contributors');
      expect(info.tags.some((tag) => /^attack\.t\d{4}/.test(tag))).toBe(true);
      const tactics = info.tags.filter((tag) => /^attack\.[a-z]+(-[a-z]+)*$/.test(tag));
      const folder = tacticOf(place.file);
      // A chain goes through several tactics.
      const named = tactics.filter((tag) => folder === 'chains' || tag === `attack.${folder}`);
      expect(named).not.toEqual([]);
      expect(info.description).toContain('What to do next: ');
      expect(info.description).toContain('Counted');
      expect(info.falsepositives).not.toEqual([]);
      expect(info.references).not.toEqual([]);
    },
  );

  it('stand in a file of their own that has their name', () => {
    const misplaced = alerting.filter(
      ({ info, place }) => !place.file.endsWith(`/${info.name}.yml`),
    );
    expect(misplaced.map(({ info }) => info.name)).toEqual([]);
  });

  it('have a test file at the same path under test/rules', () => {
    const rules = filesIn('rules').filter((name) => !name.startsWith('exclusions/'));
    expect(rules.filter((name) => !existsSync(join(ROOT, 'test/rules', name)))).toEqual([]);
  });
});

describe('bundled exclusions', () => {
  const { filters } = bundled;

  it('stand in files of their own', () => {
    const files = filesIn('rules').filter((name) => name.startsWith('exclusions/'));
    const kinds = files.flatMap((name) => {
      const text = readFileSync(join(ROOT, 'rules', name), 'utf8');
      return parseAllDocuments(text).map((one) => [name, 'filter' in (one.toJS() as object)]);
    });
    expect(kinds.filter(([, isFilter]) => !isFilter)).toEqual([]);
    expect(kinds).toHaveLength(filters.length);
  });

  it.each(filters.map(({ info, rules }) => ({ name: info.name, info, rules })))(
    '$name says who is left out, and of which rules',
    ({ info, rules }) => {
      expect(info.id).toMatch(UUID_4);
      expect(info.description.length).toBeGreaterThan(20);
      expect(info.tags).toEqual([]);
      expect(rules).not.toContain('any');
    },
  );
});

function tacticOf(file: string): string {
  return file.split('/').at(-2) ?? '';
}

describe('tests of bundled rules', () => {
  it('can be read, and name rules that exist', () => {
    expect([...problems, ...checkRuleNames(tests, bundled.infos)]).toEqual([]);
  });

  it('cover every rule that alerts with two matches and two misses at least', () => {
    const feeders = new Set(sigma.filter((rule) => !rule.alerts).map((rule) => rule.info.name));
    const cases = (rule: string, expected: string) =>
      tests
        .filter((test) => test.rule === rule)
        .flatMap((test) => test.cases.filter((one) => one.expect === expected)).length;
    const names = bundled.infos.map((info) => info.name).filter((name) => !feeders.has(name));
    const thin = names.filter((name) => cases(name, 'match') < 2 || cases(name, 'miss') < 2);
    expect(thin).toEqual([]);
  });

  it.each(results)('$rule › $expect › $title', ({ failure }: RuleTestResult) => {
    expect(failure).toBeUndefined();
  });
});
